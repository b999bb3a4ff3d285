"""The descriptions of the variants of a package, from fact files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_cache.catalog import natural_key
from sphinxext_cache.catalog.spack.variants import variants_by_name
from sphinxext_cache.tables.inline import fact_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxext_cache.catalog import Catalog, Spec
    from sphinxext_cache.tables.model import Meanings


def meanings_of(specs: Sequence[Spec], catalog: Catalog) -> Meanings:
    """The descriptions of the variants of some specs, by name; empty unless all specs are of one package.

    Args:
        specs: The specs.
        catalog: The catalog with the specs.
    """
    described = catalog.facts.of_variants(specs[0].package) if specs else {}
    if not described or len({spec.package for spec in specs}) > 1:
        return ()
    names = {name for texts in {spec.variants for spec in specs} for name in variants_by_name(texts)}
    return tuple((name, fact_cell(described[name])) for name in sorted(names & described.keys(), key=natural_key))
