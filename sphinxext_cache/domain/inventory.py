"""Inventories: our objects for other projects, and hashes in the inventories of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxext_cache.domain.page_names import PERMANENT
from sphinxext_cache.tables import HASH_LENGTH, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.environment import BuildEnvironment

    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.domain.lookup import Lookup
    from sphinxext_cache.domain.page_names import Permalink, Permanent
    from sphinxext_cache.domain.places import Places

    Object = tuple[str, str, str, str, str, int]
    """The name, title, type, page, anchor, and search priority of an object."""


def objects(
    catalog: Catalog,
    lookup: Lookup,
    places: Places,
    permalinks: Mapping[tuple[Permanent, str], Permalink],
    *,
    with_specs: bool,
) -> Iterator[Object]:
    """Every object with a place in a build.

    The search omits objects with a negative priority: the second name of an object, and all hashes, which would make
    its index ten times as large.

    Args:
        catalog: The catalog.
        lookup: Looks up objects in it.
        places: The places of objects.
        permalinks: The permalinks to objects in the default tag, by kind and name; the search omits them.
        with_specs: Whether to include the specs of the default tag.
    """
    for tag in catalog.tags:
        if (place := places.shown(Ref("tag", tag, tag))) is not None:
            yield tag, tag, "tag", place.page, place.anchor, 1
        is_default = tag == catalog.default_tag
        for kind in PERMANENT:
            for name in lookup.names(kind, tag):
                place = places.shown(Ref(kind, tag, name))
                if place is None:
                    continue
                lasting = permalinks.get((kind, name)) if is_default else None
                is_second = is_default and lasting is None
                yield f"{tag}/{name}", name, kind, place.page, place.anchor, -1 if is_second else 1
                if lasting is not None:
                    yield name, name, kind, lasting.page, "", -1
                elif is_default:
                    yield name, name, kind, place.page, place.anchor, 1
        if is_default and with_specs:
            yield from _specs(catalog, places, tag)


def _specs(catalog: Catalog, places: Places, tag: str) -> Iterator[Object]:
    """The specs of a tag. If several packages contain the same spec, the first one is used, as in `Catalog.find`."""
    seen: set[str] = set()
    for package in catalog.packages(tag):
        place = places.shown_package(tag, package.name, "any")
        if place is None:
            continue
        hashes = dict.fromkeys(spec.hash for spec in package.specs if spec.hash and spec.hash not in seen)
        seen.update(hashes)
        for found in hashes:
            yield found, f"/{found[:HASH_LENGTH]}", "spec", place.page, found, -1


def specs_elsewhere(env: BuildEnvironment, inventory: str | None) -> Iterable[str]:
    """The hashes in one inventory of another project, or in all of them."""
    if inventory is not None:
        named: dict[str, Any] = getattr(env, "intersphinx_named_inventory", {})
        return list(named.get(inventory, {}).get("cache:spec", ()))
    every: dict[str, Any] = getattr(env, "intersphinx_inventory", {})
    return list(every.get("cache:spec", ()))
