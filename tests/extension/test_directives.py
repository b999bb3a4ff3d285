"""What the directives show in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from sphinxext_cache.catalog import Dependency
from tests.projects import doctree_tables, make_hash, make_spec, table_texts

if TYPE_CHECKING:
    from tests.projects import Project


def test_specs_shows_a_row_for_each_match_and_says_once_what_all_share(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n")

    page = hdf5.build()

    assert page.warnings == []
    soup = page.soup("index.html")
    common = soup.select_one(".cache-common")
    assert common is not None
    assert [code.get_text() for code in common.find_all("code")] == ["build_system=cmake"]
    header, *rows = table_texts(soup.select("table.cache-specs")[0])
    assert header == ["Hash", "Version", "Compiler", "OS", "Target", "Variant that differs", "Stack"]
    assert [row[1:] for row in rows] == [
        ["1.14.5", "gcc@13.2.0", "ubuntu22.04", "x86_64_v3", "+cxx +mpi", "e4s"],
        ["1.14.5", "gcc@13.2.0", "ubuntu22.04", "x86_64_v3", "~cxx ~mpi", "e4s, hep"],
        ["1.12.3", "no compiler", "ubuntu22.04", "zen4", "~cxx +mpi", "e4s"],
    ]


def test_specs_is_the_same_in_myst(hdf5: Project) -> None:
    hdf5.write(
        "index.rst", "Title\n=====\n\n.. toctree::\n\n   myst\n\n.. cache:specs:: hdf5 +mpi\n   :sort: version\n"
    )
    hdf5.write("myst.md", "# Title\n\n```{cache:specs} hdf5 +mpi\n:sort: version\n```\n")

    page = hdf5.build()

    assert page.warnings == []
    tables = [str(page.soup(name).select_one("table.cache-specs")) for name in ("index.html", "myst.html")]
    assert tables[0] == tables[1]
    assert [row[1] for row in table_texts(page.soup("myst.html").select("table.cache-specs")[0])[1:]] == [
        "1.12.3",
        "1.14.5",
    ]


def test_a_hash_is_short_and_links_to_the_row_of_the_generated_page(project: Project) -> None:
    spec = make_spec()
    project.add(spec)
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n")

    page = project.build()

    link = page.soup("index.html").select_one("table.cache-specs tbody th a")
    assert link is not None
    assert spec.hash is not None
    assert link.get_text() == spec.hash[:7]
    assert link["href"] == f"cache/develop/packages/hdf5.html#{spec.hash}"
    row = page.soup("cache/develop/packages/hdf5.html").find(id=spec.hash)
    assert row is not None
    assert row.name == "tr"


def test_specs_takes_columns_sort_limit_caption_and_name(hdf5: Project) -> None:
    hdf5.write(
        "index.rst",
        """\
Title
=====

See :numref:`ours`.

.. cache:specs:: hdf5
   :columns: version target hash
   :sort: -target, version
   :limit: 2
   :caption: For <our> nodes
   :name: ours
   :class: wide
   :align: center
   :width: 80%
