"""Look up the objects that a name in a reference can mean, in the catalog and in documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sphinxext_cache.domain.page_names import plain_one
from sphinxext_cache.tables import Ref

if TYPE_CHECKING:
    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.domain.described import Descriptions

KINDS: Final = ("package", "spec", "stack", "target", "tag")
"""The types of objects, in the order in which a name is looked up among them."""
LABELLED: Final = ("package", "stack", "target", "tag")
"""The types of objects with labels."""
LABEL: Final = re.compile(rf"cache-({'|'.join(LABELLED)})-(.+)")
BY_LABEL: Final = ("ref", "any", "myst")
"""The roles that find labels; all but the first find names as well."""
SHORTEST_PREFIX: Final = 5
"""The minimum number of characters of a hash in a reference."""


class Lookup:
    """Looks objects up by name.

    Args:
        catalog: The catalog.
        descriptions: The descriptions in documents.
    """

    def __init__(self, catalog: Catalog, descriptions: Descriptions) -> None:
        self._catalog = catalog
        self._descriptions = descriptions

    def find(self, kind: str, target: str) -> list[Ref]:
        """The objects that the target of a reference can mean: none, one, or (for a hash prefix) several."""
        if kind in BY_LABEL:
            return self._find_any(target)
        tag, name = split_target(kind, target)
        if kind == "tag":
            return [Ref("tag", name, name)] if name in self._catalog.tags else []
        if kind == "spec":
            if len(name) < SHORTEST_PREFIX:
                return []
            return [Ref("spec", spec.tag, spec.hash or "") for spec in self._catalog.find(name, tag)]
        where = tag or self._catalog.default_tag or ""
        if kind == "package":
            known = self._catalog.package(name, where) is not None or (where, name) in self._descriptions.packages
        else:
            known = name in self.names(kind, where)
        return [Ref(kind, where, name)] if known else []

    def _find_any(self, target: str) -> list[Ref]:
        """The objects of any kind that a name or a label can mean."""
        found = [ref for kind in KINDS for ref in self.find(kind, target)]
        if match := LABEL.fullmatch(target):
            kind, label = match.groups()
            if (name := self.labelled(kind, label)) is not None:
                found += self.find(kind, name)
        return found

    def labelled(self, kind: str, label: str) -> str | None:
        """The name that the last part of a label means, such as ``hdf5`` in ``cache-package-hdf5``.

        Labels are in lower case, but names need not be. Of names that differ only in case, one has the label: the one
        in lower case, if there is one.
        """
        names = self.names(kind, self._catalog.default_tag or "")
        alike = [name for name in names if name.casefold() == label.casefold()]
        return plain_one(alike) if alike else None

    def names(self, kind: str, tag: str) -> tuple[str, ...]:
        """The names of all objects of a kind (except specs) in a tag, in their usual order."""
        match kind:
            case "package":
                return tuple(package.name for package in self._catalog.packages(tag))
            case "stack":
                return self._catalog.stacks(tag)
            case "target":
                return self._catalog.targets(tag)
            case _:
                return self._catalog.tags


def split_target(kind: str, target: str) -> tuple[str | None, str]:
    """Split ``tag/name``, or just ``name``, into the tag and the name. A hash may start with a slash."""
    if kind == "tag":
        return None, target
    tag, slash, name = target.rpartition("/")
    return (tag or None, name) if slash else (None, target)
