"""The bytes of one page in, a `Package` and the problems of the page out, for every generation of the format.

Real pages hold their specs as one line of JSON, which msgspec decodes straight into typed records: that is all
that happens to a page that is as it should be. Any other page goes to `lenient`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from sphinxext_cache.catalog.limits import MAX_BYTES, MAX_SIZE, MAX_SPECS, MAX_STACKS, max_fields, max_names
from sphinxext_cache.catalog.model import Package
from sphinxext_cache.catalog.names import is_safe_segment
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.sources.front_matter import header
from sphinxext_cache.catalog.sources.front_matter.lenient import SPEC_KEYS, LenientFrontMatter, is_page_name
from sphinxext_cache.catalog.sources.front_matter.values import is_too_deep, plain_text, read_values
from sphinxext_cache.catalog.sources.front_matter.wire import (
    Detail,
    ExtendedDetail,
    Meta,
    SpecBuilder,
    Summary,
    is_web_address,
)

if TYPE_CHECKING:
    from collections.abc import Collection

_NEEDED: Final = {"title", "layout", "categories", "meta", "spec_details"}
_HASHES = re.compile(r"(?:[a-z0-9]{32})*")
_LAYOUT = re.compile(rb"^layout: *[\"']?cache\b", re.MULTILINE)
_TAG = re.compile(rb'\[ *(?:package|"package") *, *([^, ]+) *\]')

_DETAILS: Final = msgspec.json.Decoder(list[Detail])
_EXTENDED: Final = msgspec.json.Decoder(list[ExtendedDetail])
_META: Final = msgspec.json.Decoder(Meta)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What one file held.

    Attributes:
        package: The package, or None if the file is not a page of a build cache or cannot be used.
        problems: What was wrong with it, in the order of the file; none for a file that is something else.
    """

    package: Package | None
    problems: tuple[Problem, ...] = ()


class FrontMatterReader:
    """Reads pages; one reader for many pages remembers what they have in common.

    Args:
        hidden_stacks: Names that are taken away from the stacks of every spec.
    """

    def __init__(self, hidden_stacks: Collection[str] = ()) -> None:
        self._builder = SpecBuilder(hidden_stacks)
        self._safe_names: set[str | None] = set()

    def read(self, data: bytes, file: str = "") -> FrontMatter:
        """Read one page. Never raises for what it holds.

        Args:
            data: The content of the file.
            file: Its path, for messages and to tell a broken page (``specs.md``) from another document.
        """
        if len(data) > MAX_BYTES:
            message = f"larger than the {MAX_BYTES} bytes that a page may have"
            is_meant = is_page_name(file) or (header.begins(data) and _is_meant(data, file))
            return _broken(Code.LIMIT, message, file, 1) if is_meant else FrontMatter(package=None)
        head: bytes | None = data  # should it not end
        try:
            head = header.cut(data)
            if head is None:
                message = "no front matter: expected a first line '---'"
                return _broken(Code.FRONTMATTER, message, file, 1) if is_page_name(file) else FrontMatter(package=None)
            if page := self._read_fast(head, file):
                return page
            values = read_values(head)
        except header.HeaderError as error:
            if not _is_meant(data if head is None else head, file):
                return FrontMatter(package=None)
            return _broken(Code.FRONTMATTER, str(error), file, error.line, error.column)
        lenient = LenientFrontMatter(values, file, self._builder)
        package = lenient.package()
        problems = list(lenient.problems)
        if package and _is_crowded(package):
            problems.append(_crowd(package, max(values.lines([(key,) for key in SPEC_KEYS]))))
        return FrontMatter(package=package, problems=tuple(problems))

    def _read_fast(self, head: bytes, file: str) -> FrontMatter | None:
        """Read a page that is as it should be; None if anything at all is unusual about it."""
        taken = header.split(head) if _is_plain(head) else None
        if taken is None or not taken.fields.keys() >= _NEEDED:
            return None
        fields = taken.fields
        name, tag = plain_text(fields["title"].value), _plain_tag(fields["categories"].value)
        if name is None or tag is None or plain_text(fields["layout"].value) != "cache":
            return None
        details, meta = _decode(fields["spec_details"].value), _decode_meta(fields["meta"].value)
        if details is None or meta is None:
            return None
        summary = Summary.of(details)
        if len(summary.num_specs_by_stack) > max_names(len(head)) or any(summary.contradictions(meta)):
            return None
        if not self._is_usable(summary, details, {name, tag}):
            return None
        build = self._builder.build
        package = Package(name=name, tag=tag, specs=tuple([build(detail, name, tag) for detail in details]), file=file)
        is_crowded = summary.most_fields > max_fields(len(details)) and _is_crowded(package)
        return FrontMatter(
            package=package, problems=(_crowd(package, fields["spec_details"].line),) if is_crowded else ()
        )

    def _is_usable(self, summary: Summary, details: list[Detail], names: set[str | None]) -> bool:
        hashes = [detail.hash for detail in details]
        if not _HASHES.fullmatch("".join(hashes)) or len(set(hashes)) != len(hashes) or len(hashes) > MAX_SPECS:
            return False
        stacks = summary.num_specs_by_stack
        if len(stacks) > MAX_STACKS and any(len(set(detail.stacks)) > MAX_STACKS for detail in details):
            return False
        names |= summary.targets
        names |= stacks.keys()
        new = names - self._safe_names
        if not all(name and is_safe_segment(name) for name in new):
            return False
        self._safe_names |= new
        if not (all(summary.oss) and all(summary.platforms)):
            return False
        sizes = {detail.size for detail in details} - {"-", None}
        if not all(isinstance(size, int) and 0 <= size <= MAX_SIZE for size in sizes):
            return False
        return all(is_web_address(detail.tarball) for detail in details if detail.tarball)


