"""The columns of facts, which tables show like all other columns."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.facts import MODULE, Fact, FactKind
from sphinxext_cache.messages import later
from sphinxext_cache.tables.fact_labels import label_of
from sphinxext_cache.tables.inline import fact_cell
from sphinxext_cache.tables.spec_column import Order, SpecColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinxext_cache.catalog import Catalog, Spec
    from sphinxext_cache.catalog.facts import FactName, Facts
    from sphinxext_cache.tables.model import Cell

_WIDE: Final = frozenset({"description", "note"})
_INSTALLATION: Final = attrgetter("installation")


def knows_modules(catalog: Catalog) -> bool:
    """Whether the installation of any spec in the catalog states a module."""
    return any(know_modules(package.specs) for tag in catalog.tags for package in catalog.packages(tag))


def know_modules(specs: Iterable[Spec]) -> bool:
    """Whether the installation of any of the specs states a module."""
    return any(installation.module for installation in filter(None, map(_INSTALLATION, specs)))


def make_fact_column(facts: Facts, called: str) -> SpecColumn:
    """The column of a fact.

    Args:
        facts: All facts.
        called: The name of the fact. Modules may also be known from the installations of specs.
    """
    is_module = called == MODULE
    name = facts.name(called)

    def one(spec: Spec) -> str | None:
        if is_module:
            return facts.module(spec) or None
        fact = facts.of_spec(spec).get(name.name)
        return None if fact is None else fact.text

    def several(spec: Spec) -> tuple[str, ...]:
        fact = facts.of_spec(spec).get(name.name)
        return () if fact is None else fact.values

    is_list = name.is_list and not is_module
    return SpecColumn(
        name=name.name,
        label=label_of(name.name),
        value=several if is_list else one,
        order=_order(name),
        singular=name.name if is_list else "",
        facet=True,
        code=is_module,
        looks=_looks(facts, name),
        absent=later("none known"),
        wide=name.name in _WIDE,
        fact="list" if is_list else name.kind.value,
        place="",
    )


def _order(name: FactName) -> Order:
    """The order of the values of a fact: numbers by value, dates by day, everything else in natural order."""
    return Order(name=name.kind.value, sort=partial(sorted, key=name.key_of_value))


def _looks(facts: Facts, name: FactName) -> Mapping[str, Cell] | None:
    """The cells of values with markup or URLs, by value; None if there are none."""
    said = {(value, fact.markup) for fact in facts.each(name.name) for value in fact.values}
    if name.kind is not FactKind.ADDRESS:
        said = {each for each in said if each[1]}
    # If values differ only in their markup, the last one is used: what looks like markup is unlikely to be plain text.
    return {value: fact_cell(Fact(value=value, markup=markup)) for value, markup in sorted(said)} or None
