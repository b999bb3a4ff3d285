"""The contents of a file of Spack: its kind, its nodes, and what it says about itself."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

import msgspec

from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.findings import UnusableError
from sphinxext_cache.catalog.sources.spack_files import database, lockfile, nodes
from sphinxext_cache.catalog.sources.spack_files.checks import kind_of, list_of, map_of, text_of, why_not
from sphinxext_cache.catalog.sources.spack_files.found import Found  # noqa: TC001 msgspec reads the annotations
from sphinxext_cache.catalog.sources.spack_files.json_text import values
from sphinxext_cache.catalog.sources.spack_files.wire import (
    FAULTS,
    NOTHING,
    Database,
    Document,
    decode_database,
    decode_document,
)

if TYPE_CHECKING:
    from sphinxext_cache.catalog.sources.findings import Findings, KeyPath
    from sphinxext_cache.catalog.sources.spack_files.checks import Json

_LOCKFILE: Final = "spack-lockfile"
_DIGITS: Final = re.compile(rb'"?(\d{1,9})"?')
_BYTE: Final = re.compile(r" \(byte (\d+)\)")


class Kind(Enum):
    """Which of Spack's files it is."""

    LOCKFILE = auto()
    DATABASE = auto()
    NODES = auto()


class Contents(msgspec.Struct, kw_only=True):
    """What is in a file.

    Attributes:
        kind: Which it is.
        nodes: Its nodes, those that are shown and those that are pulled in.
        refused: The keys of those that cannot be used.
        specs_are: One of `SOURCE_KINDS`, if the file says it.
        supposed: The same, if nobody says anything else.
        spack: The version of the Spack that wrote it; empty if unknown.
        commit: The commit of that Spack; empty if unknown.
    """

    kind: Kind
    nodes: list[Found]
    refused: set[str] = msgspec.field(default_factory=set)
    specs_are: str | None = None
    supposed: str | None = None
    spack: str = ""
    commit: str = ""


def read_contents(data: bytes, findings: Findings, *, implicit: bool) -> Contents | None:
    """Read a file.

    Args:
        data: The file.
        findings: Where it is noted what cannot be used.
        implicit: Whether specs are shown that nobody asked for.

    Returns:
        What is in it; None if it is none of Spack's.

    Raises:
        UnusableError: It cannot be read as a whole.
    """
    first = data.lstrip()[:1]
    if first == b"[":
        return _read_list(data, findings)
    if first != b"{":
        raise UnusableError(Code.SCHEMA, (), "is not JSON")
    try:
        return _read_document(decode_document(data), data, (), findings, implicit=implicit)
    except FAULTS as error:
        several = list(values(data))
        if len(several) < 2:  # noqa: PLR2004 one, which cannot be read
            raise _broken(data, error) from None
    return _read_several(several, findings)


def _read_list(data: bytes, findings: Findings) -> Contents | None:
    try:
        items = list_of(data)
    except UnusableError as fault:
        raise UnusableError(fault.code, (), f"is not JSON: {fault.message}") from None
    if items and not any(map(_is_node, items[:10])):
        return None
    # Spack lists what is installed; of other specs it writes documents.
    return Contents(kind=Kind.NODES, nodes=list(nodes.read_nodes(data, (), findings)), supposed="installed")


def _read_several(documents: list[memoryview], findings: Findings) -> Contents | None:
    """Read documents of nodes one after the other."""
    found: list[Found] = []
    is_any = False
    for index, value in enumerate(documents):
        try:
            document = decode_document(value)
            if document.spec or _is_node(value):
                is_any = True
                found += nodes.read_nodes(value, (index,), findings)
        except FAULTS as error:
            findings.leave_out(Code.SCHEMA, (index,), f"{why_not(error)}; the document is left out")
        except UnusableError as fault:
            findings.leave_out(fault.code, fault.path, f"{fault.message}; the document is left out")
    return Contents(kind=Kind.NODES, nodes=found) if is_any else None


def _read_document(
    document: Document, data: Json, path: KeyPath, findings: Findings, *, implicit: bool
) -> Contents | None:
    refused: set[str] = set()
    if document.database:
        known = _database(document.database)
        _look_at_version(known.version, ("database", "version"), database.NEWEST, "databases", findings)
        found = list(database.read_database(known, findings, refused, implicit=implicit))
        is_installed = any(each.status for each in found)
        specs_are = "installed" if is_installed else "cache"
        return Contents(kind=Kind.DATABASE, nodes=found, refused=refused, specs_are=specs_are)
    if document.concrete_specs or _LOCKFILE.encode() in bytes(document.meta):
        version = _get(document.meta, "lockfile-version")
        _look_at_version(version, ("_meta", "lockfile-version"), lockfile.NEWEST, "lockfiles", findings)
        return Contents(
            kind=Kind.LOCKFILE,
            nodes=list(lockfile.read_lockfile(_top(document), findings, refused, implicit=implicit)),
            refused=refused,
            spack=_text(document.spack, "version"),
            commit=_text(document.spack, "commit"),
        )
    if document.spec or _is_node(data):
        version = _get(_get(document.spec, "_meta"), "version")
        _look_at_version(version, ("spec", "_meta", "version"), nodes.NEWEST, "spec files", findings)
        return Contents(kind=Kind.NODES, nodes=list(nodes.read_nodes(data, path, findings)))
    return None


def _database(value: msgspec.Raw) -> Database:
    try:
        return decode_database(value)
    except FAULTS:
        known = map_of(value, ("database",))
        return Database(installs=known.get("installs", NOTHING), version=known.get("version", NOTHING))


def _top(document: Document) -> dict[str, msgspec.Raw]:
    """What a lockfile holds of its own environment, as of one that it includes."""
    known = {key: getattr(document, key) for key in ("concrete_specs", "roots", "include_concrete")}
    return {key: value for key, value in known.items() if value}


def _is_node(value: Json) -> bool:
    """Tell whether a value is a node, or a map of one by its name."""
    try:
        known = map_of(value)
        if len(known) == 1 and kind_of(*known.values()) == "a map":
            known = map_of(next(iter(known.values())))
    except UnusableError:
        return False
    return "arch" in known and "version" in known


def _get(value: Json, key: str) -> Json:
    """A value in what should be a map; nothing if it is not there."""
    return map_of(value).get(key, b"") if kind_of(value) == "a map" else b""


def _text(value: Json, key: str) -> str:
    """A short string in what should be a map; empty if it is not there."""
    try:
        return shorten(text_of(_get(value, key)))
    except UnusableError:
        return ""


def _look_at_version(value: Json, path: KeyPath, newest: int, what: str, findings: Findings) -> None:
    version = _DIGITS.fullmatch(bytes(value))
    if version and int(version[1]) > newest:
        message = (
            f"version {int(version[1])} of {what} is newer than {newest}, the newest supported one; it is read anyway"
        )
        findings.add(Code.SCHEMA, path, message)


def _broken(data: bytes, error: BaseException) -> UnusableError:
    message = why_not(error)
    if at := _BYTE.search(message):
        before = data[: int(at[1])]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n") - 1
        message = f"{message[: at.start()]} (line {line}, near column {column})"
    return UnusableError(Code.SCHEMA, (), f"is not JSON: {message.removeprefix('cannot be read: ')}")
