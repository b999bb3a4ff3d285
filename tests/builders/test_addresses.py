"""Addresses of generated pages in outputs where nobody can follow a link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pathlib import Path

_SITE: Final = "https://docs.invalid/the/manual/of/a/centre/with/a/long/name/"
_PAGES: Final = f"{_SITE}cache/develop/packages/"
_TEXT: Final = """\
Title
=====

:cache:package:`hdf5`, :cache:package:`the same <hdf5>` and :cache:package:`mpich`.

.. list-table::

   * - :cache:package:`zlib`
   * - .. cache:packages:: hwloc

.. cache:package:: mpich
   :show: specs

Last
----

The end.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(root=tmp_path)
    project.add(*(make_spec(package=name) for name in ("hdf5", "hwloc", "mpich", "zlib")))
    project.write("index.rst", _TEXT)
    return project


def _built(project: Project, builder: str, **conf: Any) -> str:  # noqa: ANN401 they are of any type
    built = project.build(builder, man_pages=[("index", "title", "", "", 1)], **conf)
    assert built.warnings == []
    (path,) = [path for path in built.outdir.iterdir() if path.name in {"index.txt", "title.1"}]
    return path.read_text(encoding="utf-8")


def test_text_lists_the_addresses_of_a_document_at_its_end(project: Project) -> None:
    text, mark, listed = _built(project, "text", html_baseurl=_SITE).partition("\nPages on the web:\n\n")

    assert mark
    assert "https:" not in text
    assert "hwloc" in text, "rows of a table have no addresses"
    assert listed == f"   hdf5: {_PAGES}hdf5.html\n   zlib: {_PAGES}zlib.html\n"


def test_text_lists_none_where_the_site_is_not_known(project: Project) -> None:
    text = _built(project, "text")

    assert "hdf5" in text
    assert "Pages on the web" not in text


def test_a_manual_page_has_addresses_in_running_text_only(project: Project) -> None:
    text = _built(project, "man", html_baseurl=_SITE, man_show_urls=True)

    addresses = re.findall(r"<[^>]*https:.*?>", text)
    assert addresses
    assert all("hdf5" in address for address in addresses)
    assert "zlib" in text
    assert "<>" not in text
    assert "<#" not in text
