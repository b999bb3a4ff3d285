"""What is written of specs, column by column: which columns there are, what each says of a spec, and how it sorts.

A column is a field of `Spec` or of `Installation`, a fact, or a virtual: then it says which package provides that. How
columns become a table is for `query` to say. Columns of pages are another matter (`tables.columns`), for their words
are translated by Sphinx.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from sphinxext_cache.catalog import Installation, Spec, Version, natural_key
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import did_you_mean
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.catalog.spack.version_order import order_of
from sphinxext_cache.command.subcommand import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from typing import Any

    from sphinxext_cache.catalog import Catalog, Facts

Value: TypeAlias = "str | int | bool | list[str] | None"
"""What a column says of a spec, as JSON can say it."""

DEFAULT: Final = ("hash", "version", "compiler", "os", "target", "variants", "stacks")
"""The columns where nobody chose any; those of a table on a page."""
_OF_SPEC: Final = tuple(name for name in Spec.__struct_fields__ if name not in {"dependencies", "installation"})
COLUMNS: Final = ("hash", *(name for name in _OF_SPEC if name != "hash"), *Installation.__struct_fields__)
"""All columns but virtuals and facts."""
_MODULE: Final = "module"
"""What installations know, and facts may say otherwise."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: Its name.
        found: What a spec has of it; None or empty if that is not known.
        key: By what values sort; None: by what they are.
        between: What is between several values where they are one string.
    """

    name: str
    found: Callable[[Spec], Any]
    key: Callable[[Any], Any] | None = None
    between: str = " "

    def value(self, spec: Spec) -> Value:
        """What it says of a spec."""
        found = self.found(spec)
        if self.name == "compiler":
            return found or "none"
        if isinstance(found, tuple):
            return list(found)
        return str(found) if isinstance(found, (Version, date)) else found

    def text(self, spec: Spec) -> str:
        """The same as one string; empty if it is not known."""
        value = self.value(spec)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return self.between.join(value)
        return "" if value is None else str(value)

    def sort(self, specs: Iterable[Spec], *, descending: bool) -> list[Spec]:
        """Specs in the order of what it says; those without a value come last, whichever way."""
        known: list[Spec] = []
        unknown: list[Spec] = []
        for spec in specs:
            (unknown if self.found(spec) in {None, ()} else known).append(spec)
        known.sort(key=self._key, reverse=descending)
        return known + unknown

    def _key(self, spec: Spec) -> Any:  # noqa: ANN401 keys of one column compare with each other
        found = self.found(spec)
        if self.key is not None:
            return self.key(found)
        if isinstance(found, Version):
            return order_of(found.text)
        if self.name == "target":
            return targets.key(found)
        if isinstance(found, tuple):
            return tuple(map(natural_key, found))
        return natural_key(found) if isinstance(found, str) else found


def columns_of(names: Iterable[str], catalog: Catalog, tags: Collection[str]) -> list[Column]:
    """The columns of some names.

    Args:
        names: Their names.
        catalog: Where the specs are.
        tags: The tags of the specs.

    Raises:
        UsageError: One names no column, no virtual of these tags, and no fact.
    """
    virtuals = _virtuals(catalog, tags)
    found: list[Column] = []
    for name in names:
        if name in catalog.facts.names and (name == _MODULE or name not in virtuals):
            found.append(_fact(name, catalog.facts))
        elif name in COLUMNS:
            found.append(Column(name, _getter(name)))
        elif name in virtuals:
            found.append(Column(name, _provider(name, catalog)))
        else:
            known = [*COLUMNS, *sorted(virtuals), *catalog.facts.names]
            hint = did_you_mean(name, known) or f"; available: {', '.join(known[:20])}"
            raise UsageError(f"no column '{shorten(name)}'{hint}")
    return found


def sort_specs(specs: Sequence[Spec], keys: Iterable[str], catalog: Catalog, tags: Collection[str]) -> Sequence[Spec]:
    """Specs in the order of some columns, the first most important; a name with ``-`` before it descends."""
    said = [(key.removeprefix("-"), key.startswith("-")) for key in keys]
    columns = columns_of([name for name, _descends in said], catalog, tags)
    for column, (_name, descends) in reversed(list(zip(columns, said, strict=True))):
        specs = column.sort(specs, descending=descends)
    return specs


def _getter(name: str) -> Callable[[Spec], Any]:
    if name in _OF_SPEC:
        return lambda spec: getattr(spec, name)
    return lambda spec: None if spec.installation is None else getattr(spec.installation, name)


def _fact(name: str, facts: Facts) -> Column:
    """What is said of a spec under a name: as the list that it is where any is one."""
    about = facts.names[name]

    def said_of(spec: Spec) -> str | tuple[str, ...] | None:
        if name == _MODULE:
            return facts.module(spec) or None
        fact = facts.of_spec(spec).get(name)
        return None if fact is None else fact.values if about.is_list else fact.text

    def key(found: str | tuple[str, ...]) -> object:
        return tuple(map(about.key_of_value, (found,) if isinstance(found, str) else found))

    return Column(name, said_of, key, ", ")


def _provider(virtual: str, catalog: Catalog) -> Callable[[Spec], tuple[str, ...]]:
    """What provides a virtual to a spec: usually one package, with its version if that is known."""

    def provided_by(spec: Spec) -> tuple[str, ...]:
        on = catalog.graph(spec.tag).dependencies(spec) or ()
        return tuple(
            f"{each.name}@{other.version}" if other else each.name for each, other in on if virtual in each.virtuals
        )

    return provided_by


def _virtuals(catalog: Catalog, tags: Collection[str]) -> set[str]:
    """The virtuals that some spec of some tags is built on."""
    return {
        virtual
        for tag in tags
        for package in catalog.packages(tag)
        for spec in package.specs
        for each in spec.dependencies or ()
        for virtual in each.virtuals
    }
