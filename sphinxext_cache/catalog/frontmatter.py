"""The bytes of one page in, a `Package` and the problems of the page out, for every generation of the format.

Real pages hold their specs as one line of JSON, which msgspec decodes straight into typed records: that is all
that happens to a page that is as it should be. Any other page goes to `lenient`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from sphinxext_cache.catalog import header
from sphinxext_cache.catalog.lenient import LenientPage, is_page_name
from sphinxext_cache.catalog.model import Package
from sphinxext_cache.catalog.names import is_safe_segment
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.wire import Detail, Meta, SpecBuilder, Summary, is_web_address

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_BYTES: Final = 16 * 1024 * 1024
"""Size that a page may have; the largest real one has 0.8 MB."""

_HASHES = re.compile(r"(?:[a-z0-9]{32})*")
_LAYOUT = re.compile(rb"^layout: *[\"']?cache\b", re.MULTILINE)
_PLAIN = re.compile(rb"[\w.+-]+")
_PLAIN_LIST = re.compile(rb"\[ *([\w.+-]+(?: *, *[\w.+-]+)*) *\]")

_decode_details = msgspec.json.Decoder(list[Detail]).decode
_decode_meta = msgspec.json.Decoder(Meta).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one file held.

    Attributes:
        package: The package, or None if the file is not a page of a build cache or cannot be used.
        problems: What was wrong with it, in the order of the file; none for a file that is something else.
    """

    package: Package | None
    problems: tuple[Problem, ...] = ()


class PageReader:
    """Reads pages; one reader for many pages remembers what they have in common.

    Args:
        hidden_stacks: Names that are taken away from the stacks of every spec.
    """

    def __init__(self, hidden_stacks: Collection[str] = ()) -> None:
        self._builder = SpecBuilder(hidden_stacks)
        self._safe_names: set[str | None] = set()

    def read(self, data: bytes, file: str = "") -> Page:
        """Read one page. Never raises for what it holds.

        Args:
            data: The content of the file.
            file: Its path, for messages and to tell a broken page (``specs.md``) from another document.
        """
        if len(data) > MAX_BYTES:
            message = f"larger than the {MAX_BYTES} bytes that a page may have"
            return _broken(Code.LIMIT, message, file, 1) if _is_meant(data, file) else Page(package=None)
        try:
            head = header.cut(data)
            if head is None:
                message = "no front matter: expected a first line '---'"
                return _broken(Code.FRONTMATTER, message, file, 1) if is_page_name(file) else Page(package=None)
            raw = header.one_line_fields(head)
            if raw and _is_plain(head) and (package := self._fast(raw, file)):
                return Page(package=package)
            fields = (raw and _json_fields(raw)) or header.yaml_fields(head)
        except header.HeaderError as error:
            if not _is_meant(data, file):
                return Page(package=None)
            return _broken(Code.FRONTMATTER, str(error), file, error.line, error.column)
        page = LenientPage(fields, file, self._builder)
        package = page.package()
        return Page(package=package, problems=tuple(page.problems))

    def _fast(self, raw: dict[str, header.RawField], file: str) -> Package | None:
        """The package of a page that is as it should be; None if anything at all is unusual about it."""
        if not raw.keys() >= {"title", "layout", "categories", "meta", "spec_details"}:
            return None
        name, tag = _plain_text(raw["title"].value), _plain_tag(raw["categories"].value)
        if name is None or tag is None or _plain_text(raw["layout"].value) != "cache":
            return None
        try:
            details = _decode_details(raw["spec_details"].value)
            meta = _decode_meta(raw["meta"].value)
        except (msgspec.MsgspecError, RecursionError):
            return None
        hashes = [detail.hash for detail in details]
        if not _HASHES.fullmatch("".join(hashes)) or len(set(hashes)) != len(hashes):
            return None
        summary = Summary.of(details)
        if not self._is_usable(summary, details, {name, tag}) or any(summary.contradictions(meta)):
            return None
        build = self._builder.build
        specs = tuple([build(detail, name, tag) for detail in details])
        return Package(name=name, tag=tag, specs=specs, file=file)

    def _is_usable(self, summary: Summary, details: list[Detail], names: set[str | None]) -> bool:
        names |= summary.targets
        names |= summary.num_specs_by_stack.keys()
        new = names - self._safe_names
        if not all(name and is_safe_segment(name) for name in new):
            return False
        self._safe_names |= new
        if not (all(summary.oss) and all(summary.platforms)):
            return False
        sizes = {detail.size for detail in details} - {"-", None}
        tarballs = [detail.tarball for detail in details if detail.tarball]
        return all(isinstance(size, int) and size >= 0 for size in sizes) and all(map(is_web_address, tarballs))


def read_page(data: bytes, file: str = "") -> Page:
    """Read one page; for many pages a `PageReader` is faster.

    Args:
        data: The content of the file.
        file: Its path, for messages and to tell a broken page (``specs.md``) from another document.

    Returns:
        The page, with its problems; its package is None where the file is not a page, or a broken one.
    """
    return PageReader().read(data, file)


def _is_meant(data: bytes, file: str) -> bool:
    """Tell whether a file that cannot be read was meant to be a page."""
    return is_page_name(file) or (header.begins(data) and _LAYOUT.search(data) is not None)


def _broken(code: Code, message: str, file: str, line: int = 0, column: int = 0) -> Page:
    problem = Problem(code=code, message=message, file=file, line=line, column=column)
    return Page(package=None, problems=(problem,))


def _is_plain(head: bytes) -> bool:
    """Tell whether a header is ASCII without escapes, so that every text in it is printable."""
    return head.isascii() and b"\\" not in head and b"\x7f" not in head


def _json_fields(raw: dict[str, header.RawField]) -> header.Fields | None:
    """The fields of a page of one-line JSON with unusual content; None if it takes YAML to read them."""
    values: dict[str, object] = {}
    for key, field in raw.items():
        plain_list = _PLAIN_LIST.fullmatch(field.value)
        try:
            if plain_list:
                values[key] = [part.strip().decode("ascii") for part in plain_list[1].split(b",")]
            elif _PLAIN.fullmatch(field.value):
                values[key] = None if field.value == b"null" else field.value.decode("ascii")
            else:
                values[key] = msgspec.json.decode(field.value)
        except RecursionError:
            raise header.HeaderError(f"'{key}' is nested too deep", field.line) from None
        except (msgspec.MsgspecError, ValueError):
            return None
    return header.Fields(values=values, lines={(key,): field.line for key, field in raw.items()})


def _plain_text(value: bytes) -> str | None:
    """The text of a plain scalar, or of one in double quotes with nothing to unescape."""
    if value == b"null":
        return None
    if value[:1] == value[-1:] == b'"':
        value = value[1:-1]
    return value.decode("ascii") if _PLAIN.fullmatch(value) else None


def _plain_tag(value: bytes) -> str | None:
    match = _PLAIN_LIST.fullmatch(value)
    names = match[1].decode("ascii").split(",") if match else []
    return names[1].strip() if len(names) == 2 and names[0].strip() == "package" else None  # noqa: PLR2004 a pair
