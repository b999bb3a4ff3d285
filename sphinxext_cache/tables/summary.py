"""A one-sentence summary of specs: their number, versions, stacks and targets."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sphinxext_cache.messages import _, plural
from sphinxext_cache.tables.columns import LISTS
from sphinxext_cache.tables.model import Piece, plain
from sphinxext_cache.tables.package_rows import versions_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinxext_cache.catalog import Spec
    from sphinxext_cache.tables.model import Cell
    from sphinxext_cache.tables.spec_column import SpecColumn

_LIST: Final = 8
"""The maximum number of names to list before counting the rest."""


def summarize(specs: Sequence[Spec]) -> tuple[Piece, ...]:
    """A sentence on the specs of one package of one tag."""
    if not specs:
        return plain(_("No specs."))
    tag = specs[0].tag
    versions = [_strong(text) for text in versions_of(specs)]
    stacks, targets = (_names(LISTS[name], specs, tag) for name in ("stacks", "targets"))
    parts: dict[str, Sequence[Piece]] = {
        "specs": plain(plural("{n} spec", "{n} specs", len(specs))),
        "versions": _phrase(_("of version {names}"), _("of versions {names}"), versions),
        "stacks": _phrase(_("in the stack {names}"), _("in the stacks {names}"), stacks),
        "targets": _listed(targets),
    }
    pattern = (
        _("{specs} {versions}, built {stacks} for {targets}.") if stacks else _("{specs} {versions} for {targets}.")
    )
    return tuple(_filled(pattern, parts))


@lru_cache(maxsize=1 << 12)
def _strong(text: str) -> Piece:
    return Piece(text, strong=True)


def _names(column: SpecColumn, specs: Sequence[Spec], tag: str) -> Sequence[Piece]:
    """The distinct values of specs, as pieces without the commas between them."""
    return column.known_lists(tag)[tuple(dict.fromkeys(column.values_of(specs)))][::2]


def _phrase(singular: str, several: str, names: Sequence[Piece]) -> list[Piece]:
    return _filled(singular if len(names) == 1 else several, {"names": _listed(names)})


def _listed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, separated by commas and `and`; a long list ends with a count."""
    shown = [*pieces] if len(pieces) <= _LIST + 1 else [*pieces[:_LIST]]
    if rest := len(pieces) - len(shown):
        shown += plain(_("{n} more").format(n=rest))
    if len(shown) < 2:  # noqa: PLR2004 one alone needs nothing between
        return shown
    listed = [each for piece in shown[:-1] for each in (piece, *plain(", "))]
    return [*listed[:-1], *plain(_(" and ")), shown[-1]]


def _filled(pattern: str, parts: Mapping[str, Sequence[Piece]]) -> list[Piece]:
    """A translated sentence with its placeholders replaced by pieces."""
    pieces: list[Piece] = []
    for text, name in _divided(pattern):
        pieces += text
        pieces += parts.get(name, ())
    return pieces


@lru_cache(maxsize=1 << 6)
def _divided(pattern: str) -> list[tuple[Cell, str]]:
    """The parts of a sentence, each with the name of the placeholder that follows it."""
    return [
        (plain(text) if text else (), name)
        for text, _brace, name in (part.partition("{") for part in pattern.split("}"))
    ]