def read_front_matter(data: bytes, file: str = "") -> FrontMatter:
    """Read one page; for many pages a `FrontMatterReader` is faster.

    Args:
        data: The content of the file.
        file: Its path, for messages and to tell a broken page (``specs.md``) from another document.

    Returns:
        The page, with its problems; its package is None where the file is not a page, or a broken one.
    """
    return FrontMatterReader().read(data, file)


def _is_meant(data: bytes, file: str) -> bool:
    """Tell whether a file that cannot be read was meant to be a page; data is its header, or all that it holds."""
    return is_page_name(file) or _LAYOUT.search(data) is not None


def _broken(code: Code, message: str, file: str, line: int = 0, column: int = 0) -> FrontMatter:
    problem = Problem(code=code, message=message, file=file, line=line, column=column)
    return FrontMatter(package=None, problems=(problem,))


def _decode(value: bytes) -> list[Detail] | None:
    """The entries of a page as it should be; None if they are of any other kind."""
    try:
        return _DETAILS.decode(value)
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


def _is_crowded(package: Package) -> bool:
    """Tell whether a package has so many stacks and targets that its matrix cannot show them all."""
    stacks = {stack for spec in package.specs for stack in spec.stacks or ("",)}
    targets = {spec.target for spec in package.specs}
    return (len(stacks) + 1) * (len(targets) + 1) > max_fields(len(package.specs))


def _crowd(package: Package, line: int) -> Problem:
    message = (
        "more stacks and targets than a matrix of so few specs can show: it has the largest of them, "
        "and the table of specs has all"
    )
    return Problem(code=Code.LIMIT, message=message, file=package.file, line=line)


def _is_plain(head: bytes) -> bool:
    """Tell whether a header is ASCII without escapes, so that every text in it is printable."""
    return head.isascii() and b"\\" not in head and b"\x7f" not in head


def _plain_tag(value: bytes) -> str | None:
    """The tag in ``[package, TAG]``; None if it is written in any other way."""
    match = _TAG.fullmatch(value)
    return plain_text(match[1]) if match else None
