"""The additional columns of a catalog: one for each of its virtuals, and one for each fact.

This is the only place that knows all names of columns. Only names that are not those of fixed columns are looked up in
the catalog, so the others cost nothing. If a virtual and a fact have the same name, the virtual is used.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.facts import MODULE
from sphinxext_cache.catalog.names import natural_key
from sphinxext_cache.catalog.nearest import did_you_mean
from sphinxext_cache.messages import later
from sphinxext_cache.tables.columns import COLUMNS, FACETS, LISTS, explored, place_in_explorer
from sphinxext_cache.tables.fact_column import know_modules, knows_modules, make_fact_column
from sphinxext_cache.tables.spec_column import NATURAL, Order, SpecColumn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinxext_cache.catalog import Catalog, Spec, Virtuals
    from sphinxext_cache.catalog.facts import Facts

KINDS: Final[Mapping[str, Mapping[str, SpecColumn]]] = {
    "column": COLUMNS,
    "facet": FACETS,
    "list": LISTS,
    "open": {},
}
"""The fixed columns by use: columns of specs, facets of matrices, and lists of the values of several specs. The last
kind, open columns, only exists in catalogs."""
_LABELS: Final = {"blas": "BLAS", "fftw-api": "FFTW", "lapack": "LAPACK", "mpi": "MPI", "scalapack": "ScaLAPACK"}
"""The usual spelling of the names of virtuals."""
_TITLED: Final = {
    "package": "package",
    "stacks": "stack",
    "target": "target",
    "tag": "tag",
    "compiler": "compiler",
    "compiler-name": "compiler",
}
"""The columns whose values may have titles, with the kind of thing that the title is of."""
_SHOWN: Final = 8
"""The maximum number of open columns that a message lists."""


def find_column(catalog: Catalog | None, name: str, kind: str = "column") -> SpecColumn | None:
    """The column with a name; None if there is none.

    Args:
        catalog: The catalog; None: there are only fixed columns.
        name: Its name, as users write it.
        kind: Its use, of `KINDS`.
    """
    fixed = KINDS[kind].get(name)
    if fixed is not None or catalog is None:
        return fixed if fixed is None or catalog is None else _as_called(catalog.facts, fixed)
    if name in catalog.virtuals.names:
        return _of_virtual(catalog.virtuals, name)
    if name in catalog.facts.names or (name == MODULE and knows_modules(catalog)):
        return _of_fact(catalog.facts, name)
    return None


def explored_columns(catalog: Catalog, specs: Sequence[Spec]) -> list[tuple[str, str]]:
    """The columns that the explorer shows for some specs, including all facts about them, in its order.

    Returns:
        The name in scripts and the header of each column.
    """
    names = dict.fromkeys((*said_of(specs, catalog.facts), *([MODULE] if know_modules(specs) else [])))
    # The explorer shows the names that queries use, not titles.
    names.pop("title", None)
    columns = (*explored(specs), *(_of_fact(catalog.facts, name) for name in names))
    return [(column.field, column.heading()) for column in sorted(columns, key=place_in_explorer)]


def said_of(specs: Sequence[Spec], facts: Facts) -> tuple[str, ...]:
    """The names of the facts about any of some specs, in the order of all names."""
    if not facts.names:
        return ()
    said = set[str]().union(*facts.of_specs(specs))
    return tuple(name for name in facts.names if name in said)


def unknown_column(catalog: Catalog, name: str, kind: str = "column", others: tuple[str, ...] = ()) -> str:
    """An error message for a name without a column in a catalog; empty if it has one.

    Args:
        catalog: The catalog.
        name: The name.
        kind: Its use, of `KINDS`.
        others: Valid names that are not columns.
    """
    if name in others or find_column(catalog, name, kind):
        return ""
    known, opened = [*others, *KINDS[kind]], [*catalog.virtuals.names, *catalog.facts.names]
    listed = ", ".join([*known, *opened[:_SHOWN]]) + (", …" if len(opened) > _SHOWN else "")
    return f"'{name}' is not one of {listed}{did_you_mean(name, [*known, *opened])}"


@lru_cache(maxsize=1 << 6)
def _of_virtual(virtuals: Virtuals, name: str) -> SpecColumn:
    """The column of a virtual: the package that provides it to each spec."""

    def provided(spec: Spec) -> str | None:
        provider = virtuals.provider(spec, name)
        return None if provider is None else str(provider)

    def linked(text: str, tag: str) -> str | None:
        package = text.partition("@")[0]
        return package if virtuals.shows(tag, package) else None

    return SpecColumn(
        name=name,
        label=_LABELS.get(name, name),
        value=provided,
        facet=True,
        link="package",
        linked=linked,
        absent=later("none known"),
        place="",
    )


def _as_called(facts: Facts, column: SpecColumn) -> SpecColumn:
    """A fixed column that shows the titles of its values; the column itself if there are no titles."""
    return _titled(facts, column) if column.name in _TITLED and "title" in facts.names else column


@lru_cache(maxsize=1 << 6)
def _titled(facts: Facts, column: SpecColumn) -> SpecColumn:
    title = partial(facts.title, kind := _TITLED[column.name])
    # Titles are sorted as names; targets and tags have an order of their own.
    order = Order(name="natural", sort=partial(sorted, key=lambda name: (natural_key(title(name)), name)))
    return replace(
        column,
        shown=title,
        order=order if column.order is NATURAL else column.order,
        nothing=(kind == "compiler" and facts.no_compiler) or column.nothing,
    )


@lru_cache(maxsize=1 << 8)
def _of_fact(facts: Facts, name: str) -> SpecColumn:
    """The column of a fact."""
    return make_fact_column(facts, name)


def forget_columns() -> None:
    """Clear the cached columns of a build, which refer to its catalog."""
    _of_virtual.cache_clear()
    _of_fact.cache_clear()
    _titled.cache_clear()
