"""Labels of what the cache holds, in builders that have no generated pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docutils import nodes

if TYPE_CHECKING:
    from tests.projects import Project

_PAGE = "https://docs.hpc.example/cache/develop/packages/hdf5.html"


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("index.rst", ":ref:`cache-package-hdf5`", "hdf5"),
        ("index.rst", ":ref:`our HDF5 <cache-package-hdf5>`", "our HDF5"),
        ("index.rst", ":any:`cache-package-hdf5`", "hdf5"),
        ("index.md", "[](#cache-package-hdf5)", "hdf5"),
        ("index.md", "[our *HDF5*](#cache-package-hdf5)", "our HDF5"),
    ],
)
def test_a_label_leads_to_the_online_page(hdf5: Project, name: str, text: str, shown: str) -> None:
    hdf5.write(name, f"{text}\n")

    page = hdf5.build("xml", html_baseurl="https://docs.hpc.example")

    assert page.warnings == []
    doctree = page.app.env.get_and_resolve_doctree("index", page.app.builder)
    assert [(link.astext(), link["refuri"]) for link in doctree.findall(nodes.reference)] == [(shown, _PAGE)]


def test_a_label_is_plain_text_where_there_is_no_online_page(hdf5: Project) -> None:
    hdf5.write("index.md", "See [](#cache-package-hdf5).\n")

    page = hdf5.build("text")

    assert page.warnings == []
    assert page.text("index.txt") == "See hdf5.\n"


@pytest.mark.parametrize("builder", ["html", "text"])
def test_a_label_of_nothing_is_reported_as_any_other(hdf5: Project, builder: str) -> None:
    hdf5.write("index.rst", ":ref:`cache-package-fftw`\n")

    (warning,) = hdf5.build(builder).warnings

    assert "index.rst:1" in warning
    assert "undefined label: 'cache-package-fftw'" in warning
