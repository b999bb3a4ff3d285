"""The values of a header: those in JSON by msgspec, all others by the events of YAML.

Both give the same value (see `shape`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import msgspec

from sphinxext_cache.catalog.limits import MAX_DEPTH
from sphinxext_cache.catalog.sources.front_matter.header import KEYS, HeaderError, split
from sphinxext_cache.catalog.sources.front_matter.shape import DEPTH, counting_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sphinxext_cache.catalog.sources.findings import KeyPath
    from sphinxext_cache.catalog.sources.front_matter.header import Field
    from sphinxext_cache.catalog.sources.front_matter.shape import Value

_FIRST_LINE: Final = 2
_PLAIN = re.compile(rb"[\w.+-]+")
_NULLS: Final = frozenset({b"", b"~", b"null", b"Null", b"NULL"})
_JSON: Final = frozenset({b"[", b"{", b'"'})
_TO_LISTS: Final = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_ESCAPE = re.compile(rb"\\.", re.DOTALL)

_decode_text = msgspec.json.Decoder(str).decode
_decode_texts = msgspec.json.Decoder(list[str]).decode
_decode_list = msgspec.json.Decoder(list[msgspec.Raw]).decode
_decode_map = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What a header says.

    Attributes:
        values: The values of `KEYS`.
        others: The names of other keys, or of the first of them.
        head: The header.
        fields: The fields as they are written; None if it takes YAML to tell.
    """

    values: Mapping[str, Value]
    others: Sequence[str]
    head: bytes
    fields: Mapping[str, Field] | None

    def lines(self, paths: Collection[KeyPath]) -> list[int]:
        """For each path the line of the value there, or of the innermost on the way to it."""
        found: dict[KeyPath, int] = {}
        if self.fields is None:
            found = _find_lines(self.head.decode("utf-8"), _FIRST_LINE, paths)
        for key, field in (self.fields or {}).items():
            within = [path for path in paths if path[:1] == (key,) and len(path) > 1]
            if within and field.last > field.line:
                found |= _find_lines(self.head[field.start : field.end].decode("utf-8"), field.line, within)
            found[key,] = field.line
        return [_innermost(found, path) for path in paths]


def _innermost(found: Mapping[KeyPath, int], path: KeyPath) -> int:
    return next((found[path[:end]] for end in range(len(path), 0, -1) if path[:end] in found), 1)


def _build_values(text: str, line: int) -> dict[str, Value]:
    from sphinxext_cache.catalog.sources.front_matter.events import build_values  # noqa: PLC0415 few builds need YAML

    return build_values(text, line)


def _find_lines(text: str, line: int, paths: Collection[KeyPath]) -> dict[KeyPath, int]:
    from sphinxext_cache.catalog.sources.front_matter.events import find_lines  # noqa: PLC0415 few builds need YAML

    return find_lines(text, line, paths)


def read_values(head: bytes) -> Values:
    """Read the values of a header.

    Raises:
        HeaderError: It is not UTF-8, not YAML, not a map, or uses what front matter must not use.
    """
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        line = head.count(b"\n", 0, error.start) + _FIRST_LINE
        raise HeaderError(f"not UTF-8: {error.reason}, byte 0x{head[error.start]:02x}", line) from None
    header = split(head)
    if header is None or not (header.fields or header.others):
        values = _build_values(text, _FIRST_LINE)
        known = {key: value for key, value in values.items() if key in KEYS}
        return Values(values=known, others=tuple(values.keys() - KEYS), head=head, fields=None)
    return Values(
        values={key: _read(key, field, head) for key, field in header.fields.items()},
        others=header.others,
        head=head,
        fields=header.fields,
    )


def plain_text(value: bytes) -> str | None:
    """The text of a scalar without quotes, or of one in double quotes with nothing to unescape; None for all else."""
    if value[:1] == value[-1:] == b'"':
        value = value[1:-1]
    elif value in _NULLS:
        return None
    return value.decode("ascii") if _PLAIN.fullmatch(value) else None


def _read(key: str, field: Field, head: bytes) -> Value:
    plain = plain_text(field.value)
    if plain is not None or field.value in _NULLS:
        return plain
    if field.value[:1] in _JSON:
        # JSON is read as such wherever it is: YAML would refuse its long keys and escaped surrogates.
        value = _without_comment(field.value)
        try:
            read = _read_json(value, key, 1)
        except RecursionError:
            raise _too_deep(field) from None
        except (msgspec.MsgspecError, UnicodeDecodeError):
            pass
        else:
            if is_too_deep(value):
                raise _too_deep(field)
            return read
    return _build_values(head[field.start : field.end].decode("utf-8"), field.line).get(key)


def _without_comment(value: bytes) -> bytes:
    """A value in JSON without the comment behind it: behind the last quote and bracket, ``#`` can be nothing else."""
    end = max(map(value.rfind, (b'"', b"]", b"}")))
    return value[: end + 1] if value.find(b"#", end) > 0 else value


def _read_json(data: bytes, top: str, depth: int) -> Value:
    """Read a value in JSON, with its numbers as they are written.

    Args:
        data: The value.
        top: The top-level key under which it is.
        depth: How many lists and maps there are down to it, if it is one.

    Raises:
        msgspec.MsgspecError: It is not JSON.
    """
    first = data[:1]
    if first == b'"':
        return _decode_text(data)
    if first == b"[":
        return _read_list(data, top, depth) if depth <= DEPTH else []
    if first == b"{":
        return _read_map(data, top, depth) if depth <= DEPTH else {}
    return None if data == b"null" else data.decode("ascii")


def _read_list(data: bytes, top: str, depth: int) -> list[Value]:
    try:
        return cast("list[Value]", _decode_texts(data))
    except msgspec.ValidationError:
        return [_read_json(bytes(each), top, depth + 1) for each in _decode_list(data)]


def _read_map(data: bytes, top: str, depth: int) -> dict[str, Value]:
    counting = counting_keys(top, depth)
    return {
        key: _read_json(bytes(each), top, depth + 1) if counting is None or key in counting else None
        for key, each in _decode_map(data).items()
    }


def is_too_deep(value: bytes) -> bool:
    """Tell whether JSON is nested deeper than YAML may be; the header is a map around it."""
    if value.count(b"[") + value.count(b"{") < MAX_DEPTH:
        return False
    if b"\\" in value:
        value = _ESCAPE.sub(b"", value)
    brackets = b"".join(value.split(b'"')[::2]).translate(_TO_LISTS, _NO_BRACKETS)
    for _ in range(MAX_DEPTH - 1):
        brackets = brackets.replace(b"[]", b"")  # what is innermost
    return bool(brackets)


def _too_deep(field: Field) -> HeaderError:
    return HeaderError(f"nested more than {MAX_DEPTH} levels deep", field.line)
