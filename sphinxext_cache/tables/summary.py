"""One sentence that says what there is: how many specs, of which versions, in which stacks, for which targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.messages import _, enumerate_words, plural
from sphinxext_cache.tables.columns import FACETS
from sphinxext_cache.tables.model import Piece
from sphinxext_cache.tables.packages import versions_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxext_cache.catalog import Spec

_LIST: Final = 8
"""How many names a sentence may list before it counts the rest."""


def summarize(specs: Sequence[Spec]) -> tuple[Piece, ...]:
    """The sentence on the specs of one package within one tag."""
    if not specs:
        return (Piece(str(_("No specs."))),)
    tag = specs[0].tag
    versions = [Piece(text, strong=True) for text in versions_of(specs)]
    stacks = [
        FACETS["stack"].piece(name, tag)
        for name in FACETS["stack"].ordered(name for spec in specs for name in spec.stacks)
    ]
    targets = [FACETS["target"].piece(name, tag) for name in FACETS["target"].ordered(s.target for s in specs)]
    parts = {
        "specs": [Piece(plural(str(_("{n} spec")), str(_("{n} specs")), len(specs)))],
        "versions": _phrase(_("of version {names}"), _("of versions {names}"), versions),
        "stacks": _phrase(_("in the stack {names}"), _("in the stacks {names}"), stacks),
        "targets": _listed(targets),
    }
    pattern = (
        _("{specs} {versions}, built {stacks} for {targets}.") if stacks else _("{specs} {versions} for {targets}.")
    )
    return tuple(_filled(str(pattern), parts))


def _phrase(singular: str, several: str, names: list[Piece]) -> list[Piece]:
    return _filled(str(singular if len(names) == 1 else several), {"names": _listed(names)})


def _listed(pieces: list[Piece]) -> list[Piece]:
    """The pieces with commas and an `and` between them; a long list ends in a count."""
    shown, rest = (pieces, 0) if len(pieces) <= _LIST + 1 else (pieces[:_LIST], len(pieces) - _LIST)
    if rest:
        shown = [*shown, Piece(plural("", str(_("{n} more")), rest))]
    words = enumerate_words([piece.text for piece in shown])
    return [shown[index // 2] if index % 2 == 0 else Piece(word) for index, word in enumerate(words)]


def _filled(pattern: str, parts: dict[str, list[Piece]]) -> list[Piece]:
    """A translated sentence with its named places filled by pieces."""
    pieces: list[Piece] = []
    while pattern:
        text, brace, rest = pattern.partition("{")
        if text:
            pieces.append(Piece(text))
        name, _brace, pattern = rest.partition("}")
        if brace:
            pieces += parts.get(name, [])
    return pieces
