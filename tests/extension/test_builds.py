"""Builds in parallel, builds that follow another, and builders that write no HTML."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sphinxext_cache
from tests.projects import doctree_tables, make_hash, make_spec, table_texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.projects import Build, Project


def _tree(build: Build) -> dict[str, bytes]:
    """The output, without what Sphinx itself writes differently each time."""
    return {
        path.relative_to(build.outdir).as_posix(): path.read_bytes()
        for path in build.outdir.rglob("*")
        # .buildinfo holds a digest of the configuration's types.
        if path.is_file() and path.name != ".buildinfo"
    }


def _write_many(project: Project, count: int = 12) -> None:
    names = [f"d{number}" for number in range(count)]
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in names))
    for number, name in enumerate(names):
        project.write(
            f"{name}.rst",
            f"{name}\n{'=' * len(name)}\n\n.. cache:specs:: hdf5\n   :name: t{number}\n   :caption: C\n\n"
            f":numref:`t{number}` :cache:package:`zlib`\n",
        )
    project.write("d0.rst", "d0\n==\n\n.. cache:package:: hdf5\n")
    project.write("d9.rst", "d9\n==\n\n.. cache:package:: zlib\n   :tag: v1.0\n\n:cache:package:`hdf5`\n")


def test_a_parallel_build_gives_what_a_serial_one_gives(hdf5: Project, new_project: Callable[[str], Project]) -> None:
    other = new_project("other")
    for path in hdf5.root.rglob("*.md"):
        other.write(path.relative_to(hdf5.root).as_posix(), path.read_bytes())
    for project in (hdf5, other):
        _write_many(project)

    serial, parallel = hdf5.build(numfig=True), other.build(numfig=True, parallel=2)

    assert serial.warnings == parallel.warnings == []
    assert serial.domain.data == parallel.domain.data
    assert _tree(serial) == _tree(parallel)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are read from now on."""
    names: list[str] = []
    from sphinx.builders import Builder  # noqa: PLC0415 patched for this test only

    original = Builder.read_doc

    def read_doc(self: Builder, docname: str, **kwargs: bool) -> None:
        names.append(docname)
        original(self, docname, **kwargs)

    monkeypatch.setattr(Builder, "read_doc", read_doc)
    return names


