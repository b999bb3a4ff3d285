"""Packages, tags and mirrors in documents; figures in sentences; documents that are pages themselves."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from docutils import nodes

from sphinxext_cache.catalog import Admission, Package, dump, load, survey
from sphinxext_cache.documents.front_matter_documents import FrontMatterDocuments, without_front_matter
from tests.pages import detail, page
from tests.projects import make_spec, table_texts

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

    from sphinxext_cache.catalog import Source
    from tests.projects import Build, Project


def _build(project: Project, text: str, suffix: str = "rst") -> Build:
    title = "Title\n=====" if suffix == "rst" else "# Title"
    project.write(f"index.{suffix}", f"{title}\n\n{text}\n")
    return project.build(nitpicky=True)


def test_packages_are_a_table_of_versions_specs_stacks_and_targets(hdf5: Project) -> None:
    page = _build(hdf5, ".. cache:packages:: stack=hep\n   :caption: In hep")

    assert page.warnings == []
    assert table_texts(page.soup("index.html").select("table.cache-packages")[0]) == [
        ["Package", "Version", "Specs", "Stack", "Target"],
        ["hdf5", "1.14.5", "1", "e4s, hep", "x86_64_v3"],
        ["zlib", "1.3.1", "1", "hep", "neoverse_v2"],
    ]


def test_packages_are_a_list_with_versions_or_names_in_a_sentence(hdf5: Project) -> None:
    page = _build(
        hdf5, ".. cache:packages::\n   :style: list\n\n.. cache:packages:: hdf5\n   :style: inline\n\n   zlib"
    )

    soup = page.soup("index.html")
    assert page.warnings == []
    assert [item.get_text(strip=True) for item in soup.select("section li")] == ["hdf51.14.5, 1.12.3", "zlib1.3.1"]
    assert [a["href"] for a in soup.select("section > p a")] == [
        "cache/develop/packages/hdf5.html",
        "cache/develop/packages/zlib.html",
    ]
    assert soup.select("section > p")[-1].get_text() == "hdf5, zlib"


def test_tags_are_a_table_of_what_each_holds(hdf5: Project) -> None:
    page = _build(hdf5, ".. cache:tags::\n\n.. cache:tags:: zlib tag=v1.0")

    every, one = page.soup("index.html").select("table.cache-tags")
    assert page.warnings == []
    assert table_texts(every) == [
        ["Tag", "Packages", "Specs", "Stacks"],
        ["develop default", "2", "4", "2"],
        ["v1.0", "1", "1", "1"],
    ]
    assert [row[0] for row in table_texts(one)] == ["Tag", "v1.0"]


def test_a_mirror_is_a_terminal_session_that_copy_buttons_recognise(hdf5: Project) -> None:
    page = _build(hdf5, ".. cache:mirror:: e4s\n\n.. cache:mirror:: e4s\n   :tag: v1.0\n   :install: zlib@1.2 +pic")

    first, second = page.soup("index.html").select("div.highlight-console")
    assert page.warnings == []
    assert first.get_text().strip().splitlines() == [
        "$ spack mirror add e4s https://binaries.spack.io/develop/e4s",
        "$ spack buildcache keys --install --trust",
        "$ spack install --use-buildcache only <package>",
    ]
    assert second.get_text().splitlines()[0] == "$ spack mirror add e4s https://binaries.spack.io/v1.0/e4s"
    assert second.get_text().strip().splitlines()[-1] == "$ spack install --use-buildcache only zlib@1.2 +pic"
    assert len(first.select(".gp")) == 3


def test_a_mirror_of_an_unknown_stack_warns(hdf5: Project) -> None:
    page = _build(hdf5, ".. cache:mirror:: e4")

    assert len(page.warnings) == 1
    assert "index.rst:4: WARNING: no stack 'e4' in 'develop' of the build cache; did you mean e4s?" in page.warnings[0]


@pytest.mark.parametrize(
    ("role", "text"),
    [
        (":cache:count:`hdf5`", "3"),
        (":cache:count:`+mpi stack=e4s`", "2"),
        (":cache:count:`zlib tag=*`", "2"),
        (":cache:count:`hdf5@9`", "0"),
        (":cache:version:`hdf5`", "1.14.5"),
        (":cache:version:`hdf5 target=zen4`", "1.12.3"),
    ],
)
def test_figures_are_text(hdf5: Project, role: str, text: str) -> None:
    page = _build(hdf5, f"There: {role}!")

    paragraph = page.soup("index.html").select("section p")[0]
    assert page.warnings == []
    assert paragraph.get_text() == f"There: {text}!"
    assert paragraph.find("a") is None


def test_blanks_within_quotes_are_part_of_a_query(project: Project) -> None:
    project.add(make_spec(variants=("cflags='-O2  -g'",)))

    page = _build(project, ":cache:count:`hdf5 cflags='-O2  -g'` :cache:count:`hdf5   cflags='-O2 -g'`")

    assert page.warnings == []
    assert page.soup("index.html").select("section p")[0].get_text() == "1 0"


def test_figures_are_the_same_in_myst(hdf5: Project) -> None:
    page = _build(hdf5, "There: {cache:count}`hdf5 +mpi`, {cache:version}`zlib`.", "md")

    assert page.warnings == []
    assert page.soup("index.html").select("section p")[0].get_text() == "There: 2, 1.3.1."


def test_figures_that_cannot_be_said_warn(hdf5: Project) -> None:
    page = _build(hdf5, ":cache:count:`hdf5 ^`\n\n:cache:version:`hdf5@9`")

    assert [line.rsplit(" ", 1)[1] for line in page.warnings if "[cache." in line] == ["[cache.query]", "[cache.empty]"]
    assert "index.rst:4: WARNING:" in page.warnings[0]


def test_a_figure_is_written_anew_when_it_changes(hdf5: Project) -> None:
    _build(hdf5, ":cache:count:`hdf5`")

    hdf5.add(make_spec(version="2.0"))
    page = hdf5.build()

    assert page.soup("index.html").select("section p")[0].get_text() == "1"


def test_references_take_titles_and_can_be_suppressed_and_any_finds_them(hdf5: Project) -> None:
    page = _build(
        hdf5,
        ":cache:package:`our HDF5 <hdf5>` :cache:target:`!zen4` :any:`hdf5` :any:`e4s` :cache:stack:`v1.0/e4s`",
    )

    assert page.warnings == []
    assert [(a.get_text(), a["href"]) for a in page.soup("index.html").select("section p a")] == [
        ("our HDF5", "cache/develop/packages/hdf5.html"),
        ("hdf5", "cache/develop/packages/hdf5.html"),
        ("e4s", "cache/develop/stacks/e4s.html"),
        ("v1.0/e4s", "cache/v1.0/stacks/e4s.html"),
    ]


def test_myst_links_find_objects_and_labels(hdf5: Project) -> None:
    page = _build(hdf5, "[HDF5](#hdf5) [the stack](#cache-stack-e4s) {cache:package}`zlib`", "md")

    assert page.warnings == []
    assert [(a.get_text(), a["href"]) for a in page.soup("index.html").select("section p a")] == [
        ("HDF5", "cache/develop/packages/hdf5.html"),
        ("the stack", "cache/develop/stacks/e4s.html"),
        ("zlib", "cache/develop/packages/zlib.html"),
    ]


def test_show_picks_the_parts_of_a_description(hdf5: Project) -> None:
    page = _build(hdf5, ".. cache:package:: hdf5\n   :show: matrix summary\n\n   Own words.\n\n:cache:package:`hdf5`")

    content = page.soup("index.html").select("dl.package dd")[0]
    assert page.warnings == []
    assert content.select("table.cache-matrix")
    assert not content.select("table.cache-specs")
    assert not content.select(".highlight-console")
    assert content.get_text().index("3 specs of versions") < content.get_text().index("Own words.")
    spec = page.domain.catalog.specs("hdf5")[0].hash
    inventory = page.inventory()
    assert inventory["cache:package"]["develop/hdf5"] == "index.html#cache-package-hdf5"
    assert inventory["cache:spec"][str(spec)] == f"cache/develop/packages/hdf5.html#{spec}", "where the row is"


@pytest.mark.parametrize(
    ("option", "described", "indexed", "in_contents"),
    [
        ("", True, True, True),
        (":no-index:", False, False, False),
        (":no-index-entry:", True, False, True),
        (":no-contents-entry:", True, True, False),
    ],
)
def test_a_description_takes_the_options_of_every_object(
    hdf5: Project, option: str, *, described: bool, indexed: bool, in_contents: bool
) -> None:
    page = _build(hdf5, f".. cache:package:: hdf5\n   {option}")

    assert page.warnings == []
    assert bool(page.soup("index.html").find(id="cache-package-hdf5")) == described
    assert ("hdf5 (package)" in page.soup("genindex.html").get_text()) == indexed
    contents = [node["anchorname"] for node in page.app.env.tocs["index"].findall(nodes.reference)]
    assert ("#cache-package-hdf5" in contents) == in_contents


def _own_page(project: Project, name: str, rest: str) -> Build:
    """A document that is a page, describes itself, and holds a broken query, whose line a warning tells."""
    page = dump(Package(name="zfp", tag="develop", specs=(make_spec(package="zfp", version="1.0"),))).decode()
    directives = {
        "md": "```{cache:package}\n```\n\n```{cache:specs} ^\n```\n",
        "rst": ".. cache:package::\n\n.. cache:specs:: ^\n",
    }
    project.write(name, f"{page.removesuffix('---')}{rest}\n\n{directives[name.partition('.')[2]]}")
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   zfp\n\n:cache:package:`zfp`\n")
    return project.build()


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("zfp.md", "---\n\n# ZFP"),
        ("zfp.md", "myst:\n  html_meta:\n    keywords: floats\n---\n\n# ZFP"),
        ("zfp.rst", "---\n\nZFP\n==="),
    ],
)
def test_a_document_that_is_a_page_describes_its_package(hdf5: Project, name: str, rest: str) -> None:
    page = _own_page(hdf5, name, rest)

    assert [line for line in page.warnings if "WARNING" in line] == page.warnings[:1]
    broken = {"zfp.md": "```{cache:specs} ^", "zfp.rst": ".. cache:specs:: ^"}[name]
    line = (hdf5.root / name).read_text().splitlines().index(broken) + 1
    assert f"{name}:{line}: WARNING:" in page.warnings[0], "lines keep their numbers"
    soup = page.soup("zfp.html")
    assert soup.select_one("dt#cache-package-zfp") is not None
    assert len(soup.select("table.cache-specs tbody tr")) == 1
    assert "layout" not in soup.get_text()
    link = page.soup("index.html").find("a", string="zfp")
    assert link is not None
    assert link["href"] == "zfp.html#cache-package-zfp"
    assert ("floats" in page.text("zfp.html")) == ("floats" in rest), "what is not ours is left to MyST"


@pytest.mark.parametrize("name", ["own.md", "own.rst"])
def test_a_document_whose_front_matter_does_not_end_is_told_and_shown(hdf5: Project, name: str) -> None:
    hdf5.write(name, "---\ntitle: zfp\nlayout: cache\n\nA text of its own.\n")
    hdf5.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   own\n\n:cache:package:`hdf5`\n")

    page = hdf5.build()

    told = [line for line in page.warnings if "[cache." in line]
    assert len(told) == 1
    assert f"{name}:6: WARNING: the front matter is not closed: expected a line '---'" in told[0]
    assert "[cache.frontmatter]" in told[0]
    assert "A text of its own." in page.text("own.html")
    assert page.soup("index.html").find("a", string="hdf5") is not None


@pytest.mark.parametrize("beginning", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("block", "kept"),
    [
        ("title: x\nlayout: cache", []),
        ("title: x\n# a comment\nlayout: cache", []),
        ("'title': x\nlayout : cache\nmeta: {\n  a: 1\n}\nspec_details:\n- a\n- b", []),
        ("orphan: true\ntitle: |\n  x\n\n  y\nmyst:\n  html_meta: {}\nspec_names:\n- a", [1, 6, 7]),
        ("{title: x, layout: cache, orphan: true}", []),
    ],
)
def test_of_a_front_matter_only_the_keys_of_a_page_are_taken(beginning: str, block: str, kept: list[int]) -> None:
    text = f"{beginning}---\n{block}\n---\nBody\n---\n"
    lines = text.split("\n")
    end = block.count("\n") + 2

    for keep_others in (True, False):
        left = without_front_matter(text, keep_others=keep_others).split("\n")

        around = [0, *kept, end] if kept and keep_others else []
        assert left[: end + 1] == [line if at in around else "" for at, line in enumerate(lines[: end + 1])]
        assert left[end + 1 :] == lines[end + 1 :]


def test_a_document_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "own.md")
    config = SimpleNamespace(
        source_suffix={".md": "markdown"}, include_patterns=["**"], exclude_patterns=[], templates_path=[]
    )
    builder = SimpleNamespace(config=config, get_asset_paths=list)
    app = SimpleNamespace(srcdir=tmp_path, config=config, builder=builder)

    documents = FrontMatterDocuments(cast("Sphinx", app))
    assert list(documents.files()) == [tmp_path / "own.md"]
    assert list(documents.read(Admission())) == []


def test_documents_with_front_matter_are_surveyed_and_no_others(hdf5: Project) -> None:
    hdf5.write("other.md", "---\norphan: true\n---\n\n# Other\n")
    hdf5.write("_cache/develop/hdf5/again.md", page("hdf5", detail(1), categories="[package, develop]"))
    own = hdf5.write("own.md", page("own", detail(1), categories="[package, develop]"))
    built = _build(hdf5, "{cache:count}`hdf5`", "md")
    documents = FrontMatterDocuments(built.app)

    several: list[list[Source | Path]] = [[documents], [documents, hdf5.root], [hdf5.root / "_cache", documents]]
    for sources in several:
        assert survey(sources) == load(sources).digest
    before = survey([documents])
    hdf5.write("index.md", "# Another title\n")
    assert survey([documents]) == before
    own.write_bytes(own.read_bytes().replace(b"gcc", b"icc"))
    assert survey([documents]) != before


def test_an_editors_lock_among_the_documents_does_no_harm(hdf5: Project) -> None:
    (hdf5.root / ".#index.rst").symlink_to("someone@somewhere.1234")

    page = _build(hdf5, ":cache:count:`hdf5`")

    assert page.warnings == []
    assert page.soup("index.html").select("section p")[0].get_text() == "3"


def test_a_package_without_a_name_in_an_ordinary_document_warns(hdf5: Project) -> None:
    page = _build(hdf5, ".. cache:package::")

    assert len(page.warnings) == 1
    assert "index.rst:4: WARNING: 'cache:package' needs the name of a package" in page.warnings[0]
