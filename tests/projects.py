"""A project in a folder of its own, built with a real Sphinx, and what came of it."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.testing.util import SphinxTestApp

from sphinxext_cache.catalog import Package, Spec, Version, dump
from sphinxext_cache.domain.cache_domain import cache_domain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bs4 import Tag

    from sphinxext_cache.domain.cache_domain import CacheDomain

_ESCAPES = re.compile("\x1b\\[[0-9;]*m")
_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"


def make_hash(text: str) -> str:
    """Thirty-two characters of base32 that look like a hash and depend on the text."""
    return "".join(_DIGITS[byte % 32] for byte in sha256(text.encode()).digest())


def make_spec(package: str = "hdf5", tag: str = "develop", version: str = "1.14.5", **fields: Any) -> Spec:  # noqa: ANN401 a field of any type
    """A spec of which only what a test is about need be said."""
    known: dict[str, Any] = {
        "compiler": "gcc@13.2.0",
        "os": "ubuntu22.04",
        "platform": "linux",
        "target": "x86_64_v3",
        "variants": ("build_system=cmake", "+mpi"),
        "stacks": ("e4s", "root"),
        **fields,
    }
    known.setdefault("hash", make_hash(repr((package, tag, version, sorted(known.items())))))
    return Spec(package=package, tag=tag, version=Version(version), **known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What a build gave."""

    app: SphinxTestApp
    warnings: list[str]

    @property
    def outdir(self) -> Path:
        return self.app.outdir

    @property
    def domain(self) -> CacheDomain:
        return cache_domain(self.app.env)

    def text(self, name: str) -> str:
        return (self.outdir / name).read_text(encoding="utf-8")

    def soup(self, name: str) -> BeautifulSoup:
        return BeautifulSoup(self.text(name), "html5lib")

    def inventory(self) -> dict[str, dict[str, str]]:
        """The addresses in ``objects.inv``, by type and name."""
        compressed = (self.outdir / "objects.inv").read_bytes().split(b"\n", 4)[4]
        found: dict[str, dict[str, str]] = {}
        for line in zlib.decompress(compressed).decode().splitlines():
            name, kind, _priority, uri, _shown = re.split(r" (?=[\w-]+:[\w-]+ )| ", line, maxsplit=4)
            found.setdefault(kind, {})[name] = uri.removesuffix("$") + (name if uri.endswith("$") else "")
        return found

    def pages(self) -> set[str]:
        """The pages, of documents and others; stubs are none."""
        return self._html() - self.stubs()

    def stubs(self) -> set[str]:
        """The files that lead to pages, and that no theme frames."""
        return {name for name in self._html() if '<meta name="generator" content="sphinxext-cache">' in self.text(name)}

    def _html(self) -> set[str]:
        return {path.relative_to(self.outdir).as_posix() for path in self.outdir.rglob("*.html") if path.is_file()}


@dataclass(slots=True, kw_only=True)
class Project:
    """A project that a test writes and builds; each build is of a new Sphinx, and sees what was there before."""

    root: Path
    conf: dict[str, Any] = field(default_factory=lambda: {"extensions": ["sphinxext_cache", "myst_parser"]})

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def touch(self) -> None:
        """Some releases of Sphinx come to generated pages only if there is a document to write."""
        self.write("index.rst", (self.root / "index.rst").read_text())

    def add(self, *specs: Spec) -> None:
        """Write the pages of the packages of some specs."""
        packages: dict[tuple[str, str], list[Spec]] = {}
        for spec in specs:
            packages.setdefault((spec.tag, spec.package), []).append(spec)
        for (tag, name), found in packages.items():
            page = dump(Package(name=name, tag=tag, specs=tuple(found)))
            self.write(f"_cache/{tag}/{name}/specs.md", page)

    def build(self, builder: str = "html", **conf: Any) -> Build:  # noqa: ANN401 a value of any type
        parallel, verbosity = conf.pop("parallel", 0), conf.pop("verbosity", 0)
        if not (self.root / "conf.py").exists():
            self.write("conf.py", "")
        # Tests look at what is there, not at how it is dressed; and before Sphinx 8, a warning did not show its code.
        plain = {"html_theme": "basic", "show_warning_types": True}
        settings = {**plain, "exclude_patterns": ["_build"], **self.conf, **conf}
        app = SphinxTestApp(builder, srcdir=self.root, confoverrides=settings, parallel=parallel, verbosity=verbosity)
        try:
            app.build()
        finally:
            app.cleanup()
        text = _ESCAPES.sub("", app.warning.getvalue())
        return Build(app=app, warnings=[line for line in text.splitlines() if line.strip()])


def table_texts(table: Tag) -> list[list[str]]:
    """The texts of a table, row by row, header first, footer last."""
    return [[" ".join(cell.get_text().split()) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]


def doctree_tables(app: SphinxTestApp, docname: str) -> Iterator[list[list[str]]]:
    """The texts of the docutils tables of a resolved document, row by row."""
    doctree = app.env.get_and_resolve_doctree(docname, app.builder)
    for table in doctree.findall(nodes.table):
        yield [[entry.astext() for entry in row.findall(nodes.entry)] for row in table.findall(nodes.row)]
