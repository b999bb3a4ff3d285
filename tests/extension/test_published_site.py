"""Where the outputs without generated pages lead: to the pages of the published site, as that lays them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import pytest

from sphinxext_cache.tables import Ref
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Build

_SITE: Final = "https://docs.invalid/en/"
_REFS: Final = (
    Ref("package", "develop", "hdf5"),
    Ref("package", "develop", "index"),
    Ref("package", "develop", "libstdc++"),
    Ref("stack", "develop", "e4s"),
    Ref("tag", "develop", "develop"),
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(root=tmp_path / "repository" / "docs")
    project.add(*(make_spec(package=ref.name) for ref in _REFS[:3]))
    project.write("index.rst", "I\n=\n\n:cache:package:`hdf5` :cache:tag:`develop`\n")
    return project


def _addresses(built: Build) -> list[str | None]:
    """Where a document leads for each object; ``dirhtml`` quotes nothing in its own addresses."""
    addresses = [built.domain.places.address(built.app.builder, "index", ref) for ref in _REFS]
    return [address and unquote(address) for address in addresses]


def _published(project: Project, builder: str, conf: dict[str, Any]) -> list[str | None]:
    """Where a site has the page of each object."""
    built = project.build(builder, **conf)
    places = [built.domain.places.locate(ref) for ref in _REFS]
    return [_SITE + unquote(built.app.builder.get_target_uri(place.page)) for place in places if place is not None]


@pytest.mark.parametrize(
    ("site", "conf"),
    [
        ("html", {}),
        ("html", {"html_file_suffix": ".htm"}),
        ("html", {"html_link_suffix": ""}),
        ("html", {"html_link_suffix": "/"}),
        ("dirhtml", {}),
    ],
)
def test_a_link_leads_to_where_the_page_is_published(project: Project, site: str, conf: dict[str, Any]) -> None:
    conf |= {"html_baseurl": _SITE, "cache_site_builder": None if site == "html" else site}

    for builder in ("text", "epub"):
        assert _addresses(project.build(builder, **conf)) == _published(project, site, conf)


_READ_THE_DOCS: Final = "version: 2\nsphinx:\n  configuration: docs/conf.py\n  builder: {}\n"


@pytest.mark.parametrize(
    ("file", "text", "site"),
    [
        ("../.readthedocs.yaml", _READ_THE_DOCS.format("dirhtml"), "dirhtml"),
        ("../.readthedocs.yml", "sphinx: {builder: dirhtml}\n", "dirhtml"),
        (".readthedocs.yaml", "sphinx: {builder: dirhtml}\n", "dirhtml"),
        ("../.readthedocs.yaml", _READ_THE_DOCS.format("html"), "html"),
        ("../.readthedocs.yaml", _READ_THE_DOCS.format("dirhtml").replace("docs/", "manual/"), "html"),
        ("../.readthedocs.yaml", "version: 2\nsphinx: {}\n", "html"),
        ("../.readthedocs.yaml", "- sphinx: [\n", "html"),
        ("../.readthedocs.yaml", "just a sentence", "html"),
        ("../.readthedocs.yaml", b"\xff\x00", "html"),
        ("../../.readthedocs.yaml", "sphinx: {builder: dirhtml}\n", "html"),  # of another repository
    ],
)
def test_read_the_docs_is_told_how_pages_are_published(
    project: Project, file: str, text: str | bytes, site: str
) -> None:
    project.write("../.git/HEAD", "")
    project.write(file, text)

    built = project.build("text", html_baseurl=_SITE)

    assert built.warnings == []
    assert _addresses(built) == _published(project, site, {})


def test_the_project_knows_better_than_its_settings_for_read_the_docs(project: Project) -> None:
    project.write("../.readthedocs.yaml", _READ_THE_DOCS.format("dirhtml"))

    assert _addresses(project.build("text", html_baseurl=_SITE, cache_site_builder="html"))[0] == (
        f"{_SITE}cache/develop/packages/hdf5.html"
    )


def test_a_site_of_a_single_page_has_no_pages_to_lead_to(project: Project) -> None:
    built = project.build("text", html_baseurl=_SITE, cache_site_builder="singlehtml")

    assert _addresses(built) == [None] * len(_REFS)


def test_read_the_docs_tells_where_pages_are_published(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _addresses(project.build("text")) == [None] * len(_REFS)

    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", _SITE)

    assert _addresses(project.build("text"))[0] == f"{_SITE}cache/develop/packages/hdf5.html"
