"""A package page names the newest version of the package in each other tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.pages.plan import plan_pages
from tests.projects import make_spec

if TYPE_CHECKING:
    from tests.projects import Build, Project

_TAGS = tuple(f"develop-2025-{month:02}-12" for month in range(1, 9))


@pytest.fixture
def tagged(project: Project) -> Project:
    """Eight tags with HDF5; zlib is in one of them only."""
    for month, tag in enumerate(_TAGS):
        project.add(make_spec(tag=tag, version=f"1.14.{month}"), make_spec(tag=tag, version="1.12.3"))
    project.add(make_spec(tag=_TAGS[0], version="develop"), make_spec(tag=_TAGS[0], version="1.14.0"))
    project.add(make_spec("zlib", tag=_TAGS[-1]))
    project.write("index.rst", "Title\n=====\n")
    return project


def _items(built: Build, page: str, where: str = "#other-tags li") -> list[str]:
    return [item.get_text().strip() for item in built.soup(page).select(where)]


def test_the_newest_tag_comes_first_and_all_are_linked(tagged: Project) -> None:
    built = tagged.build()
    page = f"cache/{_TAGS[3]}/packages/hdf5.html"

    expected = [f"{tag} 1.14.{month}" for month, tag in enumerate(_TAGS) if month != 3]
    assert _items(built, page) == expected[::-1], "a version that Spack prefers, and not a branch"
    links = [str(link["href"]) for link in built.soup(page).select("#other-tags li a")]
    assert links[0] == f"../../{_TAGS[-1]}/packages/hdf5.html"
    assert all((built.outdir / "cache/x/y" / link).resolve().is_file() for link in links)


def test_beyond_five_they_are_folded(tagged: Project) -> None:
    built = tagged.build()
    page = f"cache/{_TAGS[-1]}/packages/hdf5.html"

    assert len(_items(built, page, "#other-tags > ul > li")) == 5
    assert len(_items(built, page, "#other-tags > details > ul > li")) == 2
    assert _items(built, page, "#other-tags summary") == ["2 more tags"]


def test_what_is_in_no_other_tag_has_no_such_section(tagged: Project) -> None:
    assert tagged.build().soup(f"cache/{_TAGS[-1]}/packages/zlib.html").select("#other-tags") == []


def test_of_many_tags_the_oldest_are_counted_with_their_versions(project: Project) -> None:
    for number in range(40):
        project.add(make_spec(tag=f"v1.{number}", version="1.12.3" if number < 9 else "1.14.5"))
    project.write("index.rst", "Title\n=====\n")

    items = _items(project.build(), "cache/v1.39/packages/hdf5.html")

    assert (len(items), items[-1]) == (16, "24 older tags: 1.14.5, 1.12.3")


def test_a_link_leads_to_the_document_that_describes_the_package(tagged: Project) -> None:
    tagged.write("own.rst", f":orphan:\n\nOwn\n===\n\n.. cache:package:: {_TAGS[0]}/hdf5\n   :show: summary\n")

    (link,) = tagged.build().soup(f"cache/{_TAGS[1]}/packages/hdf5.html").find_all("a", string=_TAGS[0], limit=1)

    assert str(link["href"]).startswith("../../../own.html#")


def test_only_pages_of_a_package_change_when_its_newest_version_does_in_another_tag(tagged: Project) -> None:
    def digests() -> dict[str, str]:
        return {plan.name: plan.digest for plan in plan_pages(tagged.build().domain) if plan.kind == "package"}

    before = digests()
    tagged.add(make_spec(tag=_TAGS[2], version="1.14.9"), make_spec(tag=_TAGS[2], version="1.12.3"))
    after = digests()

    changed = {name for name, digest in after.items() if digest != before[name]}
    assert changed == {f"cache/{tag}/packages/hdf5" for tag in _TAGS}


def test_another_build_of_a_version_changes_no_page_of_another_tag(tagged: Project) -> None:
    def digests() -> dict[str, str]:
        return {plan.name: plan.digest for plan in plan_pages(tagged.build().domain) if plan.kind == "package"}

    before = digests()
    tagged.add(*(make_spec(tag=_TAGS[2], version=version, target="zen4") for version in ("1.14.2", "1.12.3")))
    after = digests()

    changed = {name for name, digest in after.items() if digest != before[name]}
    assert changed == {f"cache/{_TAGS[2]}/packages/hdf5"}


def test_a_document_names_the_newest_and_follows_them(tagged: Project) -> None:
    tagged.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n   :show: tags\n")
    (before,) = _items(tagged.build(), "index.html", "p.cache-names")
    tagged.add(make_spec(tag=_TAGS[-2], version="1.14.9"))
    (after,) = _items(tagged.build(), "index.html", "p.cache-names")

    assert before.startswith(f"{_TAGS[-2]} 1.14.6, {_TAGS[-3]} 1.14.5, ")
    assert before.endswith(f"{_TAGS[-6]} 1.14.2, 2 more tags")
    assert after.startswith(f"{_TAGS[-2]} 1.14.9, ")
