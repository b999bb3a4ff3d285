"""The vocabulary of facts: the predefined names, and the values that they accept.

Any other name is a custom fact of a centre. These rules apply to every file, whatever program wrote it.
"""

from __future__ import annotations

import re
from typing import Final

from sphinxext_cache.catalog.facts import DOCUMENT, DOCUMENT_FACT
from sphinxext_cache.catalog.limits import MAX_FACT, MAX_FACT_ITEMS
from sphinxext_cache.catalog.names import first_unseen, shorten
from sphinxext_cache.catalog.nearest import nearest
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.admit import is_web_address
from sphinxext_cache.catalog.sources.findings import UnusableError

KNOWN: Final = ("title", "description", "page", "homepage", "licence", "module", "note", "maintainers")
"""The facts that have a meaning of their own, in the order in which they are listed."""
VARIANTS: Final = "variants"
"""Under this name there are descriptions of variants, by their names."""

_OTHER_SPELLINGS: Final = {"license": "licence"}
_OF_SPECS: Final = frozenset(
    (
        *(
            "arch",
            "compiler",
            "compiler-name",
            "compiler-names",
            "compilers",
            "dependencies",
            "explicit",
            "external",
            "hash",
            "installed",
            "name",
        ),
        *("namespace", "os", "oss", "package", "platform", "platforms", "provides", "size", "spec", "specs"),
        *("stack", "stacks", "tag", "target", "targets", "variants", "version", "versions"),
    )
)
"""What specs say themselves, as columns, conditions or keys of front matter."""
_SINGLE: Final = frozenset({"title", "description", "page", "homepage", "licence", "module"})
_PLAIN: Final = frozenset({"title", "homepage", "licence", "module", "maintainers"})
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_MODULES: Final = re.compile(r"[A-Za-z0-9_][\w.+:@/=~-]*(?: [A-Za-z0-9_][\w.+:@/=~-]*)*", re.ASCII)
_ALIKE: Final = 0.85


def name_of(written: str) -> str:
    """The name of a fact, however it is written: ``Support level`` is ``support-level``, ``license`` is ``licence``."""
    name = _BLANKS.sub("-", written.strip()).lower()
    return _OTHER_SPELLINGS.get(name, name)


def is_of_specs(name: str) -> bool:
    """Tell whether something is called like what specs say themselves, as it may be of software that has none."""
    return name in _OF_SPECS


def fault_of_name(name: str, *, of_extra: bool = False) -> str:
    """Why no fact can be called so; empty if one can.

    Args:
        name: What `name_of` gave.
        of_extra: Whether the fact is about software that is not in any source, so no spec has its fields.
    """
    if not _NAME.fullmatch(name):
        return f"'{shorten(name)}' is not a name for a fact: use ASCII letters, digits, '_' and '-'"
    if is_of_specs(name) and not of_extra:
        hint = "; to change the name that readers see, use 'title'" if name == "name" else ""
        return f"'{name}' cannot be a fact, because specs have a field of that name{hint}"
    return ""


def slip(name: str) -> str:
    """The name that somebody may have meant by one of her own; empty if it is like none."""
    if name in KNOWN or name.removesuffix("s") in KNOWN:
        return ""
    return next(iter(nearest(name, KNOWN, most=1, cutoff=_ALIKE)), "")


def markup_of(name: str, markup: str) -> str:
    """What a fact is written in, of a file that says what its texts are written in."""
    if name == DOCUMENT_FACT:
        return DOCUMENT
    return "" if name in _PLAIN else markup


def admit(name: str, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """What of a value may be shown: on one line, visible, and of bounded length.

    Args:
        name: The name of the fact.
        value: What was written.

    Raises:
        UnusableError: It cannot be used.
    """
    if isinstance(value, str):
        return _admit(name, value)
    if name in _SINGLE:
        raise UnusableError(Code.FACT, (), "is a list; expected a single value")
    if len(value) > MAX_FACT_ITEMS:
        raise UnusableError(Code.LIMIT, (), f"has {len(value)} values, more than {MAX_FACT_ITEMS}")
    return tuple(dict.fromkeys(_admit(name, each) for each in value))


def _admit(name: str, written: str) -> str:
    if len(written) > MAX_FACT:
        raise UnusableError(Code.LIMIT, (), f"has {len(written)} characters, more than {MAX_FACT}")
    is_on_one_line = "  " not in written and written.isprintable()
    text = (written if is_on_one_line else _BLANKS.sub(" ", written)).strip(" ")
    if not text:
        raise UnusableError(Code.FACT, (), "is empty")
    if unseen := first_unseen(text):
        message = f"'{shorten(text)}' contains the invisible character U+{ord(unseen):04X}"
        raise UnusableError(Code.UNSAFE, (), message)
    if name == "homepage" and not is_web_address(text):
        raise UnusableError(Code.UNSAFE, (), f"'{shorten(text)}' is not an http(s) URL")
    if name == "module" and not _MODULES.fullmatch(text):
        message = f"'{shorten(text)}' is not the name of a module, or several separated by spaces"
        raise UnusableError(Code.UNSAFE, (), message)
    return text


def remark(name: str, value: str | tuple[str, ...]) -> str:
    """What is to be said of a value that is kept nevertheless; empty if nothing is."""
    if name != "licence" or not isinstance(value, str):
        return ""
    from sphinxext_cache.catalog.fact_files.licences import fault_of_licence  # noqa: PLC0415 the list of SPDX is long

    return fault_of_licence(value)
