"""The tag and the stack of the specs of a file: as configured, or from the folders that contain it."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from sphinxext_cache.catalog.sources.item import SourceItem

DEFAULT_TAG: Final = "site"
"""The tag of what is of no other one."""
_WHOLE: Final = frozenset({"spack.lock", "index.json"})
"""Files that bear no name of their own: that is the name of their folder."""
_INNER: Final = frozenset({".spack-db", "build_cache"})
"""Folders that Spack itself names so."""
_SUFFIXES: Final = (".gz", ".json", ".lock")
_LAYOUT_3: Final = "v3"
_MANIFESTS: Final = ("manifests", "index")


class Place(NamedTuple):
    """Where specs belong.

    Attributes:
        tag: The tag.
        stack: The stack; None if they have none.
    """

    tag: str
    stack: str | None


def place_of(file: str, folder: str | None, item: SourceItem, *, is_lockfile: bool) -> Place:
    """Tell where the specs of a file belong.

    Args:
        file: The path of the file.
        folder: The folder that was named as a source; None if the file itself was.
        item: What is said of the source.
        is_lockfile: Whether it is a lockfile, which bears the name of its folder, as Spack's environments do.
    """
    path = PurePath(os.path.abspath(file))  # noqa: PTH100 `resolve` follows links
    own, view = _own_path(path)
    tag, stack = DEFAULT_TAG, path.parent.name if is_lockfile else None
    if folder is not None:
        parts = own.relative_to(os.path.abspath(folder)).parts  # noqa: PTH100 the same
        if len(parts) == 2:  # noqa: PLR2004 <tag>/<stack>
            tag, stack = parts
    return Place(item.tag or tag, item.stack or view or stack)


def _own_path(path: PurePath) -> tuple[PurePath, str | None]:
    """The path of a file without what Spack itself names so, and the view of a build cache that it is the index of."""
    parts = path.parts
    if _LAYOUT_3 in parts and path.name == "index.manifest.json":
        at = len(parts) - 1 - parts[::-1].index(_LAYOUT_3)
        if parts[at + 1 : at + 3] == _MANIFESTS:
            return PurePath(*parts[:at]), "-".join(parts[at + 3 : -1]) or None
    name = path.name
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    if path.name.removesuffix(".gz") not in _WHOLE:
        return path.with_name(name or path.name), None
    return path.parent.parent if path.parent.name in _INNER else path.parent, None
