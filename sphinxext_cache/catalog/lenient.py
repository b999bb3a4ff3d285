"""Reads a page that is not as it should be, value by value: each fault gets its place, and the rest is kept.

`frontmatter` comes here with the fields of every page that the fast path does not take: faulty ones, the
older generations, and those that are YAML rather than JSON.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from sphinxext_cache.catalog.model import Package
from sphinxext_cache.catalog.names import is_printable, is_safe_segment, shorten
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.syntax import QuerySyntaxError, parse_node
from sphinxext_cache.catalog.wire import Detail, Meta, SpecBuilder, Summary, is_web_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxext_cache.catalog.header import Fields, Path

DEFAULT_TAG: Final = "develop"
"""The tag of pages that name none: those of 2022."""
MAX_PROBLEMS: Final = 100
"""How many problems of one page are told; more would only bury those of other pages."""

_NO_PAGE: Final = "the page is left out"
_NO_SPEC: Final = "the spec is left out"
_SPEC_KEYS: Final = ("spec_details", "spec_names", "spec_files")
_HASH = re.compile(r"[a-z0-9]{32}")
_VALIDATION = re.compile(r"(.*?)(?: - at `\$(.*)`)?", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(\w+)`")


class LenientPage:
    """One page, being read."""

    def __init__(self, fields: Fields, file: str, builder: SpecBuilder) -> None:
        self.problems: list[Problem] = []
        self._fields = fields
        self._values = fields.values
        self._file = file
        self._builder = builder
        self._left_out = False

    def package(self) -> Package | None:
        """The package; None if the page is something else, or cannot be used."""
        if self._values.get("layout") != "cache" and not self._lost_its_layout():
            return None
        name, tag = self._name("title"), self._tag()
        if name is None or tag is None:
            return None
        key = next((key for key in _SPEC_KEYS if key in self._values), None)
        if key is None:
            self._problem(Code.SCHEMA, (), f"no 'spec_details'; {_NO_PAGE}")
            return None
        entries = self._values[key]
        if not isinstance(entries, list):
            self._problem(Code.SCHEMA, (key,), f"is {_kind(entries)}, not a list of specs; {_NO_PAGE}")
            return None
        details = self._details(entries) if key == "spec_details" else self._details_of_strings(key, entries, name)
        if entries and not details:
            self._problem(Code.SCHEMA, (key,), f"no spec can be used; {_NO_PAGE}")
            return None
        self._compare_meta(details)
        specs = tuple(self._builder.build(detail, name, tag) for detail in details)
        return Package(name=name, tag=tag, specs=specs, file=self._file)

    def _lost_its_layout(self) -> bool:
        """A file that has the keys of a page, or the name of one, is a page whose ``layout`` was lost."""
        layout = self._values.get("layout")
        if isinstance(layout, str):
            return False
        if not is_page_name(self._file) and not any(key in self._values for key in _SPEC_KEYS):
            return False
        found = f"is {_kind(layout)}, not 'cache'" if "layout" in self._values else "is missing"
        self._problem(Code.SCHEMA, ("layout",), f"{found}; read as a page of a build cache all the same")
        return True

    def _name(self, key: str) -> str | None:
        value = self._values.get(key)
        if isinstance(value, str):
            return self._safe(value, (key,), _NO_PAGE)
        found = f"is {_kind(value)}, not a name" if key in self._values else "is missing"
        self._problem(Code.SCHEMA, (key,), f"{found}; {_NO_PAGE}")
        return None

    def _tag(self) -> str | None:
        key = "categories" if "categories" in self._values else "category"
        value = self._values.get(key, [])
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self._problem(Code.SCHEMA, (key,), f"is {_kind(value)}, not [package, TAG]; {_NO_PAGE}")
            return None
        tags = list(names)
        if "package" in tags:
            tags.remove("package")
        if len(tags) > 1:
            self._problem(Code.SCHEMA, (key,), f"names {len(tags)} tags; '{shorten(tags[0])}' counts")
        return self._safe(tags[0], (key,), _NO_PAGE) if tags else DEFAULT_TAG

    def _details(self, entries: list[object]) -> list[Detail]:
        details: dict[str, Detail] = {}
        for index, entry in enumerate(entries):
            path = ("spec_details", index)
            detail = self._detail(entry, path)
            if detail is None:
                self._left_out = True
            elif detail.hash in details:
                self._problem(Code.DUPLICATE, (*path, "hash"), f"/{detail.hash} stands twice; the first counts")
                self._left_out = True
            else:
                details[detail.hash] = detail
        return list(details.values())

    def _detail(self, entry: object, path: Path) -> Detail | None:
        if not isinstance(entry, dict):
            self._problem(Code.SCHEMA, path, f"is {_kind(entry)}, not a map; {_NO_SPEC}")
            return None
        try:
            detail = msgspec.convert(entry, Detail, strict=False)
        except msgspec.ValidationError as error:
            self._invalid(error, path, _NO_SPEC)
            return None
        if not _HASH.fullmatch(detail.hash):
            message = f"'{shorten(detail.hash)}' is not a hash of 32 letters and digits; {_NO_SPEC}"
            self._problem(Code.SCHEMA, (*path, "hash"), message)
            return None
        platform, _dash, rest = (detail.architecture or detail.arches or "").partition("-")
        if rest and not (detail.platform or detail.os or detail.target):
            # As in a spec string: an operating system may hold a dash, the others do not.
            detail.platform, (detail.os, _dash, detail.target) = platform, rest.rpartition("-")
        return self._checked(detail, path)

    def _details_of_strings(self, key: str, entries: list[object], name: str) -> list[Detail]:
        details = [self._detail_of_string(entry, name, (key, index)) for index, entry in enumerate(entries)]
        usable = [detail for detail in details if detail is not None]
        self._left_out = self._left_out or len(usable) != len(details)
        return usable

    def _detail_of_string(self, entry: object, name: str, path: Path) -> Detail | None:
        text = next(iter(entry)) if isinstance(entry, dict) and len(entry) == 1 else entry
        if not isinstance(text, str):
            self._problem(Code.SCHEMA, path, f"is {_kind(entry)}, not a spec; {_NO_SPEC}")
            return None
        try:
            node = parse_node(text.split(" ^", 1)[0])
        except QuerySyntaxError as error:
            self._problem(Code.SCHEMA, path, f"'{shorten(text)}', column {error.column}: {error.message}; {_NO_SPEC}")
            return None
        if node.name != name or not node.version:
            self._problem(Code.SCHEMA, path, f"'{shorten(text)}' is not a version of '{name}'; {_NO_SPEC}")
            return None
        detail = Detail(
            hash="",
            compiler=node.compiler or "none",
            versions=(node.version,),
            variants=node.variants,
            os=node.os,
            platform=node.platform,
            target=node.target,
        )
        return self._checked(detail, path)

    def _checked(self, detail: Detail, path: Path) -> Detail | None:
        """The entry without what must not be shown; None if nothing useful remains."""
        for key in ("platform", "os", "target"):
            if not getattr(detail, key):
                self._problem(Code.SCHEMA, (*path, key), f"is missing; {_NO_SPEC}")
                return None
        for key, text in _texts(detail):
            if not is_printable(text):
                self._problem(Code.UNSAFE, (*path, key), f"'{shorten(text)}' has a control character; {_NO_SPEC}")
                return None
        if self._safe(detail.target or "", (*path, "target"), _NO_SPEC) is None:
            return None
        stacks = tuple(name for name in detail.stacks if self._safe(name, (*path, "stacks"), "the stack is left out"))
        self._left_out = self._left_out or stacks != detail.stacks
        detail.stacks = stacks
        self._check_size(detail, path)
        if detail.tarball and not is_web_address(detail.tarball):
            message = f"'{shorten(detail.tarball)}' is not an http(s) address; it is left out"
            self._problem(Code.UNSAFE, (*path, "tarball"), message)
            detail.tarball = None
        return detail

    def _check_size(self, detail: Detail, path: Path) -> None:
        size = detail.size
        if isinstance(size, str):
            # A number of bytes fits 64 bits, hence 18 digits; longer ones are not worth a conversion.
            detail.size = int(size) if re.fullmatch(r"[0-9]{1,18}", size) else None
        elif isinstance(size, int) and size < 0:
            detail.size = None
        if detail.size is None and size not in {"-", "", None}:
            self._problem(Code.SCHEMA, (*path, "size"), f"'{shorten(str(size))}' is not a number of bytes")

    def _compare_meta(self, details: list[Detail]) -> None:
        if self._left_out or "meta" not in self._values:
            return
        try:
            meta = msgspec.convert(self._values["meta"], Meta, strict=False)
        except msgspec.ValidationError as error:
            self._invalid(error, ("meta",), "'meta' is ignored")
            return
        for found in Summary.of(details).contradictions(meta):
            if details and not details[0].hash and found.key not in {"compilers", "versions"}:
                continue  # a page of spec strings cannot bear out the rest
            message = f"{shorten(found.said)}, but by the specs {shorten(found.found)}; the specs count"
            self._problem(Code.INCONSISTENT, ("meta", found.key), message)

    def _safe(self, name: str, path: Path, consequence: str) -> str | None:
        if is_safe_segment(name):
            return name
        message = f"'{shorten(name)}' cannot be part of a file name or an address; {consequence}"
        self._problem(Code.UNSAFE, path, message)
        return None

    def _invalid(self, error: msgspec.ValidationError, path: Path, consequence: str) -> None:
        match = _VALIDATION.fullmatch(str(error))
        what, where = (match[1], match[2] or "") if match else (str(error), "")
        if missing := _MISSING.fullmatch(what):
            what, where = "is missing", f"{where}.{missing[1]}"
        keys = (int(key) if key.isdigit() else key for key in re.findall(r"[A-Za-z0-9_-]+", where))
        self._problem(Code.SCHEMA, (*path, *keys), f"{what}; {consequence}")

    def _problem(self, code: Code, path: Path, message: str) -> None:
        if len(self.problems) > MAX_PROBLEMS:
            return
        if len(self.problems) == MAX_PROBLEMS:
            code, path, message = (
                Code.LIMIT,
                (),
                f"more than {MAX_PROBLEMS} problems; the others are not told",
            )
        where = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")
        text = f"{where}: {message}" if where else message
        self.problems.append(Problem(code=code, message=text, file=self._file, line=self._fields.line(path)))


def is_page_name(file: str) -> bool:
    """Tell whether a file has the name that the site gives to pages, so that it must be one."""
    return file.replace("\\", "/").rsplit("/", 1)[-1] == "specs.md"


def _texts(detail: Detail) -> Iterator[tuple[str, str]]:
    for key in ("compiler", "os", "platform", "target", "tarball"):
        yield key, getattr(detail, key) or ""
    for key in ("versions", "variants", "stacks"):
        yield from ((key, text) for text in getattr(detail, key))


def _kind(value: object) -> str:
    kinds = {dict: "a map", list: "a list", str: "a text", type(None): "nothing", bool: "a boolean"}
    return kinds.get(type(value), "a number")
