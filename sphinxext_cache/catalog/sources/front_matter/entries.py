"""Reads the entries of front matter, maps or spec strings, and submits them for admission; faults get their place."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog.limits import MAX_SPECS, max_strings
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import did_you_mean
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.draft import Draft, Edge
from sphinxext_cache.catalog.sources.findings import UnusableError, missing
from sphinxext_cache.catalog.sources.front_matter.checks import flag_of, kind_of, map_of, mistyped, text_of, texts_of
from sphinxext_cache.catalog.sources.front_matter.wire import Detail, FullDetail
from sphinxext_cache.catalog.spack.node import parse_node
from sphinxext_cache.catalog.spack.scanner import QuerySyntaxError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from sphinxext_cache.catalog.sources.draft import AnyDraft
    from sphinxext_cache.catalog.sources.file_admission import FileAdmission
    from sphinxext_cache.catalog.sources.findings import KeyPath
    from sphinxext_cache.catalog.sources.front_matter.shape import Value

_KEYS: Final = frozenset(FullDetail.__struct_fields__)
_REQUIRED: Final = dict.fromkeys(("hash", "compiler", "versions", "variants")).keys()
_OPTIONAL: Final = ("os", "platform", "target", "architecture", "arches", "size", "tarball")
_OTHERS: Final = 50
"""Among how many other keys of an entry a slip is looked for."""


class EntryReader:
    """Reads the entries of one file.

    Args:
        admission: Admits them.
        package: The name of the package.
        tag: The tag.
    """

    def __init__(self, admission: FileAdmission, package: str, tag: str) -> None:
        self._admission = admission
        self._findings = admission.findings
        self._package = package
        self._tag = tag

    def read_maps(self, entries: Sequence[Value]) -> list[AnyDraft]:
        """Read ``spec_details``; gives what was admitted."""
        drafts: list[AnyDraft] = []
        for index, entry in enumerate(entries):
            path: KeyPath = ("spec_details", index)
            if len(drafts) >= MAX_SPECS:
                self._admission.stop(path, MAX_SPECS)
                break
            if self._findings.are_enough and not (isinstance(entry, dict) and entry.keys() >= _REQUIRED):
                self._findings.left_out = True  # and nobody reads why
                continue
            try:
                keys = map_of(entry)
                # After so many problems nobody reads what another key may have meant.
                unknown = () if self._findings.are_enough else (key for key in keys if key not in _KEYS)
                others = tuple(islice(unknown, _OTHERS))
                draft = _detail(keys, others, self._more(keys, path))
            except UnusableError as fault:
                self._admission.refuse(fault, path)
                continue
            if self._admission.add(draft, self._package, self._tag, path, others):
                drafts.append(draft)
                if "stacks" not in keys and mistyped("stacks", others):
                    self._findings.add(Code.SCHEMA, (*path, "stacks"), missing("stacks", others))
        return drafts

    def _more(self, entry: Mapping[str, Value], path: KeyPath) -> dict[str, Any]:
        """What an entry says beside what the site writes; a fault of it costs no more than its key."""
        said: dict[str, Any] = {}
        for key, read in _MORE.items() if not _MORE.keys().isdisjoint(entry) else ():
            if entry.get(key) is None:
                continue
            try:
                said[key] = read(entry[key])
            except UnusableError as fault:
                message = f"{fault.message}; '{key}' is left out"
                self._findings.add(fault.code, (*path, key, *fault.path), message)
        return said

    def read_strings(self, key: str, entries: Sequence[Value], size: int) -> list[AnyDraft]:
        """Read ``spec_names`` or ``spec_files``; gives what was admitted.

        Args:
            key: Which of them.
            entries: What is under that key.
            size: The size of the header in bytes.
        """
        most = max_strings(size)
        drafts: list[AnyDraft] = []
        for index, entry in enumerate(entries):
            path: KeyPath = (key, index)
            if len(drafts) >= most or index >= MAX_SPECS:
                self._admission.stop(path, most)
                break
            if self._findings.are_enough and self._package not in (_string(entry) or ""):
                self._findings.left_out = True
                continue
            try:
                draft = _parse(entry, self._package)
            except UnusableError as fault:
                self._admission.refuse(fault, path)
                continue
            if self._admission.add(draft, self._package, self._tag, path):
                drafts.append(draft)
        return drafts


def _detail(entry: Mapping[str, Value], others: Collection[str], more: Mapping[str, Any]) -> Detail:
    """What an entry of ``spec_details`` says."""
    for key in _REQUIRED:
        if key not in entry:
            raise UnusableError(Code.SCHEMA, (key,), missing(key, others))
    versions = texts_of(entry["versions"], ("versions",))
    if len(versions) != 1:
        raise UnusableError(Code.SCHEMA, ("versions",), f"has {len(versions)} versions, expected one")
    optional: dict[str, Any] = {key: text_of(entry[key], (key,)) for key in _OPTIONAL if entry.get(key) is not None}
    detail = FullDetail(
        hash=text_of(entry["hash"], ("hash",)),
        compiler=text_of(entry["compiler"], ("compiler",)),
        versions=versions,
        variants=texts_of(entry["variants"], ("variants",)),
        stacks=() if entry.get("stacks") is None else texts_of(entry["stacks"], ("stacks",)),
        **optional,
        **more,
    )
    platform, _dash, rest = (detail.architecture or detail.arches or "").partition("-")
    if rest and not (detail.platform or detail.os or detail.target):
        # As in a spec string: an operating system may hold a dash, the others do not.
        detail.platform, (detail.os, _dash, detail.target) = platform, rest.rpartition("-")
    return detail


def _edges(value: Value) -> tuple[Edge, ...]:
    if not isinstance(value, list):
        raise UnusableError(Code.SCHEMA, (), f"is {kind_of(value)}, not a list")
    return tuple(_edge(map_of(each, (index,)), (index,)) for index, each in enumerate(value))


def _edge(entry: Mapping[str, Value], path: KeyPath) -> Edge:
    others = [key for key in entry if key not in Edge.__struct_fields__]
    if "name" not in entry:
        raise UnusableError(Code.SCHEMA, (*path, "name"), missing("name", others))
    if others:
        hint = did_you_mean(others[0], Edge.__struct_fields__)
        raise UnusableError(Code.SCHEMA, path, f"unknown key '{shorten(others[0])}'{hint}")
    lists = {key: texts_of(entry[key], (*path, key)) for key in ("types", "virtuals") if entry.get(key) is not None}
    hash_ = None if entry.get("hash") is None else text_of(entry["hash"], (*path, "hash"))
    return Edge(name=text_of(entry["name"], (*path, "name")), hash=hash_, **lists)


_MORE: Final[Mapping[str, Callable[[Value], object]]] = {
    "namespace": text_of,
    "explicit": flag_of,
    "external": flag_of,
    "status": text_of,
    "installed": text_of,
    "dependencies": _edges,
    "provides": texts_of,
    "module": text_of,
    "spliced": text_of,
    "pulled_in": flag_of,
}
"""How each key is read that the site does not write."""


def _string(entry: Value) -> str | None:
    """The spec string that an entry is: an item of ``spec_names``, or the key of one of ``spec_files``."""
    text = next(iter(entry)) if isinstance(entry, dict) and len(entry) == 1 else entry
    return text if isinstance(text, str) else None


def _parse(entry: Value, package: str) -> Draft:
    """What a spec string says."""
    text = _string(entry)
    if text is None:
        raise UnusableError(Code.SCHEMA, (), f"is {kind_of(entry)}, not a spec")
    try:
        node = parse_node(text.split(" ^", 1)[0])
    except QuerySyntaxError as error:
        message = f"'{shorten(text)}', column {error.column}: {error.message}"
        raise UnusableError(Code.SCHEMA, (), message) from None
    if node.name != package or not node.version:
        raise UnusableError(Code.SCHEMA, (), f"'{shorten(text)}' is not a version of '{package}'")
    return Draft(
        version=node.version,
        compiler=node.compiler or "none",
        os=node.os,
        platform=node.platform,
        target=node.target,
        variants=node.variants,
    )
