"""Turns the bytes of a file into a `Package` and a list of problems, for every generation of the format.

Real front matter contains the specs as one line of JSON, which msgspec decodes straight into typed records. `lenient`
reads everything that is not that regular.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import msgspec

from sphinxext_cache.catalog.limits import MAX_BYTES, max_fields, max_names
from sphinxext_cache.catalog.model import Package
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.sources.admit import Admission, is_crowded
from sphinxext_cache.catalog.sources.front_matter import header
from sphinxext_cache.catalog.sources.front_matter.lenient import SPEC_KEYS, LenientFrontMatter, is_file_name
from sphinxext_cache.catalog.sources.front_matter.values import is_too_deep, plain_text, read_values
from sphinxext_cache.catalog.sources.front_matter.wire import Detail, ExtendedDetail, FullDetail, Meta, parted
from sphinxext_cache.digest import digest_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinxext_cache.catalog.sources.front_matter.values import Values

_NEEDED: Final = {b"title", b"layout", b"categories", b"meta", b"spec_details"}
_DASHES: Final = len("---\n---\n")
"""What a file has around its header."""
_OURS: Final = (b"cache", b'"cache"')
_LAYOUT = re.compile(rb"^layout: *[\"']?cache\b", re.MULTILINE)
_TAG = re.compile(rb'\[ *(?:package|"package") *, *([^, ]+) *\]')

_DETAILS: Final = msgspec.json.Decoder(list[Detail])
_FULL: Final = msgspec.json.Decoder(list[FullDetail])
_EXTENDED: Final = msgspec.json.Decoder(list[ExtendedDetail])
_META: Final = msgspec.json.Decoder(Meta)


class FrontMatter(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of a file.

    Attributes:
        package: The package, or None if the file is not front matter of a build cache or cannot be used.
        problems: The problems with it, in the order of the file; none for a file that is something else.
    """

    package: Package | None
    problems: tuple[Problem, ...] = ()


class FrontMatterReader:
    """Reads front matter.

    Args:
        admit: Decides what becomes a spec. Share one among many files to keep what they have in common once.
    """

    def __init__(self, admit: Admission) -> None:
        self._admit = admit

    def read(self, data: bytes, file: str = "", digest: str = "") -> FrontMatter:
        """Read one file. Its contents never raise an exception.

        Args:
            data: The content of the file.
            file: Its path, for messages and to tell broken front matter (``specs.md``) from another document.
            digest: The digest of the content, if it is known.
        """
        if len(data) > MAX_BYTES:
            message = f"larger than {MAX_BYTES} bytes, the limit for a page"
            is_meant = is_file_name(file) or (header.begins(data) and _is_meant(data, file))
            return _broken(Code.LIMIT, message, file, 1) if is_meant else FrontMatter(package=None)
        digest = digest or digest_bytes(data)
        # What is taken apart is a copy, which is not kept while it is done otherwise.
        return self._read_fast(header.take_lines(data), data, file, digest) or self._read_header(data, file, digest)

    def _read_header(self, data: bytes, file: str, digest: str) -> FrontMatter:
        """Read a file that is not written as the site writes it, or whose front matter is irregular."""
        head: bytes | None = data  # should it not end
        try:
            head = header.cut(data)
            if head is None:
                message = "no front matter: expected '---' on the first line"
                return _broken(Code.FRONTMATTER, message, file, 1) if is_file_name(file) else FrontMatter(package=None)
            if found := self._read_fast(_values(head), head, file, digest):
                return found
            values = read_values(head)
        except header.HeaderError as error:
            if not _is_meant(data if head is None else head, file):
                return FrontMatter(package=None)
            return _broken(Code.FRONTMATTER, str(error), file, error.line, error.column)
        return self._read_patiently(values, file, digest)

    def _read_fast(
        self, values: Mapping[bytes, bytes] | None, head: bytes, file: str, digest: str
    ) -> FrontMatter | None:
        """Read regular front matter; None if anything at all is unusual about it."""
        if values is None or not (values.keys() >= _NEEDED and _is_plain(head)):
            return None
        name, tag = _plain_names(values)
        if name is None or tag is None:
            return None
        details, said = _decode(values[b"spec_details"]), _decode_meta(values[b"meta"])
        if details is None or said is None:
            return None
        meta = Meta.of(details)
        stacks, targets = len(meta.stacks or ()), len(meta.targets or ())
        if stacks > max_names(len(head) - _DASHES) or (said != meta and any(said.contradictions(meta))):
            return None
        specs = self._admit.at_once(details, name, tag)
        if specs is None or ((stacks + 2) * (targets + 1) > max_fields(len(specs)) and is_crowded(specs)):
            return None
        package = Package(name=name, tag=tag, specs=specs, file=file, digest=digest)
        if details and isinstance(details[0], FullDetail):
            specs, pulled_in = parted(specs, details)
            package = replace(package, specs=specs, pulled_in=pulled_in)
        return FrontMatter(package=package)

    def _read_patiently(self, values: Values, file: str, digest: str) -> FrontMatter:
        lenient = LenientFrontMatter(values, file, self._admit)
        package = lenient.package()
        problems = list(lenient.problems)
        if package is None:
            return FrontMatter(package=None, problems=tuple(problems))
        if is_crowded(package.specs):
            problems.append(_crowd(file, max(values.lines([(key,) for key in SPEC_KEYS]))))
        return FrontMatter(package=replace(package, digest=digest), problems=tuple(problems))


