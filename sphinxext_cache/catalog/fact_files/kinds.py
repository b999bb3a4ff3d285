"""The kind of all facts of one name, so that a column sorts by a single rule."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.fact_files.words import KNOWN
from sphinxext_cache.catalog.facts import FactKind, FactName
from sphinxext_cache.catalog.sources.admit import is_web_address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sphinxext_cache.catalog.facts import Fact

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ALWAYS_TEXT: Final = frozenset(KNOWN) - {"homepage"}


def names_of(met: Mapping[str, Sequence[Fact]]) -> dict[str, FactName]:
    """The names of facts: those with a meaning of their own first, the others as they were met.

    Args:
        met: Facts by their names.
    """
    in_order = [*(name for name in KNOWN if name in met), *(name for name in met if name not in KNOWN)]
    return {name: _name(name, met[name]) for name in in_order}


def _name(name: str, facts: Sequence[Fact]) -> FactName:
    is_list = any(not isinstance(fact.value, str) for fact in facts)
    return FactName(name=name, kind=_kind(name, facts), is_list=is_list)


def _kind(name: str, facts: Sequence[Fact]) -> FactKind:
    if name not in _ALWAYS_TEXT:
        values = {value for fact in facts for value in fact.values}
        for kind, fits_all in _KINDS.items():
            if values and all(map(fits_all, values)):
                return kind
    return FactKind.TEXT


def _is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


_KINDS: Final[dict[FactKind, Callable[[str], bool]]] = {
    FactKind.NUMBER: _is_number,
    FactKind.DATE: _is_date,
    FactKind.ADDRESS: is_web_address,
}
