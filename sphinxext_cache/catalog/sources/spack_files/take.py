"""Reads a file of Spack and the files that it refers to, such as the index and the manifests of a layout 3 cache."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import msgspec

from sphinxext_cache.catalog.limits import MAX_GRAPH_BYTES
from sphinxext_cache.catalog.names import printable, shorten
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.sources.intake import Content
from sphinxext_cache.catalog.sources.spack_files.wire import FAULTS, decode_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxext_cache.catalog.sources.intake import Intake
    from sphinxext_cache.catalog.sources.spack_files.wire import Blob

MANIFEST: Final = "index.manifest.json"
"""What the manifest of an index is called."""
_MOST: Final = 4_096
"""How large a manifest may be."""
_MOST_MANIFESTS: Final = 500_000
_INDEX: Final = "application/vnd.spack.db."
_TARBALL: Final = "application/vnd.spack.install."
_CHECKSUM: Final = re.compile(r"[0-9a-f]{64}")
_OF_SPEC: Final = re.compile(r".+-([a-z0-9]{32})\.spec\.manifest\.json")
_STEPS: Final = 6
"""How far above an index the blobs of a build cache may be."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken in.

    Attributes:
        path: The file that holds the specs.
        data: What is in it.
        sizes: The sizes of tarballs by hash.
    """

    path: str
    data: bytes
    sizes: dict[str, int] = {}


def take(intake: Intake, path: str, real: str) -> Taken | Problem | None:
    """Read a file, and those that it leads to.

    Args:
        intake: Reads files.
        path: The file.
        real: Its real path.

    Returns:
        What it holds, or what is wrong with it; None if it was read before.
    """
    content = intake.read_once(path, real, MAX_GRAPH_BYTES + 1)
    if not isinstance(content, Content):
        return content
    if os.path.basename(path) != MANIFEST or (blob := _index_of(content.data)) is None:  # noqa: PTH119 a str is all
        return Taken(path=path, data=content.data)
    found = _find(path, blob)
    if isinstance(found, Problem):
        return found
    index = intake.read_once(found, os.path.realpath(found), MAX_GRAPH_BYTES + 1)
    if not isinstance(index, Content):
        return index
    return Taken(path=path, data=index.data, sizes=dict(_sizes(intake, path)))


def _index_of(data: bytes) -> Blob | None:
    """The index that a manifest names; None if it names none."""
    with suppress(*FAULTS):
        return next((blob for blob in decode_manifest(data[:_MOST]).data if blob.media_type.startswith(_INDEX)), None)
    return None


def _find(path: str, blob: Blob) -> str | Problem:
    """Where a blob is: in the folder ``blobs`` of the build cache, by its checksum."""
    if not _CHECKSUM.fullmatch(blob.checksum):
        message = f"/data: '{shorten(blob.checksum)}' is not a checksum of 64 digits"
        return Problem(code=Code.SCHEMA, message=message, file=printable(path))
    place = os.path.join("blobs", "sha256", blob.checksum[:2], blob.checksum)  # noqa: PTH118 a str is all
    for folder in _above(path):
        if os.path.exists(found := os.path.join(folder, place)):  # noqa: PTH110, PTH118 the same
            return found
    message = f"the index that it names is missing: copy {place} from the build cache too"
    return Problem(code=Code.SOURCE, message=message, file=printable(path))


def _above(path: str) -> Iterator[str]:
    for _ in range(_STEPS):
        path = os.path.dirname(path)  # noqa: PTH120 a str is all
        yield path


def _sizes(intake: Intake, path: str) -> Iterator[tuple[str, int]]:
    """The sizes of the tarballs of which there are manifests beside that of the index."""
    above = next((folder for folder in _above(path) if os.path.basename(folder) == "index"), None)  # noqa: PTH119
    manifests = os.path.join(os.path.dirname(above), "spec") if above else ""  # noqa: PTH118, PTH120
    for file in _manifests(manifests):
        hash_ = _OF_SPEC.fullmatch(os.path.basename(file))  # noqa: PTH119
        with suppress(OSError, *FAULTS):
            content = intake.read(file, _MOST)
            for blob in decode_manifest(content.data).data:
                if hash_ and blob.media_type.startswith(_TARBALL) and blob.content_length is not None:
                    yield hash_[1], blob.content_length


def _manifests(folder: str) -> list[str]:
    """The manifests of specs: each is in a folder of its package."""
    found: list[str] = []
    with suppress(OSError):
        for package in sorted(os.listdir(folder)):  # noqa: PTH208 a str is all
            with suppress(OSError):
                within = os.path.join(folder, package)  # noqa: PTH118
                found += (os.path.join(within, name) for name in sorted(os.listdir(within)) if _OF_SPEC.fullmatch(name))  # noqa: PTH118, PTH208
            if len(found) > _MOST_MANIFESTS:
                break
    return found
