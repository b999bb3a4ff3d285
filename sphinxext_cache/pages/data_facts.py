"""The facts about specs in the data file of a tag: stored once for each package, and for a spec only if they differ.

Values are stored as readers see them, without markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxext_cache.catalog import Fact
from sphinxext_cache.catalog.facts import MODULE
from sphinxext_cache.tables.fact_column import know_modules
from sphinxext_cache.tables.inline import fact_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinxext_cache.catalog import Facts, Spec
    from sphinxext_cache.catalog.facts import FactName


def encode_facts(specs: Sequence[Spec], packages: Sequence[str], facts: Facts) -> dict[str, Any]:
    """Encode the facts for the data file; the documentation describes the format.

    Args:
        specs: The specs of a tag, in the order of the file.
        packages: The names of their packages, in the order of the file.
        facts: The facts about them.

    Returns:
        The encoded facts, by name; empty if there are none about any of these specs.
    """
    if not specs or not (facts.names or know_modules(specs)):
        return {}
    of_packages = [facts.of_package(specs[0].tag, name) for name in packages]
    of_specs = _of_specs(specs, dict(zip(packages, of_packages, strict=True)), facts)
    made = {name: _encode(facts.name(name), of_packages, of_specs) for name in dict.fromkeys((*facts.names, MODULE))}
    return {name: found for name, found in made.items() if found["values"]}


def _of_specs(
    specs: Sequence[Spec], of_packages: Mapping[str, Mapping[str, Fact]], facts: Facts
) -> dict[int, dict[str, Fact]]:
    """The facts about specs that differ from those of their packages, by place; including modules of installations."""
    found: dict[int, dict[str, Fact]] = {}
    for place, (spec, own) in enumerate(zip(specs, facts.of_specs(specs), strict=True)):
        below = of_packages[spec.package]
        more = {} if own is below else {name: fact for name, fact in own.items() if below.get(name) != fact}
        if MODULE not in own and spec.installation is not None and spec.installation.module:
            more[MODULE] = Fact(value=spec.installation.module)
        if more:
            found[place] = more
    return found


def _encode(
    name: FactName, of_packages: Sequence[Mapping[str, Fact]], of_specs: Mapping[int, Mapping[str, Fact]]
) -> dict[str, Any]:
    """Encode the facts with one name."""
    packages = [_said(about.get(name.name)) for about in of_packages]
    specs = {place: _said(about[name.name]) for place, about in of_specs.items() if name.name in about}
    distinct = dict.fromkeys(said for said in (*packages, *specs.values()) if said)
    values = sorted({value for said in distinct for value in said}, key=name.key_of_value)
    codes = {value: code for code, value in enumerate(values)}
    sets = {said: code for code, said in enumerate(distinct)}
    places = sets if name.is_list else {said: codes[said[0]] for said in distinct}
    return {
        "values": values,
        **({"sets": [[codes[value] for value in said] for said in distinct]} if name.is_list else {}),
        "packages": [places.get(said) for said in packages],
        "specs": {str(place): places[said] for place, said in specs.items() if said},
    }


def _said(fact: Fact | None) -> tuple[str, ...]:
    """The values of a fact as readers see them, without markup."""
    if fact is None or not fact.markup:
        return () if fact is None else fact.values
    cells = (fact_cell(Fact(value=value, markup=fact.markup)) for value in fact.values)
    return tuple(filter(None, ("".join(piece.text for piece in cell) for cell in cells)))