def _write_two(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   hdf\n   zip\n   text\n")
    project.write("hdf.rst", "HDF\n===\n\n.. cache:specs:: hdf5\n")
    project.write("zip.rst", "Zip\n===\n\n.. cache:package:: zlib\n")
    project.write("text.rst", "Text\n====\n\n:cache:package:`zlib` :cache:package:`hdf5`\n")


def test_only_documents_whose_answers_changed_are_read_again(hdf5: Project, reading: list[str]) -> None:
    _write_two(hdf5)
    hdf5.build()
    reading.clear()

    hdf5.build()
    assert reading == []

    hdf5.add(make_spec(package="zlib", version="1.3.2", variants=()))
    changed = hdf5.build()
    assert reading == ["zip"]
    assert "1.3.2" in changed.text("zip.html")
    assert "1.3.2" in changed.text("cache/develop/packages/zlib.html")


def test_a_document_is_written_again_when_what_it_refers_to_moves(hdf5: Project, reading: list[str]) -> None:
    _write_two(hdf5)
    first = hdf5.build()
    assert first.soup("text.html").find("a", string="zlib")["href"] == "zip.html#cache-package-zlib"  # type: ignore[index]
    reading.clear()

    hdf5.write("zip.rst", "Zip\n===\n\nNothing more.\n")
    second = hdf5.build()

    assert reading == ["zip"], "what refers there is only written again"
    assert second.warnings == []
    link = second.soup("text.html").find("a", string="zlib")
    assert link is not None
    assert link["href"] == "cache/develop/packages/zlib.html"


def test_a_table_is_written_again_when_a_package_it_links_to_moves(hdf5: Project, reading: list[str]) -> None:
    _write_two(hdf5)
    hdf5.write("text.rst", "Text\n====\n\n.. cache:specs:: zlib\n")
    hdf5.build()
    reading.clear()

    hdf5.write("zip.rst", "Zip\n===\n\nNothing more.\n")
    second = hdf5.build()

    assert reading == ["zip"], "the table is only written again"
    link = second.soup("text.html").select_one("table.cache-specs tbody a")
    assert link is not None
    assert str(link["href"]).startswith("cache/develop/packages/zlib.html#")


def test_a_package_that_left_takes_its_references_and_its_place_along(hdf5: Project) -> None:
    _write_two(hdf5)
    hdf5.build()

    (hdf5.root / "_cache/develop/hdf5/specs.md").unlink()
    page = hdf5.build()

    assert sorted(line.rsplit(" ", 1)[1] for line in page.warnings) == ["[cache.empty]", "[cache.reference]"]
    assert "cache-package-hdf5" not in page.inventory()["std:label"]


def test_a_removed_document_no_longer_describes_a_package(hdf5: Project) -> None:
    _write_two(hdf5)
    hdf5.build()

    (hdf5.root / "zip.rst").unlink()
    hdf5.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   hdf\n   text\n")
    page = hdf5.build()

    assert page.warnings == []
    assert page.inventory()["cache:package"]["develop/zlib"] == "cache/develop/packages/zlib.html"


def test_sources_inside_the_documents_are_no_documents(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")

    page = hdf5.build()

    assert page.warnings == []
    assert set(page.app.env.all_docs) == {"index"}


@pytest.mark.parametrize(
    "builder", ["text", "man", "texinfo", "latex", "xml", "pseudoxml", "gettext", "dummy", "singlehtml", "epub"]
)
def test_every_builder_takes_every_directive_and_role(hdf5: Project, builder: str) -> None:
    _write_two(hdf5)
    hdf5.write("text.rst", "Text\n====\n\n:cache:package:`hdf5` :cache:stack:`e4s`\n\n.. cache:matrix::\n   :totals:\n")

    page = hdf5.build(builder, nitpicky=True, html_baseurl="https://docs.hpc.example/", epub_copyright="x", version="1")

    assert page.warnings == []


def test_without_pages_a_reference_leads_online_or_is_text(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n:cache:package:`hdf5` :ref:`cache-stack-e4s`\n")

    online = hdf5.build("singlehtml", html_baseurl="https://docs.hpc.example/en")
    links = [(a.get_text(), a["href"]) for a in online.soup("index.html").select("a.reference")]
    assert links == [
        ("hdf5", "https://docs.hpc.example/en/cache/develop/packages/hdf5.html"),
        ("e4s", "https://docs.hpc.example/en/cache/develop/stacks/e4s.html"),
    ]

    plain = hdf5.build("singlehtml")
    assert plain.warnings == []
    assert plain.soup("index.html").select("a.reference") == []
    assert "hdf5" in plain.soup("index.html").get_text()


def test_html_and_doctree_say_the_same(hdf5: Project) -> None:
    hdf5.write(
        "index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n\n.. cache:matrix::\n   :totals:\n   :cell: versions\n"
    )

    html = [table_texts(table) for table in hdf5.build().soup("index.html").select("table.cache-table")]
    nodes = list(doctree_tables(hdf5.build("xml").app, "index"))

    assert html == nodes
    assert len(html) == 2


def test_the_sizes_of_specs_are_shown_where_known(project: Project) -> None:
    header = "---\ntitle: zlib\nlayout: cache\ncategories: [package, develop]\nspec_details:\n"
    entry = (
        "- {hash: %s, compiler: gcc@13, versions: ['1.3'], os: u, platform: linux, target: zen4, "
        "variants: [], stacks: [e4s], size: %s}\n"
    )
    project.write(
        "_cache/zlib.md", header + entry % (make_hash("a"), "1234567") + entry % (make_hash("b"), "'-'") + "---"
    )
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: zlib\n   :columns: version, size\n   :sort: size\n")

    rows = table_texts(project.build().soup("index.html").select("table.cache-specs")[0])

    assert rows == [["Version", "Size"], ["1.3", ""], ["1.3", "1.2 MB"]]


def test_the_catalog_comes_without_sphinx_and_docutils() -> None:
    code = "import sys, sphinxext_cache.catalog; print({'sphinx', 'docutils'} & {m.split('.')[0] for m in sys.modules})"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "set()"


_MODULES = sorted(
    ".".join(path.relative_to(Path(sphinxext_cache.__file__).parents[1]).with_suffix("").parts).removesuffix(
        ".__init__"
    )
    for path in Path(sphinxext_cache.__file__).parent.rglob("*.py")
)


_IMPORT_EACH = """
import importlib, os, sys
import archspec.cpu, docutils.core, msgspec, sphinx.application, sphinx.builders.html, yaml  # once for all children
for module in sys.argv[1:]:
    child = os.fork()
    if not child:
        importlib.import_module(module)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit(module)
"""


def test_every_module_can_be_imported_first() -> None:
    command = [sys.executable, "-W", "error", "-c", _IMPORT_EACH, *_MODULES]
    done = subprocess.run(command, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr.decode()
