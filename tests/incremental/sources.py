"""A small project as data: what its files hold, and how they are written so that no change of them is overlooked."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from sphinxext_cache.catalog import Package, dump
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinxext_cache.catalog import Spec

MASTER: Final = "index"
"""The document with the toctree."""
LABEL: Final = "@label"
"""Stands for a label of the document's own."""
CACHE: Final = ("_cache", "_more")
"""The folders of pages."""
SAID: Final = "_said"
"""The folder of files of facts."""


class Directive(NamedTuple):
    """One of our directives, or any other, in either markup."""

    name: str
    argument: str = ""
    options: tuple[tuple[str, str], ...] = ()
    body: tuple[str, ...] = ()

    def rst(self) -> str:
        head = f".. {self.name}:: {self.argument}".rstrip()
        options = "".join(f"\n   :{key}: {value}".rstrip() for key, value in self.options)
        return head + options + "\n" + "".join(f"\n   {line}" for line in self.body)

    def md(self) -> str:
        head = f"```{{{self.name}}} {self.argument}".rstrip()
        options = "".join(f"\n:{key}: {value}".rstrip() for key, value in self.options)
        return head + options + "".join(f"\n{line}" for line in ("", *self.body)) + "\n```"


class Role(NamedTuple):
    """A role in a paragraph of its own."""

    name: str
    text: str

    def rst(self) -> str:
        return f"See :{self.name}:`{self.text}`."

    def md(self) -> str:
        return f"See {{{self.name}}}`{self.text}`."


class Link(NamedTuple):
    """A link to a label as Markdown has it; in reStructuredText, which has none such, the role that does the same."""

    label: str

    def rst(self) -> str:
        return f"See :any:`{self.label}`."

    def md(self) -> str:
        return f"See [there](#{self.label})."


Block: TypeAlias = Directive | Role | Link


@dataclass(slots=True, kw_only=True)
class Document:
    """A document; with specs it is itself a page of the cache."""

    title: str
    suffix: str = ".rst"
    blocks: list[Block] = field(default_factory=list)
    specs: tuple[Spec, ...] = ()

    def text(self, name: str, toctree: list[str] | None) -> str:
        blocks = list(self.blocks)
        if toctree is not None:
            blocks.append(Directive("toctree", body=tuple(toctree)))
        if self.suffix == ".md":
            parts = [f"# {self.title}", *(block.md() for block in blocks)]
        else:
            line = "=" * len(self.title)
            parts = [f"{self.title}\n{line}", *(block.rst() for block in blocks)]
        page = [page_text(self.specs)] if self.specs else []
        return "\n\n".join([*page, *parts, ""]).replace(LABEL, f"label-of-{name.replace('/', '-')}")


def page_text(specs: tuple[Spec, ...]) -> str:
    """The page of the package of some specs."""
    return dump(Package(name=specs[0].package, tag=specs[0].tag, specs=specs)).decode()


@dataclass(slots=True, kw_only=True)
class Sources:
    """All that a build reads.

    Attributes:
        root: The folder of the project.
        pages: The specs of each page of the cache, by the path of its file.
        documents: The documents by name.
        toctree: The names in the toctree of the first document.
        others: The texts of other files, such as templates, or pages that are none.
        conf: The configuration.
        code: What is in ``conf.py`` besides.
    """

    root: Path
    pages: dict[str, tuple[Spec, ...]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    toctree: list[str] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)
    conf: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    _written: dict[str, str] = field(default_factory=dict)
    _clock: int = 0

    def write(self, keep_date: str = "") -> set[str]:
        """Bring the files up to date; tells which were written or removed.

        Args:
            keep_date: A file whose date stays as it was.

        The files of the cache keep one and the same date, as those out of an archive may: a build must not go by it.
        Of all others the date rises, however fast the tests, since Sphinx goes by it.
        """
        wanted = dict(self._files())
        touched = {name for name in wanted if self._written.get(name) != wanted[name]}
        gone = self._written.keys() - wanted.keys()
        for name in gone:
            (self.root / name).unlink()
        # Where they are no sources, the pages are documents.
        sources = {*CACHE} & {"_more", *self.conf.get("cache_sources", CACHE)} | {SAID}
        for name in sorted(touched):
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            known = path.stat().st_mtime_ns if name == keep_date else self._later()
            path.write_text(wanted[name], encoding="utf-8")
            stamp = 0 if name.partition("/")[0] in sources else known
            os.utime(path, ns=(stamp, stamp))
        self._written = wanted
        return touched | gone

    def touch(self, name: str) -> None:
        """Date a file as if it was written now."""
        stamp = self._later()
        os.utime(self.root / name, ns=(stamp, stamp))

    def _files(self) -> Iterator[tuple[str, str]]:
        values = "".join(f"{name} = {value!r}\n" for name, value in sorted(self.conf.items()))
        yield "conf.py", f"extensions = ['sphinxext_cache', 'myst_parser']\n{values}{self.code}"
        for name, document in self.documents.items():
            yield name + document.suffix, document.text(name, self.toctree if name == MASTER else None)
        yield from self.others.items()
        for path, specs in self.pages.items():
            yield path, page_text(specs)

    def _later(self) -> int:
        """A date, in nanoseconds, that is later than all before, also to those who count microseconds."""
        self._clock = max(self._clock + 1_000, time.time_ns())
        return self._clock


def make_sources(root: Path) -> Sources:
    """Write the project into a folder."""
    sources = Sources(root=root, conf={"html_theme": "basic"})
    for tag in ("develop", "v1.0"):
        for name in ("hdf5", "zlib"):
            sources.pages[f"_cache/{tag}/{name}/specs.md"] = (
                make_spec(name, tag),
                make_spec(name, tag, version="1.9", target="zen4", stacks=("hep", "root")),
            )
    sources.documents = {
        MASTER: Document(title="Start", blocks=[Directive("cache:matrix", "", (("totals", ""),))]),
        "guide": Document(title="Guide", blocks=[Directive("cache:specs", "hdf5"), Role("cache:package", "zlib")]),
        "plain": Document(title="Nothing of the cache"),
        "sub/notes": Document(
            title="Notes",
            suffix=".md",
            blocks=[
                Directive("cache:package", "hdf5"),
                Link("cache-package-zlib"),
                Role("cache:count", "zlib"),
                Role("cache:version", "zlib"),
                Directive("cache:mirror", "e4s"),
            ],
        ),
        "own": Document(title="Own", suffix=".md", blocks=[Directive("cache:package")], specs=(make_spec("cmake"),)),
    }
    sources.toctree = ["guide", "plain", "sub/notes", "own"]
    sources.write()
    return sources
