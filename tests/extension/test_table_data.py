"""What tables tell scripts, on the table and its headers: rows stay light."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.projects import make_spec

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

    from tests.projects import Project


def _table(page: BeautifulSoup, kind: str) -> Tag:
    found = page.select_one(f"table.cache-{kind}")
    assert found is not None
    return found


def _columns(table: Tag) -> list[str]:
    return [str(header["data-column"]) for header in table.select("thead th")]


def test_headers_tell_the_names_of_columns_whatever_the_language(hdf5: Project) -> None:
    hdf5.write("index.rst", "Titel\n=====\n\n.. cache:specs:: hdf5\n\n.. cache:packages::\n")

    page = hdf5.build(language="de").soup("index.html")

    assert _columns(_table(page, "specs")) == ["hash", "version", "compiler", "os", "target", "variants", "stacks"]
    assert _columns(_table(page, "packages")) == ["package", "versions", "specs", "stacks", "targets"]


def test_headers_of_a_matrix_tell_what_their_values_are(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:matrix:: hdf5\n   :totals:\n")

    assert _columns(_table(hdf5.build().soup("index.html"), "matrix")) == ["stack", "target", "target", "total"]


def test_the_order_of_versions_is_spacks_from_old_to_new(hdf5: Project) -> None:
    versions = ["1.9", "1.10rc1", "1.10", "develop", "1.2"]
    hdf5.add(*(make_spec(package="pkg", version=version) for version in versions))
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: pkg\n\n.. cache:specs:: zlib\n")

    some, one = hdf5.build().soup("index.html").select("th[data-column=version]")

    assert json.loads(str(some["data-order"])) == ["1.2", "1.9", "1.10rc1", "1.10", "develop"]
    assert not one.has_attr("data-order"), "one version has no order"


def test_what_all_specs_share_stands_on_the_table_unless_a_column_says_it(hdf5: Project) -> None:
    hdf5.write(
        "index.rst",
        "Title\n=====\n\n"
        ".. cache:specs:: hdf5\n\n"
        ".. cache:specs::\n   :columns: hash, version\n\n"
        ".. cache:specs:: hdf5\n   :columns: package, platform\n",
    )

    tables = hdf5.build().soup("index.html").select("table.cache-specs")

    told = [{key: value for key, value in table.attrs.items() if key.startswith("data-")} for table in tables]
    explorer = {"data-explore": "cache/develop/explore.html"}
    assert told == [
        {"data-package": "hdf5", "data-tag": "develop", "data-platform": "linux"} | explorer,
        {"data-tag": "develop", "data-platform": "linux"} | explorer,
        {"data-tag": "develop"} | explorer,
    ]


def test_a_table_leads_to_the_explorer_of_its_tag_if_there_is_just_one(hdf5: Project) -> None:
    hdf5.add(make_spec(tag="v1"))
    hdf5.write(
        "sub/index.rst",
        "Title\n=====\n\n"
        ".. cache:packages:: tag=v1\n\n.. cache:packages:: tag=*\n\n.. cache:specs:: hdf5 tag=*\n\n.. cache:matrix::\n",
    )
    hdf5.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   sub/index\n")

    with_pages = hdf5.build().soup("sub/index.html").select("table.cache-table")
    without = hdf5.build(cache_pages=None).soup("sub/index.html").select("table.cache-table")

    assert [table.get("data-explore") for table in with_pages] == ["../cache/v1/explore.html", None, None, None]
    assert [table.get("data-tag") for table in with_pages] == ["v1", None, None, None]
    assert [table.get("data-explore") for table in without] == [None] * 4


def test_hashes_are_whole_where_no_page_describes_them(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: zlib\n")

    cell = _table(hdf5.build(cache_pages=None).soup("index.html"), "specs").select_one("tbody th")

    assert cell is not None
    spec = make_spec(package="zlib", version="1.3.1", variants=("+pic",), target="neoverse_v2", stacks=("hep", "root"))
    assert cell.find("a") is None
    assert [str(element["title"]) for element in cell.select("[title]")] == [spec.hash]


def test_values_from_pages_stay_values(hdf5: Project) -> None:
    attack = "\"'><script>alert(1)</script>"
    hdf5.add(
        make_spec(package="pkg", version="1", platform=attack),
        make_spec(package="pkg", version=f"1{attack}", platform=attack),
    )
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: pkg\n")

    table = _table(hdf5.build().soup("index.html"), "specs")

    assert table["data-platform"] == attack
    header = table.select_one("th[data-column=version]")
    assert header is not None
    assert set(json.loads(str(header["data-order"]))) == {"1", f"1{attack}"}
    assert table.find("script") is None
