"""Reads irregular front matter value by value: each fault gets its place, and the rest is kept.

`reader` comes here with all that the fast path does not take: faulty files, the older generations, and what is YAML
rather than JSON. The entries are left to `entries`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog.model import Package
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.file_admission import FileAdmission
from sphinxext_cache.catalog.sources.findings import UnusableError, missing, unsafe
from sphinxext_cache.catalog.sources.front_matter.checks import count_of, kind_of, map_of, mistyped, texts_of
from sphinxext_cache.catalog.sources.front_matter.entries import EntryReader
from sphinxext_cache.catalog.sources.front_matter.wire import Meta, parted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxext_cache.catalog.problems import Problem
    from sphinxext_cache.catalog.sources.admit import Admission
    from sphinxext_cache.catalog.sources.draft import AnyDraft
    from sphinxext_cache.catalog.sources.findings import KeyPath
    from sphinxext_cache.catalog.sources.front_matter.shape import Value
    from sphinxext_cache.catalog.sources.front_matter.values import Values

DEFAULT_TAG: Final = "develop"
"""The tag of front matter that names none, as that of 2022."""

SPEC_KEYS: Final = ("spec_details", "spec_names", "spec_files")
"""The keys under which there may be specs; the first of them counts."""
FILE_NAME: Final = "specs.md"
"""The name that the site gives to files of front matter."""

_NO_PAGE: Final = "the page is left out"


class LenientFrontMatter:
    """The front matter of one file, being read.

    Args:
        values: Its header.
        file: Its path.
        admit: Decides what of it becomes a spec.
    """

    def __init__(self, values: Values, file: str, admit: Admission) -> None:
        self._header = values
        self._values = values.values
        self._file = file
        self._admit = admit
        self._admission = FileAdmission(admit, file, len(values.head))
        self._findings = self._admission.findings

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with it, once it is read."""
        return self._findings.problems(self._file, self._header.lines)

    def package(self) -> Package | None:
        """The package, without a digest; None if the file is something else, or cannot be used."""
        if self._values.get("layout") != "cache" and not self._lost_its_layout():
            return None
        name, tag = self._name(), self._tag()
        if name is None or tag is None:
            return None
        key = next((key for key in SPEC_KEYS if key in self._values), None)
        if key is None:
            found = missing("spec_details", self._header.others)
            self._findings.add(Code.SCHEMA, (), f"'spec_details' {found}; {_NO_PAGE}")
            return None
        entries = self._values[key]
        if not isinstance(entries, list):
            self._findings.add(Code.SCHEMA, (key,), f"is {kind_of(entries)}, not a list of specs; {_NO_PAGE}")
            return None
        reader = EntryReader(self._admission, name, tag)
        is_detailed = key == "spec_details"
        drafts = reader.read_maps(entries) if is_detailed else reader.read_strings(key, entries, len(self._header.head))
        if entries and not drafts:
            self._findings.add(Code.SCHEMA, (key,), f"no spec can be used; {_NO_PAGE}")
            return None
        self._compare_meta(drafts)
        specs, pulled_in = parted(self._admission.specs(name, tag), drafts)
        return Package(name=name, tag=tag, specs=specs, pulled_in=pulled_in, file=self._file)

    def _lost_its_layout(self) -> bool:
        """A file that has the keys of a package, or the name, is one whose ``layout`` was lost."""
        layout = self._values.get("layout")
        if isinstance(layout, str):
            return False
        if not is_file_name(self._file) and not any(key in self._values for key in SPEC_KEYS):
            return False
        known = "layout" in self._values
        found = f"is {kind_of(layout)}, not 'cache'" if known else missing("layout", self._header.others)
        message = f"{found}; it is read as a page anyway"
        self._findings.add(Code.SCHEMA, ("layout",), message)
        return True

    def _name(self) -> str | None:
        value = self._values.get("title")
        if isinstance(value, str):
            return self._safe(value, ("title",))
        known = "title" in self._values
        found = f"is {kind_of(value)}, not a name" if known else missing("title", self._header.others)
        self._findings.add(Code.SCHEMA, ("title",), f"{found}; {_NO_PAGE}")
        return None

    def _tag(self) -> str | None:
        key = "categories" if "categories" in self._values else "category"
        value = self._values.get(key, [])
        names = value if isinstance(value, list) else [value]
        tags = [name for name in names if isinstance(name, str)]
        if len(tags) != len(names):
            wrong = next(name for name in names if not isinstance(name, str))
            found = f"is {kind_of(value)}" if not isinstance(value, list) else f"contains {kind_of(wrong)}"
            self._findings.add(Code.SCHEMA, (key,), f"{found}, not [package, TAG]; {_NO_PAGE}")
            return None
        others = self._header.others
        if key not in self._values and mistyped("categories", others):
            message = f"{missing('categories', others)}; the tag is '{DEFAULT_TAG}'"
            self._findings.add(Code.SCHEMA, ("categories",), message)
        if "package" in tags:
            tags.remove("package")
        if len(tags) > 1:
            self._findings.add(Code.SCHEMA, (key,), f"names {len(tags)} tags; '{shorten(tags[0])}' is used")
        return self._safe(tags[0], (key,)) if tags else DEFAULT_TAG

    def _compare_meta(self, drafts: Sequence[AnyDraft]) -> None:
        if self._findings.left_out or self._values.get("meta") is None:
            return
        try:
            meta = _meta(self._values["meta"])
        except UnusableError as fault:
            self._findings.add(fault.code, ("meta", *fault.path), f"{fault.message}; 'meta' is ignored")
            return
        for found in meta.contradictions(Meta.of(drafts)):
            if drafts and not drafts[0].hash and found.key not in {"compilers", "versions"}:
                continue  # spec strings cannot bear out the rest
            message = f"{shorten(found.said)}, but {shorten(found.found)} according to the specs, which take precedence"
            self._findings.add(Code.INCONSISTENT, ("meta", found.key), message)

    def _safe(self, name: str, path: KeyPath) -> str | None:
        if self._admit.is_name(name):
            return name
        self._findings.add(Code.UNSAFE, path, f"{unsafe(name)}; {_NO_PAGE}")
        return None


def _meta(value: Value) -> Meta:
    """What ``meta`` says."""
    said: dict[str, Any] = {}
    for key, each in map_of(value).items():
        if each is None or key not in Meta.__struct_fields__:
            continue
        if key == "num_specs":
            said[key] = count_of(each, (key,))
        elif key == "num_specs_by_stack":
            counts = map_of(each, (key,))
            said[key] = {name: count_of(count, (key, name)) for name, count in counts.items()}
        else:
            said[key] = set(texts_of(each, (key,)))
    return Meta(**said)


def is_file_name(file: str) -> bool:
    """Tell whether a file has the name that the site gives to files of front matter, so that it must be one."""
    return file.replace("\\", "/").rsplit("/", 1)[-1] == FILE_NAME
