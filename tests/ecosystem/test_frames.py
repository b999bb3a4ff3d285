"""What other extensions do to each page is done to generated pages, too, though the theme renders few of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.frames import NAMES, built_by_theme, fill, ours, pages_of, planned

if TYPE_CHECKING:
    from tests.projects import Project


@pytest.fixture
def project(project: Project) -> Project:
    return fill(project)


@pytest.mark.parametrize(
    "extension",
    [
        "notfound.extension",
        "sphinx_copybutton",
        "sphinx_last_updated_by_git",
        "sphinx_sitemap",
        "sphinx_tabs.tabs",
        "sphinxext.opengraph",
    ],
)
def test_what_an_extension_does_to_each_page_is_on_those_that_are_filled(
    project: Project, monkeypatch: pytest.MonkeyPatch, extension: str
) -> None:
    conf: dict[str, Any] = {
        "extensions": ["sphinxext_cache", extension],
        "html_baseurl": "https://docs.hpc.example/",
        "ogp_site_url": "https://docs.hpc.example/",
        "suppress_warnings": ["git"],
    }

    filled = project.build(**conf)
    pages = pages_of(filled)

    assert pages == built_by_theme(project, monkeypatch, **conf)
    if extension == "sphinx_sitemap":
        assert filled.text("sitemap.xml").count("/cache/develop/packages/") == len(NAMES)


def test_a_handler_that_is_known_to_dress_pages_hears_of_all_where_the_project_wants_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    def hear(_app: object, pagename: str, *_others: object) -> None:
        heard.append(pagename)

    hear.__module__ = "notfound.extension"
    monkeypatch.setattr("notfound.extension.finalize_media", hear)
    conf: dict[str, Any] = {"extensions": ["sphinxext_cache", "notfound.extension"]}

    few = project.build(**conf)
    assert 0 < len(ours(heard)) < len(planned(few))
    heard.clear()
    every = project.build(cache_page_events=True, **conf)

    assert ours(heard) == planned(every)
