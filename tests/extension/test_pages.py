"""Generated pages: which there are, what they say, and that they are no documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.projects import make_spec, table_texts

if TYPE_CHECKING:
    from tests.projects import Project


@pytest.fixture
def indexed(hdf5: Project) -> Project:
    hdf5.write("index.rst", "Title\n=====\n\nSee :cache:tag:`develop`.\n")
    return hdf5


def test_there_is_a_page_for_each_object_and_no_file_in_the_sources(indexed: Project) -> None:
    before = {path for path in indexed.root.rglob("*") if "_build" not in path.parts}

    page = indexed.build()

    assert page.warnings == []
    generated = {name for name in page.pages() if name.startswith("cache/")}
    assert generated == {
        "cache/index.html",
        "cache/develop/index.html",
        "cache/develop/packages/hdf5.html",
        "cache/develop/packages/zlib.html",
        "cache/develop/stacks/e4s.html",
        "cache/develop/stacks/hep.html",
        "cache/develop/targets/neoverse_v2.html",
        "cache/develop/targets/x86_64_v3.html",
        "cache/develop/targets/zen4.html",
        "cache/v1.0/index.html",
        "cache/v1.0/packages/zlib.html",
        "cache/v1.0/stacks/e4s.html",
        "cache/v1.0/targets/x86_64_v3.html",
    }
    after = {path for path in indexed.root.rglob("*") if "_build" not in path.parts}
    assert after - before <= {indexed.root / "conf.py"}
    assert set(page.app.env.all_docs) == {"index"}


def test_a_package_page_has_its_parts_in_order_and_breadcrumbs(indexed: Project) -> None:
    soup = indexed.build().soup("cache/develop/packages/hdf5.html")

    assert soup.title is not None
    assert soup.title.get_text().startswith("hdf5")
    crumbs = [(a.get_text(), a["href"]) for a in soup.select(".cache-breadcrumbs a")]
    assert crumbs == [("Build cache", "../../index.html"), ("develop", "../index.html")]
    headings = [heading.find(string=True) for heading in soup.select("section h1, section h2")]
    assert headings == ["hdf5", "Install", "Where it is built", "Specs"]
    summary = soup.select_one(".cache-summary")
    assert summary is not None
    assert summary.get_text() == (
        "3 specs of versions 1.14.5 and 1.12.3, built in the stacks e4s and hep for x86_64_v3 and zen4."
    )
    prompts = soup.select(".highlight-console .gp")
    assert len(prompts) == 3, "copy buttons leave out what is marked as a prompt"
    elsewhere = soup.select_one(".cache-origin a.external")
    assert elsewhere is not None
    assert elsewhere["href"] == "https://packages.spack.io/package.html?name=hdf5"


def test_every_row_of_a_package_page_says_how_to_install_exactly_that_spec(indexed: Project) -> None:
    page = indexed.build()

    rows = page.soup("cache/develop/packages/hdf5.html").select("table.cache-specs tbody tr")

    assert [row["id"] for row in rows] == [spec.hash for spec in page.domain.catalog.specs("hdf5")]
    for row in rows:
        command = row.select_one("details code")
        assert command is not None
        assert command.get_text() == f"spack install /{row['id']}"


def test_tables_have_names_and_scopes_and_scroll_in_their_own_box(indexed: Project) -> None:
    soup = indexed.build().soup("cache/develop/packages/hdf5.html")

    tables = soup.select("table.cache-table")
    assert len(tables) == 2
    for table in tables:
        assert table.find("caption") or table["aria-label"]
        assert {cell.get("scope") for cell in table.select("thead th")} == {"col"}
        assert {cell.get("scope") for cell in table.select("tbody th, tfoot th")} == {"row"}
        box = table.parent
        assert box is not None
        assert (box["role"], box["tabindex"]) == ("region", "0")
        assert box["aria-label"]


def test_the_tag_page_counts_packages_by_stack_and_target_and_lists_them(indexed: Project) -> None:
    soup = indexed.build().soup("cache/develop/index.html")

    matrix, packages = soup.select("table.cache-table")
    assert table_texts(matrix)[-1] == ["Packages", "1", "1", "1", "2"]
    assert table_texts(packages) == [
        ["Package", "Versions", "Specs", "Stacks", "Targets"],
        ["hdf5", "1.14.5, 1.12.3", "3", "e4s, hep", "x86_64_v3, zen4"],
        ["zlib", "1.3.1", "1", "hep", "neoverse_v2"],
    ]


def test_a_stack_page_adds_its_mirror_and_lists_its_packages(indexed: Project) -> None:
    soup = indexed.build().soup("cache/develop/stacks/hep.html")

    session = soup.select_one(".highlight-console pre")
    assert session is not None
    assert session.get_text().splitlines() == [
        "$ spack mirror add hep https://binaries.spack.io/develop/hep",
        "$ spack buildcache keys --install --trust",
    ]
    assert [row[:3] for row in table_texts(soup.select("table.cache-table")[0])] == [
        ["Package", "Versions", "Specs"],
        ["hdf5", "1.14.5", "1"],
        ["zlib", "1.3.1", "1"],
    ]


def test_a_target_page_says_what_runs_where(indexed: Project) -> None:
    page = indexed.build()

    zen4 = page.soup("cache/develop/targets/zen4.html").select_one("section")
    generic = page.soup("cache/develop/targets/x86_64_v3.html").select_one("section")
    assert zen4 is not None
    assert generic is not None
    text = " ".join(zen4.get_text().split())
    assert "zen4 is a microarchitecture of the family x86_64, by AMD." in text
    assert "A zen4 also runs what is built for x86_64_v3." in text
    assert "Binaries for x86_64_v3 run on" in " ".join(generic.get_text().split())
    assert "icelake" in generic.get_text()


def test_the_index_page_lists_the_tags(indexed: Project) -> None:
    soup = indexed.build().soup("cache/index.html")

    assert [item.get_text(strip=True) for item in soup.select(".cache-tags li")] == [
        "develop: 2 packages, 4 specs",
        "v1.0: 1 package, 1 spec",
    ]


def test_generated_pages_may_go_elsewhere_or_be_none(indexed: Project) -> None:
    moved = indexed.build(cache_pages="software/spack")
    link = moved.soup("index.html").find("a", string="develop")
    assert link is not None
    assert link["href"] == "software/spack/develop/index.html"
    assert "software/spack/develop/packages/hdf5.html" in moved.pages()

    none = indexed.build(cache_pages=None)
    assert none.warnings == []
    assert none.soup("index.html").find("a", string="develop") is None
    assert "cache:package" not in none.inventory()


def test_in_dirhtml_pages_are_folders(indexed: Project) -> None:
    page = indexed.build("dirhtml")

    link = page.soup("index.html").find("a", string="develop")
    assert link is not None
    assert link["href"] == "cache/develop/"
    assert (page.outdir / "cache/develop/packages/hdf5/index.html").exists()
    assert page.inventory()["cache:package"]["hdf5"] == "cache/develop/packages/hdf5/"


def test_a_project_may_have_a_template_of_its_own(indexed: Project) -> None:
    indexed.write("_templates/cache/package.html", "<h1>Our {{ package }}</h1><p>{{ '<' }}</p>{{ list }}")

    page = indexed.build(templates_path=["_templates"])

    soup = page.soup("cache/develop/packages/hdf5.html")
    assert soup.select_one("h1", string="Our hdf5") is not None
    assert "<p>&lt;</p>" in page.text("cache/develop/packages/hdf5.html")
    assert soup.select_one("table.cache-specs") is not None


def test_data_is_text_until_it_is_escaped(project: Project) -> None:
    attack = "<script>alert(1)</script>"
    project.add(
        make_spec(variants=(f"flags={attack}", '+"onload="x"'), os=f"u{attack}", compiler=f"gcc@{attack}"),
        make_spec(version=f"1{attack}", platform=attack),
    )
    project.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n\n.. cache:matrix::\n   :rows: os\n")

    page = project.build()

    for name in page.pages():
        assert attack not in page.text(name), name
        assert not page.soup(name).find_all(onload=True), name
    assert attack in page.soup("index.html").get_text()


def test_our_style_is_loaded_where_something_of_ours_is(indexed: Project) -> None:
    indexed.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   with\n   without\n")
    indexed.write("with.rst", "With\n====\n\n.. cache:specs:: hdf5\n")
    indexed.write("without.rst", "Without\n=======\n")

    page = indexed.build()

    styled = {name for name in page.pages() if "sphinxext-cache.css" in page.text(name)}
    assert styled == {"with.html", *(name for name in page.pages() if name.startswith("cache/"))}
    assert (page.outdir / "_static/sphinxext-cache.css").exists()
