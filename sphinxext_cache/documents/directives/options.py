"""The types of the options of directives. Each function parses a value, or raises an error with what is expected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from docutils.parsers.rst import directives

from sphinxext_cache.catalog.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_YAML_LIST: Final = re.compile(r"\[(.*)\]", re.DOTALL)
_YAML_ITEM: Final = re.compile(r"""\s*"[^"]*"|\s*'[^']*'|[^,]+""")
_YAML_BULLET: Final = re.compile(r"(?:^|\s)-\s")
_TITLED_NAME: Final = re.compile(r"""[^\s,=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^,\n]*))?""")
_CONDITION: Final = re.compile(r"""(?P<name>[\w-]+)\s*=\s*(?P<values>"[^"]*"|'[^']*'|[^\s"']+)""")
_YES: Final = ("", "yes", "true", "on")
_NO: Final = ("no", "false", "off")


class Options(dict[str, "Callable[[str], Any]"]):
    """The options of a directive, by name; unknown names get a suggestion."""

    def __missing__(self, name: str) -> Callable[[str], Any]:
        def refuse(_argument: str | None) -> None:
            raise ValueError("no such option" + (did_you_mean(name, self) or f"; available: {', '.join(self)}"))

        return refuse


def name_of(known: Collection[str]) -> Callable[[str | None], str]:
    """An option that is one of some names."""

    def convert(argument: str | None) -> str:
        return _checked((argument or "").strip(), known)

    return convert


def names_of(known: Collection[str]) -> Callable[[str | None], tuple[str, ...]]:
    """An option that is a list of some names; see `column_names`."""
    read = column_names(known)
    return lambda argument: tuple(_checked(name, known) for name in read(argument))


def names(argument: str | None) -> tuple[str, ...]:
    """An option that is a list of names, which the directive checks."""
    return column_names(("names",))(argument)


def column_names(known: Collection[str], *, signed: bool = False) -> Callable[[str | None], tuple[str, ...]]:
    """An option that is a list of names, separated by commas or spaces; ``-`` may precede each.

    Authors of MyST can write YAML lists such as ``[hash, "version"]``, which arrive here as text. The directive checks
    the names, since the catalog may have more columns.
    """

    def convert(argument: str | None) -> tuple[str, ...]:
        text = (argument or "").strip()
        listed = _YAML_LIST.fullmatch(text)
        names = [name.strip("'\"") for name in (listed[1] if listed else text).replace(",", " ").split()]
        if not signed:
            # The bullets of a YAML block list.
            names = [name for name in names if name != "-"]
        if not names:
            raise ValueError(f"expected one or more of {', '.join(known)}")
        return tuple(names)

    return convert


def sort_keys(known: Collection[str]) -> Callable[[str | None], tuple[str, ...]]:
    """An option that is a list of some names; ``-`` may precede each."""
    read = column_names(known, signed=True)

    def convert(argument: str | None) -> tuple[str, ...]:
        names = read(argument)
        for name in names:
            _checked(name.removeprefix("-"), known)
        return names

    return convert


def titled_names(known: Collection[str]) -> Callable[[str | None], dict[str, str]]:
    """An option that is a list of names, as for `column_names`; ``= Title`` may follow each.

    A title ends at the next comma, unless it is quoted. The function returns the titles by name, which are empty for
    names without one.
    """

    def convert(argument: str | None) -> dict[str, str]:
        found: dict[str, str] = {}
        for item in _titled_items((argument or "").strip()):
            written, sign, title = item.partition("=")
            name, title = written.strip(), _unquoted(title.strip())
            if sign and not title:
                raise ValueError(f"expected a title after '{name} ='")
            found[name] = title
        if not found:
            raise ValueError(f"expected one or more of {', '.join(known)}")
        return found

    return convert


def _titled_items(text: str) -> list[str]:
    """The items of a list of names with titles, as an author of reStructuredText or of YAML separates them."""
    listed = _YAML_LIST.fullmatch(text)
    if listed:
        return [_unquoted(item.strip()) for item in _YAML_ITEM.findall(listed[1]) if item.strip()]
    if text.startswith("- "):
        # The items of a YAML block list, on several lines or joined into one.
        return [_unquoted(item.strip()) for item in _YAML_BULLET.split(text) if item.strip()]
    return [match[0] for match in _TITLED_NAME.finditer(text)]


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def conditions(argument: str | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """An option that is a list of conditions on facts, such as ``support=full,limited``, separated by spaces."""
    text = (argument or "").strip()
    found = tuple(
        (match["name"], tuple(value for value in match["values"].strip("'\"").split(",") if value))
        for match in _CONDITION.finditer(text)
    )
    rest = _CONDITION.sub("", text).strip()
    if rest or not found or not all(values for _name, values in found):
        raise ValueError(f"expected conditions such as support=full, found '{rest or text}'")
    return found


def column_name(known: Collection[str]) -> Callable[[str | None], str]:
    """An option that is the name of a column, which the directive checks, as for `column_names`."""

    def convert(argument: str | None) -> str:
        name = (argument or "").strip()
        if not name:
            raise ValueError(f"expected one of {', '.join(known)}")
        return name

    return convert


def _checked(name: str, known: Collection[str]) -> str:
    if name not in known:
        raise ValueError(f"'{name}' is not one of {', '.join(known)}{did_you_mean(name, known)}")
    return name


def switch(argument: str | None) -> bool:
    """An option that is on if it is given; its value may turn it off."""
    value = (argument or "").strip().lower()
    if value not in _YES + _NO:
        raise ValueError(f"expected yes, no or no value, found '{value}'")
    return value in _YES


def presence(argument: str | None) -> None:
    """An option of Sphinx that is on if it is given. Sphinx ignores its value, so none is accepted."""
    if argument and argument.strip():
        raise ValueError(f"expected no value, found '{argument.strip()}'; leave the option out to switch it off")


def count(argument: str | None) -> int:
    """An option that is a positive whole number."""
    text = (argument or "").strip()
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ValueError(f"expected a whole number from 1, such as 20, found '{text}'")
    return int(text)


def text_for_nothing(argument: str | None) -> str:
    """An option that is the text for when nothing matches."""
    if not (argument and argument.strip()):
        raise ValueError("expected the text to show when nothing matches; ':allow-empty:' takes no text")
    return argument


TABLE_OPTIONS: Final = Options(
    {
        "tag": directives.unchanged_required,
        "caption": directives.unchanged_required,
        "empty": text_for_nothing,
        "allow-empty": switch,
        "name": directives.unchanged,
        "class": directives.class_option,
        "align": lambda argument: directives.choice(argument, ("left", "center", "right")),
        "width": directives.length_or_percentage_or_unitless,
    }
)
"""The options of all tables: ours, and those of docutils tables."""