def read_front_matter(data: bytes, file: str = "") -> FrontMatter:
    """Read the front matter of one file; for many files a `FrontMatterReader` is faster.

    Args:
        data: The content of the file.
        file: Its path, for messages and to tell broken front matter (``specs.md``) from another document.

    Returns:
        The package and the problems with the file; the package is None if the file is something else, or broken.
    """
    return FrontMatterReader(Admission()).read(data, file)


def _values(head: bytes) -> Mapping[bytes, bytes] | None:
    """The values of a header, as `header.take_lines` gives them."""
    taken = header.split(head)
    return {key.encode(): field.value for key, field in taken.fields.items()} if taken else None


def _is_meant(data: bytes, file: str) -> bool:
    """Tell whether a file that cannot be read was meant to be ours; data is its header, or all that it holds."""
    return is_file_name(file) or _LAYOUT.search(data) is not None


def _broken(code: Code, message: str, file: str, line: int = 0, column: int = 0) -> FrontMatter:
    problem = Problem(code=code, message=message, file=file, line=line, column=column)
    return FrontMatter(package=None, problems=(problem,))


def _decode(value: bytes) -> list[Detail] | None:
    """The entries as they should be; None if they are of any other kind."""
    try:
        return _DETAILS.decode(value)
    except (msgspec.MsgspecError, RecursionError):
        pass
    try:
        return [*_FULL.decode(value)]
    except (msgspec.MsgspecError, RecursionError):
        pass
    try:
        details: list[Detail] = [*_EXTENDED.decode(value)]
    except (msgspec.MsgspecError, RecursionError):
        return None
    # Where a spec has no stacks, another key may be a slip for them.
    return details if all(detail.stacks for detail in details) and not is_too_deep(value) else None


def _decode_meta(value: bytes) -> Meta | None:
    try:
        return _META.decode(value)
    except (msgspec.MsgspecError, RecursionError):
        return None


def _crowd(file: str, line: int) -> Problem:
    message = (
        "more stacks and targets than a matrix of so few specs can show: it shows the largest of them, "
        "and the table of specs shows all"
    )
    return Problem(code=Code.LIMIT, message=message, file=file, line=line)


def _is_plain(head: bytes) -> bool:
    """Tell whether a header is ASCII without escapes, so that every string in it is printable."""
    return head.isascii() and b"\\" not in head and b"\x7f" not in head


def _plain_names(values: Mapping[bytes, bytes]) -> tuple[str | None, str | None]:
    """The package and the tag, each if it is plain, of front matter of a build cache."""
    if values[b"layout"] not in _OURS:
        return None, None
    return plain_text(values[b"title"]), _plain_tag(values[b"categories"])


@lru_cache(maxsize=1 << 8)
def _plain_tag(value: bytes) -> str | None:
    """The tag in ``[package, TAG]``; None if it is written in any other way."""
    match = _TAG.fullmatch(value)
    return plain_text(match[1]) if match else None
