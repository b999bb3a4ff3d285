"""What changed from one tag to another, in a document: rows, links, groups, and what is said where there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extension.one_directive import TITLE, build_with
from tests.projects import doctree_tables, make_hash, make_spec, table_texts

if TYPE_CHECKING:
    from tests.projects import Build, Project


@pytest.fixture
def two_tags(project: Project) -> Project:
    """A project with two tags, of whose packages something else became of each."""
    old, new = "develop-2025-04-20", "develop-2025-10-12"
    same = {"hash": make_hash("same")}
    project.add(
        make_spec("gone", old),
        make_spec("hdf5", old, "1.14.5", hash=make_hash("hdf5 then")),
        make_spec("moved", old, hash=make_hash("moved")),
        make_spec("same", old, **same),
        make_spec("zlib", old, "1.3", hash=make_hash("zlib then")),
        make_spec("came", new, target="zen4"),
        make_spec("hdf5", new, "1.14.5", hash=make_hash("hdf5 now")),
        make_spec("moved", new, hash=make_hash("moved"), stacks=("e4s", "hep", "root")),
        make_spec("same", new, **same),
        make_spec("zlib", new, "1.3.1", hash=make_hash("zlib now"), variants=("+pic",)),
    )
    project.conf["cache_default_tag"] = new
    return project


def test_each_package_that_changed_has_a_row_that_says_how(two_tags: Project) -> None:
    build = build_with(two_tags, ".. cache:changes::\n")

    (table,) = build.soup("index.html").select("table.cache-changes")
    assert build.warnings == []
    assert table["aria-label"] == "What changed from develop-2025-04-20 to develop-2025-10-12"
    assert table_texts(table) == [
        ["Package", "Change", "Version", "Specs before", "Specs now", "Stack", "Target", "Variant"],
        ["came", "new package", "1.14.5", "", "1", "e4s", "zen4", ""],
        ["gone", "package removed", "1.14.5", "1", "", "e4s", "x86_64_v3", ""],
        ["hdf5", "rebuilt only", "", "1", "1", "", "", ""],
        ["moved", "same builds", "", "1", "1", "new: hep", "", ""],
        [
            "zlib",
            "new version",
            "new: 1.3.1; removed: 1.3",
            "1",
            "1",
            "",
            "",
            "new: +pic; removed: build_system=cmake, +mpi",
        ],
    ]


def test_a_row_leads_to_the_pages_of_both_tags(two_tags: Project) -> None:
    page = build_with(two_tags, ".. cache:changes::\n").soup("index.html")

    links = {row.th.get_text(): [str(a["href"]) for a in row.select("a")] for row in page.select("tbody tr") if row.th}
    old, new = "cache/develop-2025-04-20", "cache/develop-2025-10-12"
    assert links["hdf5"] == [f"{new}/packages/hdf5.html", f"{old}/packages/hdf5.html", f"{new}/packages/hdf5.html"]
    assert links["gone"][:2] == [f"{old}/packages/gone.html"] * 2
    assert links["came"][1:] == [f"{new}/packages/came.html", f"{new}/stacks/e4s.html", f"{new}/targets/zen4.html"]


def test_other_builders_have_the_same_in_a_docutils_table(two_tags: Project) -> None:
    options = "   :columns: package, change, versions\n"
    build = build_with(two_tags, f".. cache:changes:: zlib\n{options}", builder="text")

    assert [*doctree_tables(build.app, "index")] == [
        [["Package", "Change", "Version"], ["zlib", "new version", "new: 1.3.1; removed: 1.3"]]
    ]


def test_tags_can_be_chosen_and_the_other_way_round(two_tags: Project) -> None:
    options = "   :from: develop-2025-10-12\n   :to: develop-2025-04-20\n   :columns: package, change\n"

    page = build_with(two_tags, f".. cache:changes:: *m*\n{options}").soup("index.html")

    assert [row[1] for row in table_texts(page.select("table")[0])[1:]] == ["package removed", "same builds"]


def test_queries_say_what_is_compared(two_tags: Project) -> None:
    text = ".. cache:changes:: target=zen4\n   :columns: package\n\n   zlib\n"

    page = build_with(two_tags, text).soup("index.html")

    assert table_texts(page.select("table")[0])[1:] == [["came"], ["zlib"]]


def test_rows_are_sorted_and_limited(two_tags: Project) -> None:
    text = ".. cache:changes::\n   :columns: package, change\n   :sort: change, -package\n   :limit: 3\n"

    page = build_with(two_tags, text).soup("index.html")

    assert [row[0] for row in table_texts(page.select("table")[0])[1:]] == ["came", "gone", "zlib"]
    assert page.select(".cache-remark")[0].get_text() == "The first 3 of 5 packages."


def test_each_stack_in_which_anything_changed_has_a_table(two_tags: Project) -> None:
    text = ".. cache:changes:: moved\n   :columns: package, change\n   :group: stack\n\n   came\n"

    page = build_with(two_tags, text).soup("index.html")

    tables = {
        heading.get_text().removesuffix("¶"): table_texts(heading.parent.select("table")[0])[1:]
        for heading in page.select("h2")
        if heading.parent
    }
    assert tables == {"e4s": [["came", "new package"], ["moved", "same builds"]], "hep": [["moved", "new package"]]}


def test_many_values_are_folded_but_none_is_lost(project: Project) -> None:
    versions = [f"1.{number}" for number in range(9)]
    project.add(make_spec(tag="v1.0"), *(make_spec(tag="v2.0", version=version) for version in versions))

    page = build_with(project, ".. cache:changes::\n   :columns: versions\n").soup("index.html")

    (fold,) = page.select("td details, th details")
    assert fold.summary is not None
    assert fold.summary.get_text() == "+6"
    assert "1.0; removed: 1.14.5" in fold.get_text()


# -- nothing to show --------------------------------------------------------------------------------------------------


def test_where_nothing_changed_a_sentence_says_so(two_tags: Project) -> None:
    build = build_with(two_tags, ".. cache:changes:: same\n\n.. cache:changes:: same\n   :empty: Nothing *new*.\n")

    assert build.warnings == []
    assert [each.get_text() for each in build.soup("index.html").select("div.body p")] == [
        "Nothing changed.",
        "Nothing new.",
    ]


def _warned(project: Project, text: str, **conf: str) -> Build:
    """Build a project whose first document has a mistake in it."""
    project.write("index.rst", f"{TITLE}{text}")
    return project.build(**conf)


@pytest.mark.parametrize("option", ["from", "to"])
def test_a_tag_that_is_not_there_suggests_the_nearest(option: str, two_tags: Project) -> None:
    build = _warned(two_tags, f".. cache:changes::\n   :{option}: develop-2025-04-21\n")

    (warning,) = build.warnings
    assert warning.startswith(str(two_tags.root / "index.rst:4: WARNING: no tag 'develop-2025-04-21'"))
    assert "did you mean develop-2025-04-20" in warning
    assert warning.endswith("[cache.reference]")


def test_of_one_tag_alone_it_is_said_that_there_is_nothing_to_compare(hdf5: Project) -> None:
    text = ".. cache:changes::\n\n.. cache:changes::\n   :allow-empty:\n"

    build = _warned(hdf5, text, cache_select="tag=develop")

    (warning,) = build.warnings
    assert warning.startswith(f"{hdf5.root}/index.rst:4: WARNING: 'develop' is the only tag, so there is nothing")
    assert warning.endswith("[cache.empty]")


def test_tags_of_another_kind_are_compared_only_if_that_is_asked_for(project: Project) -> None:
    project.add(make_spec(tag="develop"), make_spec(tag="site", version="1.14.6"))

    build = _warned(project, ".. cache:changes::\n\n.. cache:changes::\n   :from: site\n", cache_default_tag="develop")

    (warning,) = build.warnings
    assert "no tag is known to be older than 'develop'; name one in ':from:'; available: site [cache.empty]" in warning
    assert len(build.soup("index.html").select("table.cache-changes")) == 1


def test_a_query_cannot_name_a_tag(two_tags: Project) -> None:
    build = _warned(two_tags, ".. cache:changes:: zlib tag=develop-2025-04-20\n")

    (warning,) = build.warnings
    assert "use ':from:' and ':to:' to choose which tags are compared [cache.query]" in warning
    assert len(build.soup("index.html").select("table.cache-changes tbody tr")) == 1


def test_a_query_that_matches_in_neither_tag_is_a_mistake(two_tags: Project) -> None:
    build = _warned(two_tags, ".. cache:changes:: zlub\n")

    (warning,) = build.warnings
    assert "nothing matches 'zlub'" in warning
    assert "did you mean zlib" in warning


# -- builds after a change ------------------------------------------------------------------------------------------


def test_a_document_is_read_again_when_either_tag_changes_and_not_else(two_tags: Project) -> None:
    text = f"{TITLE}.. cache:changes:: zlib\n   :columns: package, versions\n"
    two_tags.write("other.rst", f":orphan:\n\n{text}")
    two_tags.write("index.rst", TITLE)

    def shown() -> list[str]:
        return table_texts(two_tags.build().soup("other.html").select("table")[0])[1]

    assert shown() == ["zlib", "new: 1.3.1; removed: 1.3"]
    two_tags.add(make_spec("zlib", "develop-2025-04-20", "1.2", hash=make_hash("zlib older")))
    assert shown() == ["zlib", "new: 1.3.1; removed: 1.2"]
    two_tags.add(make_spec("zlib", "develop-2025-06-01", "1.3", hash=make_hash("zlib between")))
    assert shown() == ["zlib", "new: 1.3.1; removed: 1.3"]
