"""What Sphinx tells handlers and templates of a page: its context, whose values may be anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CONSTANT: Final = frozenset({bool, bytes, complex, float, int, type(None)})
"""The types of values that are the same for all pages."""
_ASSETS: Final = "sphinx.builders.html._assets"
"""Where Sphinx defines what it tells templates of scripts and style sheets."""


class UnknownValueError(Exception):
    """A context holds something of which it is not known what a template may ask of it."""


def renamed(value: Any, name: str, other: str) -> Any:  # noqa: ANN401 whatever a context may hold
    """A value of a context in which a page goes by another name.

    Only what is exactly of a known type is copied: a subclass may have attributes that its items do not tell of, and
    whatever else there is may look the same for two pages and yet show each another way.

    Args:
        value: The value.
        name: The name of the page.
        other: The name that it is to have.

    Raises:
        UnknownValueError: It is, or holds, something of another type, or holds itself.

    Watched by:
        tests/extension/test_frames.py::test_the_theme_renders_few_of_the_pages_of_a_folder
    """
    kind: Any = type(value)
    if kind in _CONSTANT:
        return value
    if kind in {str, Markup}:
        return value.replace(name, other) if name in value else value
    try:
        if kind in {list, tuple, set, frozenset}:
            return kind([renamed(item, name, other) for item in value])
        if kind is dict:
            return {renamed(key, name, other): renamed(item, name, other) for key, item in value.items()}
        if kind.__module__ == _ASSETS:  # a script or a style sheet, which Sphinx compares by what it says
            attributes = renamed(dict(value.attributes), name, other)
            return kind(value.filename, priority=value.priority, **attributes)
    except (RecursionError, AttributeError, TypeError):
        raise UnknownValueError from None
    raise UnknownValueError


class QuietText(str):
    """A long string; Sphinx makes, to log it, a string of all that it tells handlers of an event.

    Watched by:
        tests/extension/test_output.py::test_builders_that_write_no_html_have_the_pages_too
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Be a string to whoever reads what a builder pickled."""
        return str, (str(self),)

    def __repr__(self) -> str:
        return f"<{len(self)} characters>"


class LaterContext(dict[str, Any]):
    """The context of a page, made when somebody asks for more than to set a key.

    Args:
        make: Makes it.

    Watched by:
        tests/extension/test_frames.py::test_a_handler_that_looks_at_a_page_which_is_left_alone_sees_what_it_saw_before
    """

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[], Mapping[str, Any]]) -> None:
        self._make: Callable[[], Mapping[str, Any]] | None = make

    def _made(self) -> None:
        make, self._make = self._make, None
        for key, value in make().items() if make is not None else ():
            dict.setdefault(self, key, value)

    def __missing__(self, key: str) -> Any:  # noqa: ANN401 as a context holds
        if self._make is None:
            raise KeyError(key)
        self._made()
        return self[key]

    def __repr__(self) -> str:
        """Sphinx makes a string of whatever it tells handlers, to log it."""
        return "<a context that nobody asked for>"


def _asking(name: str) -> Callable[..., object]:
    """A method of a dictionary that has to know all of it."""
    method = getattr(dict, name)

    def ask(context: LaterContext, *arguments: Any, **named: Any) -> object:  # noqa: ANN401 those of any method
        context._made()  # noqa: SLF001 a method of its own
        answer: object = method(context, *arguments, **named)
        return answer

    return ask


for _name in (
    *("__contains__", "__delitem__", "__eq__", "__iter__", "__len__", "__ne__", "__or__", "__ror__", "__reversed__"),
    *("copy", "get", "items", "keys", "pop", "popitem", "setdefault", "values"),
):
    setattr(LaterContext, _name, _asking(_name))