""",
    )

    page = hdf5.build(numfig=True)

    assert page.warnings == []
    soup = page.soup("index.html")
    table = soup.select_one("table.cache-specs")
    assert table is not None
    header, *rows = table_texts(table)
    assert header == ["Version", "Target", "Hash"]
    assert [row[:2] for row in rows] == [["1.12.3", "zen4"], ["1.14.5", "x86_64_v3"]]
    assert table["id"] == "ours"
    assert {"wide", "align-center"} <= set(table["class"])
    assert table["data-width"] == "80%"
    caption = table.find("caption")
    assert caption is not None
    assert caption.get_text().startswith("Table 1 For <our> nodes")
    assert "The first 2 of 3 specs." in soup.get_text()
    reference = soup.select_one("p a.reference")
    assert reference is not None
    assert (reference.get_text(), reference["href"]) == ("Table 1", "#ours")


def test_a_caption_may_hold_markup_and_references(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n   :caption: *Ours* of :cache:package:`hdf5`\n")

    page = hdf5.build()

    caption = page.soup("index.html").select_one("table.cache-specs caption .caption-text")
    assert page.warnings == []
    assert caption is not None
    assert caption.get_text() == "Ours of hdf5"
    assert caption.select_one("em") is not None
    assert [a["href"] for a in caption.select("a")] == ["cache/develop/packages/hdf5.html"]


def test_each_line_of_the_body_is_one_more_query(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: zlib\n\n   hdf5@1.12\n\n   hdf5 target=zen4\n")

    page = hdf5.build()

    header, *rows = table_texts(page.soup("index.html").select("table.cache-specs")[0])
    assert header[:3] == ["Hash", "Package", "Version"], "rows of several packages say of which"
    assert [row[1:3] for row in rows] == [["hdf5", "1.12.3"], ["zlib", "1.3.1"]]


def test_builds_equal_but_for_the_hash_are_marked(project: Project) -> None:
    project.add(make_spec(hash=make_hash("a")), make_spec(hash=make_hash("b")), make_spec(version="1.12"))
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n")

    rows = table_texts(project.build().soup("index.html").select("table.cache-specs")[0])

    assert [row[-2] for row in rows] == [
        "Variant that differs",
        "2 builds that differ only in their dependencies",
        "2 builds that differ only in their dependencies",
        "",
    ]


def test_builds_equal_but_for_the_hash_name_the_dependencies_in_which_they_differ(project: Project) -> None:
    both = Dependency(name="zlib", hash=make_hash("zlib"))
    edges = [(both, Dependency(name="openmpi", hash=make_hash(mpi))) for mpi in ("4.1", "5.0")]
    project.add(*(make_spec(hash=make_hash(str(each)), dependencies=each) for each in edges))
    project.add(*(make_spec("zlib", hash=make_hash(str(n)), dependencies=known) for n, known in enumerate([(), None])))
    many = [tuple(Dependency(name=f"py-{n}", hash=make_hash(f"{n}{of}")) for n in range(7)) for of in "ab"]
    project.add(*(make_spec("many", hash=make_hash(f"many{n}"), dependencies=each) for n, each in enumerate(many)))
    project.add(*(make_spec("same", hash=make_hash(f"same{n}"), dependencies=(both,)) for n in range(2)))
    names = "hdf5", "zlib", "many", "same"
    columns = "   :columns: hash, variants, stacks\n\n"
    project.write("index.rst", "Title\n=====\n\n" + "".join(f".. cache:specs:: {name}\n{columns}" for name in names))

    tables = project.build().soup("index.html").select("table.cache-specs")

    assert [[row[-2] for row in table_texts(table)[1:]] for table in tables[:3]] == [
        ["2 builds that differ only in their dependencies: openmpi"] * 2,
        ["2 builds that differ only in their dependencies"] * 2,
        ["2 builds that differ only in their dependencies: py-0, py-1, py-2, py-3, py-4, 2 more"] * 2,
    ]
    assert "dependencies" not in tables[3].get_text()  # what is the same is not what they differ in


def test_a_column_that_is_empty_for_all_rows_is_left_out(project: Project) -> None:
    project.add(make_spec(variants=()))
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n   :columns: hash, size, variants, version\n")

    rows = table_texts(project.build().soup("index.html").select("table.cache-specs")[0])

    assert rows[0] == ["Hash", "Version"]


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_columns_that_are_all_empty_stay_rather_than_leave_no_table(project: Project, builder: str) -> None:
    project.add(make_spec(), make_spec(version="1.12"))
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n   :columns: size, namespace\n")

    build = project.build(builder)

    assert build.warnings == []
    if builder == "html":
        (table,) = build.soup("index.html").select("table.cache-specs")
        assert table_texts(table) == [["Size", "Namespace"], ["", ""], ["", ""]]


def test_another_tag_is_shown_where_it_is_named(hdf5: Project) -> None:
    hdf5.write(
        "index.rst",
        "Title\n=====\n\n.. cache:specs:: zlib\n   :tag: v1.0\n\n.. cache:specs:: zlib tag=v1.0,develop\n",
    )

    first, second = hdf5.build().soup("index.html").select("table.cache-specs")

    assert [row[1] for row in table_texts(first)] == ["Version", "1.2.13"]
    assert [row[1:3] for row in table_texts(second)] == [["Tag", "Version"], ["develop", "1.3.1"], ["v1.0", "1.2.13"]]


def test_matrix_counts_stacks_by_targets_with_totals(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:matrix::\n   :totals:\n   :caption: All\n")

    page = hdf5.build()

    assert page.warnings == []
    assert table_texts(page.soup("index.html").select("table.cache-matrix")[0]) == [
        ["Stack", "x86_64_v3", "zen4", "neoverse_v2", "Total"],
        ["e4s", "2", "1", "–", "3"],  # noqa: RUF001 the dash that stands for nothing
        ["hep", "1", "–", "1", "2"],  # noqa: RUF001
        ["Specs", "2", "1", "1", "4"],
    ]
    assert "counted once in totals" in page.soup("index.html").get_text()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("specs", ["2", "1"]),
        ("packages", ["1", "1"]),
        ("versions", ["1.14.5", "1.12.3"]),
        ("mark", ["✓", "✓"]),
    ],
)
def test_a_cell_of_a_matrix_holds_what_is_asked(hdf5: Project, cell: str, expected: list[str]) -> None:
    hdf5.write(
        "index.rst",
        f"Title\n=====\n\n.. cache:matrix:: hdf5\n   :rows: package\n   :columns: target\n   :cell: {cell}\n",
    )

    rows = table_texts(hdf5.build().soup("index.html").select("table.cache-matrix")[0])

    assert rows == [["Package", "x86_64_v3", "zen4"], ["hdf5", *expected]]


def test_package_describes_a_package_around_the_words_of_its_author(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n\n   Ask *us* first.\n")

    page = hdf5.build(html_theme="alabaster")

    assert page.warnings == []
    soup = page.soup("index.html")
    description = soup.select_one("dl.cache.package")
    assert description is not None
    signature = description.find("dt")
    assert signature is not None
    assert signature["id"] == "cache-package-hdf5"
    text = " ".join(description.get_text().split())
    parts = [
        "3 specs of versions 1.14.5 and 1.12.3, built in the stacks e4s and hep for x86_64_v3 and zen4.",
        "Build cache develop · hdf5 on packages.spack.io",
        "Ask us first.",
        "$ spack mirror add e4s https://binaries.spack.io/develop/e4s",
        "$ spack buildcache keys --install --trust",
        "$ spack install --use-buildcache only hdf5@=1.14.5",
        "Specs of hdf5 by stack and target",
        "All of them: build_system=cmake",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places, text
    assert places == sorted(places)
    entries = [node for node in page.app.env.tocs["index"].findall(nodes.reference) if node["anchorname"]]
    assert [(node["anchorname"], node.astext()) for node in entries] == [("#cache-package-hdf5", "hdf5")]
    entry = page.soup("genindex.html").find("a", href="index.html#cache-package-hdf5")
    assert entry is not None
    assert entry.get_text() == "hdf5 (package)"


def test_package_describes_several_packages_at_once(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n                   zlib\n\n   Together.\n")

    page = hdf5.build()

    assert page.warnings == []
    soup = page.soup("index.html")
    assert [term["id"] for term in soup.select("dl.package dt")] == ["cache-package-hdf5", "cache-package-zlib"]
    for name in ("hdf5", "zlib"):
        for spec in page.domain.catalog.specs(name):
            assert soup.find("tr", id=str(spec.hash)) is not None
    assert soup.get_text().count("Together.") == 1


def test_references_lead_to_the_document_that_describes_a_package(hdf5: Project) -> None:
    hdf5.write(
        "index.rst", "Title\n=====\n\n.. toctree::\n\n   own\n\n:cache:package:`hdf5`, :cache:package:`v1.0/zlib`\n"
    )
    hdf5.write("own.md", "# Own\n\n```{cache:package} hdf5\n```\n")

    page = hdf5.build()

    assert page.warnings == []
    links = {link.get_text(): link["href"] for link in page.soup("index.html").select("a.reference.internal")}
    assert links["hdf5"] == "own.html#cache-package-hdf5"
    assert links["v1.0/zlib"] == "cache/v1.0/packages/zlib.html"
    inventory = page.inventory()
    assert inventory["cache:package"]["develop/hdf5"] == "own.html#cache-package-hdf5"
    assert inventory["cache:package"]["hdf5"] == inventory["std:label"]["cache-package-hdf5"]
    hashes = {spec.hash for spec in page.domain.catalog.specs("hdf5")}
    assert hashes <= {row.get("id") for row in page.soup("own.html").select("table.cache-specs tr")}
    assert {inventory["cache:spec"][text] for text in hashes if text} == {f"own.html#{text}" for text in hashes}


@pytest.mark.parametrize(
    ("directive", "complaint"),
    [
        (".. cache:specs:: hdf5\n   :columns: hash, colour", "'colour' is not one of hash, package, tag, version"),
        (".. cache:specs:: hdf5\n   :sort: -colour", "'colour' is not one of hash"),
        (".. cache:specs:: hdf5\n   :limit: none", "invalid option value: (option: \"limit\"; value: 'none')"),
        (".. cache:matrix:: hdf5\n   :rows: colour", "'colour' is not one of stack, target, os, platform"),
        (".. cache:matrix:: hdf5\n   :cell: colour", "'colour' is not one of specs, packages, versions, mark"),
    ],
)
def test_a_wrong_option_is_an_error_that_lists_the_right_ones(hdf5: Project, directive: str, complaint: str) -> None:
    hdf5.write("index.rst", f"Title\n=====\n\n{directive}\n")

    warnings = " ".join(hdf5.build().warnings)

    assert "index.rst:4" in warnings
    assert complaint in warnings


def test_a_text_for_nothing_takes_the_place_of_the_warning(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5@9\n   :empty: Not *yet*.\n")

    page = hdf5.build()

    assert page.warnings == []
    assert "Not yet." in page.soup("index.html").get_text()


@pytest.fixture
def clusters(project: Project) -> Project:
    """A project with the versions of two packages on two clusters, and a matrix of them."""
    versions = ("1.9", "1.10", "1.8", "1.12", "1.11")
    project.add(*(make_spec(version=version, stacks=("casper",), hash=make_hash(version)) for version in versions))
    project.add(*(make_spec("zlib", version=version, stacks=("gust",)) for version in ("8", "1.2", "1.3")))
    options = "   :rows: package\n   :columns: stack\n   :cell: versions\n"
    project.write("index.rst", f"Title\n=====\n\n.. cache:matrix::\n{options}")
    return project


def test_a_matrix_of_versions_folds_the_older_ones(clusters: Project) -> None:
    (table,) = clusters.build().soup("index.html").select("table.cache-matrix.cache-versions")

    assert table_texts(table) == [
        ["Package", "casper", "gust"],
        ["hdf5", "1.12, 1.11, +31.10, 1.9, 1.8", "\N{EN DASH}"],
        ["zlib", "\N{EN DASH}", "8, 1.3, 1.2"],
    ]
    (fold,) = table.select("details.cache-fold")
    assert [link.get_text() for link in fold.select("a")] == ["1.10", "1.9", "1.8"]


def test_a_version_in_a_matrix_of_packages_leads_to_a_spec_that_has_it(clusters: Project) -> None:
    (table,) = clusters.build().soup("index.html").select("table.cache-matrix")

    links = {link.get_text(): link["href"] for link in table.select("td a")}
    assert links["1.12"] == f"cache/develop/packages/hdf5.html#{make_hash('1.12')}"


@pytest.mark.parametrize("builder", ["text", "man"])
def test_a_matrix_of_versions_shows_all_of_them_on_paper(clusters: Project, builder: str) -> None:
    (table,) = doctree_tables(clusters.build(builder).app, "index")

    assert table[1][:2] == ["hdf5", "1.12, 1.11, 1.10, 1.9, 1.8"]


def test_a_matrix_of_other_things_leads_to_no_single_spec(clusters: Project) -> None:
    clusters.write("index.rst", "Title\n=====\n\n.. cache:matrix:: hdf5\n   :cell: versions\n")

    (table,) = clusters.build().soup("index.html").select("table.cache-matrix")

    assert table.select("td a") == []
