"""Tables of any cells whatever, drawn by lot."""

from __future__ import annotations

from hypothesis import strategies as st

from sphinxext_cache.tables import Column, Piece, Ref, Table

_WORDS = st.text(alphabet=st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=12)
_REFS = st.none() | st.builds(Ref, st.sampled_from(["package", "spec", "stack", "tag"]), st.just("develop"), _WORDS)
_PIECES = st.builds(Piece, _WORDS, _REFS, code=st.booleans(), note=st.booleans(), strong=st.booleans())


def _with_folds(pieces: list[Piece], shown: int) -> tuple[Piece, ...]:
    """A cell of which so many pieces are shown at once."""
    return tuple(piece._replace(folded=place >= shown) for place, piece in enumerate(pieces))


_FIELDS = st.builds(_with_folds, st.lists(_PIECES, max_size=3), st.integers(0, 3))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of up to four columns and three rows."""
    width, height = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    cells = st.lists(_FIELDS, min_size=height, max_size=height)
    columns = st.builds(Column, st.just("name"), _FIELDS, cells, number=st.booleans(), shared=st.booleans())
    return Table(
        kind="specs",
        columns=draw(st.tuples(*[columns] * width)),
        footer=draw(st.just(()) | st.tuples(*[_FIELDS] * width)),
        caption=draw(_WORDS),
        title="Title",
        common=tuple(draw(st.lists(_WORDS, max_size=2))),
        remark=draw(_WORDS),
    )
