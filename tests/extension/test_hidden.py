"""Descriptions that one output shows and another does not: where references to the package lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pathlib import Path

_GENERATED: Final = "cache/develop/packages/hdf5.html"
_HIDDEN: Final = {
    "only": ".. only:: latex\n\n   .. cache:package:: {}",
    "unless": ".. only:: not html\n\n   .. cache:package:: {}",
    "ifconfig": ".. ifconfig:: builder != 'html'\n\n   .. cache:package:: {}",
    "setting": ".. ifconfig:: html_title == 'Shown'\n\n   .. cache:package:: {}",
    "todo": ".. todo::\n\n   .. cache:package:: {}",
    # Some releases of Sphinx cannot make an entry in the contents of such a page.
    "nested": ".. only:: html\n\n   .. only:: latex\n\n      .. note::\n\n"
    "         .. cache:package:: {}\n            :no-contents-entry:",
}
"""What hides a description from HTML."""
_SHOWN: Final = {
    "plain": ".. cache:package:: {}",
    "only": ".. only:: html\n\n   .. cache:package:: {}",
    "ifconfig": ".. ifconfig:: builder == 'html'\n\n   .. cache:package:: {}",
    "broken": ".. only:: html and\n\n   .. cache:package:: {}",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a package, described only here and there."""
    extensions = ["sphinxext_cache", "sphinx.ext.ifconfig", "sphinx.ext.todo"]
    project = Project(root=tmp_path, conf={"extensions": extensions, "project": "P"})
    project.add(make_spec(), make_spec(package="zlib"))
    project.write(
        "index.rst",
        "I\n=\n\n.. toctree::\n\n   other\n\n.. cache:packages:: hdf5\n\n"
        f":cache:package:`hdf5` :cache:spec:`{make_spec().hash}` :ref:`cache-package-hdf5`\n",
    )
    return project


def _links(project: Project, **conf: str) -> set[str]:
    """To which pages the index leads for the package, its spec, its label, and its name in a table."""
    links = project.build(**conf).soup("index.html").select("div.body p a, div.body table a")
    pages = [str(link["href"]).partition("#")[0] for link in links]
    assert len(pages) > 4
    return {page for page in pages if "hdf5" in page or "other" in page}


@pytest.mark.parametrize("how", _HIDDEN)
def test_a_description_that_is_hidden_takes_no_references(project: Project, how: str) -> None:
    project.write("other.rst", f"Other\n=====\n\n{_HIDDEN[how].format('hdf5')}\n")

    assert _links(project) == {_GENERATED}


@pytest.mark.parametrize("how", _SHOWN)
def test_a_description_that_is_shown_takes_them(project: Project, how: str) -> None:
    project.write("other.rst", f"Other\n=====\n\n{_SHOWN[how].format('hdf5')}\n")

    assert _links(project) == {"other.html"}


def test_each_builder_decides_for_itself_over_the_same_documents(project: Project) -> None:
    project.write("other.rst", f"Other\n=====\n\n{_HIDDEN['only'].format('hdf5')}\n")

    for _twice in range(2):
        assert _links(project) == {_GENERATED}
        assert r"\hyperref[\detokenize{other:cache-package-hdf5}]" in project.build("latex").text("p.tex")


def test_what_a_setting_shows_draws_references_to_it_without_a_change_of_a_document(project: Project) -> None:
    project.write("other.rst", f"Other\n=====\n\n{_HIDDEN['setting'].format('hdf5')}\n")

    assert _links(project) == {_GENERATED}
    assert _links(project, html_title="Shown") == {"other.html"}
    assert _links(project) == {_GENERATED}


def test_a_package_may_be_described_once_for_each_output(project: Project) -> None:
    twice = _SHOWN["only"].format("hdf5") + "\n\n" + _HIDDEN["only"].format("hdf5")
    project.write("other.rst", f"Other\n=====\n\n{twice}\n")

    assert project.build().warnings == []
    assert project.build("latex").warnings == []


def test_a_description_of_which_no_table_is_left_takes_no_references_to_specs(project: Project) -> None:
    project.write("other.rst", "Other\n=====\n\n.. cache:package:: hdf5\n   :no-typesetting:\n")

    found = project.build().domain
    hdf5 = make_spec().hash

    assert hdf5 is not None
    packages, specs = found.lookup.find("package", "hdf5"), found.lookup.find("spec", hdf5)
    assert packages
    assert specs
    places = [found.places.locate(ref) for ref in (*packages, *specs)]
    assert [place and place.page for place in places] == ["other", "cache/develop/packages/hdf5"]


@pytest.mark.parametrize(
    ("builder", "conf", "name"),
    [
        ("latex", {}, "p.tex"),
        ("texinfo", {}, "p.texi"),
        ("singlehtml", {}, "index.html"),
        ("epub", {"epub_exclude_files": ["other.xhtml"], "version": "1"}, "index.xhtml"),
    ],
)
def test_a_document_that_is_in_no_output_takes_no_references(
    project: Project, builder: str, conf: dict[str, Any], name: str
) -> None:
    project.write("index.rst", "I\n=\n\n:cache:package:`hdf5`\n")
    project.write("other.rst", ":orphan:\n\nOther\n=====\n\n.. cache:package:: hdf5\n")

    built = project.build(builder, html_baseurl="https://docs.invalid", copyright="2026, A", **conf)

    assert built.warnings == []
    assert set(re.findall(r"docs\.invalid/cache[\w/]+\.html", built.text(name))) == {f"docs.invalid/{_GENERATED}"}
    assert "other.html" in project.build().soup("index.html").decode()
