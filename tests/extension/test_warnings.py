"""Every code of warning: when it comes, where it points, and that nothing else is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.projects import make_hash, make_spec

if TYPE_CHECKING:
    from tests.projects import Project


def test_a_query_with_a_syntax_error_names_line_and_column_and_loses_no_other_query(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs::\n\n   hdf5@1.12\n   hdf5 ^@5\n")

    page = hdf5.build()

    first, *rest = page.warnings
    assert "index.rst:7: WARNING:" in first
    assert "expected the name of a package after '^'" in first
    assert any(line.lstrip().startswith("^") for line in rest), "a caret shows the column"
    assert "[cache.query]" in page.warnings[-1]
    assert len(page.soup("index.html").select("table.cache-specs tbody tr")) == 1


def test_a_query_on_dependencies_that_nobody_knows_warns_and_says_so(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5 ^zlib\n\n:cache:count:`hdf5 %zlib`\n")

    first, second = hdf5.build().warnings

    assert "index.rst:4: WARNING: nothing matches 'hdf5 ^zlib': '^' asks for dependencies, but those of" in first
    assert "index.rst:6: WARNING: nothing matches 'hdf5 %zlib': '%' asks for dependencies, but those of" in second
    assert second.endswith("[cache.empty]")


def test_a_query_that_matches_nothing_warns(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:matrix:: hdf5@9\n")

    page = hdf5.build()

    assert len(page.warnings) == 1
    assert "index.rst:4: WARNING: nothing matches 'hdf5@9' in the tag 'develop'" in page.warnings[0]
    assert page.warnings[0].endswith("[cache.empty]")


@pytest.mark.parametrize(
    ("role", "message"),
    [
        (":cache:package:`hdf4`", "no package 'hdf4' in 'develop' of the build cache; did you mean hdf5?"),
        (":cache:package:`v1.0/hdf5`", "no package 'hdf5' in 'v1.0' of the build cache; it is in develop"),
        (":cache:package:`v2/hdf5`", "no tag 'v2' in the build cache"),
        (":cache:stack:`e4`", "no stack 'e4' in 'develop' of the build cache; did you mean e4s?"),
        (":cache:stack:`root`", "no stack 'root' in 'develop'"),
        (":cache:target:`zen3`", "no target 'zen3' in 'develop' of the build cache; did you mean zen4?"),
        (":cache:tag:`v1.1`", "no tag 'v1.1' in the build cache; did you mean v1.0?"),
        (":cache:spec:`abcd`", "the hash prefix 'abcd' is too short"),
        (":cache:spec:`/zzzzzzz`", "no spec whose hash begins with 'zzzzzzz' in any tag"),
    ],
)
@pytest.mark.parametrize("nitpicky", [False, True])
def test_a_reference_that_leads_nowhere_always_warns(hdf5: Project, role: str, message: str, *, nitpicky: bool) -> None:
    hdf5.write("index.rst", f"Title\n=====\n\n{role}\n")

    warnings = hdf5.build(nitpicky=nitpicky).warnings

    assert len(warnings) == 1
    assert f"index.rst:4: WARNING: {message}" in warnings[0]
    assert warnings[0].endswith("[cache.reference]")


def test_a_hash_prefix_that_fits_several_specs_names_them(project: Project) -> None:
    ending = make_hash("x")[5:]
    project.add(make_spec(hash=f"aaaaa{ending}"), make_spec(package="zlib", hash=f"aaaaab{ending[1:]}"))
    project.write("index.rst", "Title\n=====\n\n:cache:spec:`aaaaa`\n")

    warnings = project.build().warnings

    assert len(warnings) == 1
    assert "the hash prefix 'aaaaa' matches 2 specs" in warnings[0]
    assert f"/aaaaa{ending} (hdf5)" in warnings[0]
    assert warnings[0].endswith("[cache.ambiguous]")


def test_two_documents_that_describe_a_package_warn_with_both_places(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   other\n\n.. cache:package:: hdf5\n")
    hdf5.write("other.rst", "Other\n=====\n\n.. cache:package:: hdf5\n")

    warnings = hdf5.build().warnings

    assert len(warnings) == 1
    assert "other.rst:4: WARNING: the package 'hdf5' of 'develop' is also described in" in warnings[0]
    assert "index.rst:8; add :no-index:" in warnings[0]
    assert warnings[0].endswith("[cache.duplicate]")


def test_a_description_that_is_not_to_be_indexed_is_no_duplicate(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n\n.. cache:package:: hdf5\n   :no-index:\n")

    page = hdf5.build()

    assert page.warnings == []
    assert len(page.soup("index.html").select("dl.cache.package")) == 2


def test_a_source_that_is_missing_warns_and_an_empty_list_of_sources_does_not(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n")

    missing = project.build(cache_sources=["nowhere"]).warnings
    none = project.build(cache_sources=[]).warnings

    assert len(missing) == 1
    assert "nowhere" in missing[0]
    assert missing[0].endswith("[cache.source]")
    assert none == []


def test_a_default_tag_that_is_in_no_source_warns(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")

    warnings = hdf5.build(cache_default_tag="v9").warnings

    assert len(warnings) == 1
    assert "'v9'" in warnings[0]
    assert "develop, v1.0" in warnings[0]
    assert warnings[0].endswith("[cache.source]")


def test_a_broken_page_is_located_and_can_be_silenced_by_its_code(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    page = hdf5.write("_cache/develop/broken/specs.md", "---\ntitle: broken\nlayout: cache\nspec_details: 3\n---")

    loud = hdf5.build().warnings
    quiet = hdf5.build(suppress_warnings=["cache.schema"]).warnings

    assert len(loud) == 1
    assert f"{page}:4: WARNING: spec_details: is a string, not a list of specs" in loud[0]
    assert loud[0].endswith("[cache.schema]")
    assert quiet == []


def test_an_unknown_tag_of_a_directive_warns(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: zlib\n   :tag: v9\n   :empty: None.\n")

    warnings = hdf5.build().warnings

    assert len(warnings) == 1
    assert "index.rst:4: WARNING: no tag 'v9' in the build cache; available: develop, v1.0" in warnings[0]


def test_describing_a_package_that_left_the_cache_warns(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf4\n\n   Still *here*.\n")

    page = hdf5.build()

    assert len(page.warnings) == 1
    assert "index.rst:4: WARNING: no package 'hdf4' in 'develop' of the build cache" in page.warnings[0]
    assert "Still here." in page.soup("index.html").get_text()
