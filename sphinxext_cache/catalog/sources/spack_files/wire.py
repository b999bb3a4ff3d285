"""The records of Spack's files as they are written, of every version: what is in them is recognized by its shape.

What may be written in several ways stays as it is, in JSON, for `parts` and `edges`. Of the rest nothing is read.
"""

from __future__ import annotations

from typing import Final

import msgspec

NOTHING: Final = msgspec.Raw()
"""What is not there."""
FAULTS: Final = (msgspec.MsgspecError, UnicodeError, RecursionError)
"""What decoding may raise."""


class Node(msgspec.Struct, gc=False):
    """A spec. One that is wrapped, in a map by its name, has no name in it."""

    name: str = ""
    version: str = ""
    hash: str = ""
    build_hash: str | None = None
    full_hash: str | None = None
    namespace: str | None = None
    arch: msgspec.Raw = NOTHING
    parameters: msgspec.Raw = NOTHING
    compiler: msgspec.Raw = NOTHING
    annotations: msgspec.Raw = NOTHING
    dependencies: msgspec.Raw = NOTHING
    external: msgspec.Raw = NOTHING
    build_spec: msgspec.Raw = NOTHING


class Parameters(msgspec.Struct, gc=False):
    """What newer files say of a dependency."""

    deptypes: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    virtuals: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


class Listed(msgspec.Struct, gc=False):
    """A dependency of any shape, if all of it is regular. One in a map has no name in it."""

    name: str = ""
    hash: str | msgspec.UnsetType = msgspec.UNSET
    type: tuple[str, ...] = ()
    virtuals: tuple[str, ...] = ()
    parameters: Parameters | msgspec.UnsetType = msgspec.UNSET


class Record(msgspec.Struct, gc=False):
    """An entry of a database or of an index: of the former if it says whether the spec is installed."""

    spec: Node
    installed: bool | None = None
    explicit: bool | None = None
    installation_time: float | None = None
    deprecated_for: str | None = None
    in_buildcache: bool | None = None


class Database(msgspec.Struct, gc=False):
    """An install database, or the index of a build cache: records by hash."""

    installs: msgspec.Raw = NOTHING
    version: msgspec.Raw = NOTHING


class Document(msgspec.Struct, gc=False):
    """The top of any of Spack's files; which keys it has tells which file it is."""

    meta: msgspec.Raw = msgspec.field(default=NOTHING, name="_meta")
    database: msgspec.Raw = NOTHING
    roots: msgspec.Raw = NOTHING
    concrete_specs: msgspec.Raw = NOTHING
    include_concrete: msgspec.Raw = NOTHING
    spack: msgspec.Raw = NOTHING
    spec: msgspec.Raw = NOTHING
    nodes: msgspec.Raw = NOTHING
    data: msgspec.Raw = NOTHING
    name: msgspec.Raw = NOTHING
    arch: msgspec.Raw = NOTHING


class Blob(msgspec.Struct, gc=False, rename="camel"):
    """What a manifest of a build cache of layout 3 names."""

    media_type: str = ""
    compression: str = "none"
    checksum: str = ""
    content_length: int | None = None


class Manifest(msgspec.Struct, gc=False):
    """A manifest of a build cache of layout 3."""

    version: int
    data: list[Blob]


decode_node: Final = msgspec.json.Decoder(Node).decode
decode_listed: Final = msgspec.json.Decoder(Listed).decode
decode_record: Final = msgspec.json.Decoder(Record).decode
decode_database: Final = msgspec.json.Decoder(Database).decode
decode_document: Final = msgspec.json.Decoder(Document).decode
decode_manifest: Final = msgspec.json.Decoder(Manifest).decode
decode_map: Final = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
decode_list: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode
decode_texts: Final = msgspec.json.Decoder(tuple[str, ...]).decode
decode_text: Final = msgspec.json.Decoder(str).decode
decode_number: Final = msgspec.json.Decoder(float).decode
skip: Final = msgspec.json.Decoder(msgspec.Raw).decode
