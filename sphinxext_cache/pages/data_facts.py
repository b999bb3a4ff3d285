"""What is said of specs, as the data file of a tag has it: of each package once, and of a spec only where that differs.

What is said is there as readers see it, without its markup.
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
    """What the data file has of facts; the documentation describes it.

    Args:
        specs: The specs of a tag, in the order of the file.
        packages: The names of their packages, in the order of the file.
        facts: What is said of them.

    Returns:
        What is said under each name, by it; empty if nothing is said of any of these specs.
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
    """What is said of some specs, by their places, and not of their packages."""
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
    """What is said under one name."""
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
    """The values of a fact as readers see them."""
    if fact is None or not fact.markup:
        return () if fact is None else fact.values
    cells = (fact_cell(Fact(value=value, markup=fact.markup)) for value in fact.values)
    return tuple(filter(None, ("".join(piece.text for piece in cell) for cell in cells)))
