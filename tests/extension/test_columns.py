"""A column is one record: all that shows, sorts, filters or downloads specs has it from there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from bs4 import BeautifulSoup

from sphinxext_cache.catalog import Version
from sphinxext_cache.tables.columns import COLUMNS, FACETS, counted, explored, for_scripts, label
from tests.builders.runs import run_sphinx
from tests.projects import make_spec, table_texts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Project

_CONF: Final = """\
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.tables.columns import COLUMNS
from sphinxext_cache.tables.spec_column import SpecColumn

# Before the extension is set up, and derived: no spec has such an attribute.
COLUMNS["vendor"] = SpecColumn(
    name="vendor",
    label="Vendor",
    value=lambda spec: targets.vendor(spec.target) or None,
    rare=True,
)
extensions = ["sphinxext_cache"]
"""
_TABLE: Final = """\
Title
=====

.. cache:specs:: hdf5
   :columns: hash, target, vendor
   :sort: -vendor
"""


def test_a_column_of_one_record_is_wherever_columns_are(project: Project, tmp_path: Path) -> None:
    project.add(*(make_spec(target=target) for target in ("x86_64_v3", "zen4", "icelake")))
    project.add(make_spec("zlib", "v1.0", target="x86_64_v3"))
    project.write("conf.py", _CONF)
    project.write("index.rst", _TABLE)

    run = run_sphinx(project.root, tmp_path / "build", "html")

    assert run.status == 0, run.messages
    out = run.outdir
    table = BeautifulSoup((out / "index.html").read_text(encoding="utf-8"), "html5lib").select_one("table.cache-specs")
    assert table is not None
    rows = [[cell.get_text(strip=True) for cell in row.select("td, th")[1:]] for row in table.select("tr")]
    assert rows == [["Target", "Vendor"], ["icelake", "Intel"], ["zen4", "AMD"], ["x86_64_v3", ""]]
    data = json.loads((out / "cache/develop/specs.json").read_bytes())
    assert data["values"]["vendor"] == ["AMD", "Intel", None]
    script = (out / "_static/sphinxext-cache.js").read_text(encoding="utf-8")
    assert '{"name":"vendor","rare":true}' in script
    explorer = (out / "cache/develop/explore.html").read_text(encoding="utf-8")
    assert '<th scope="col" data-field="vendor">Vendor</th>' in explorer
    # Where no spec has a value, it would be a column of nothing.
    assert "vendor" not in json.loads((out / "cache/v1.0/specs.json").read_bytes())["columns"]
    assert "vendor" not in (out / "cache/v1.0/explore.html").read_text(encoding="utf-8")


def test_the_namespace_is_shown_where_it_is_known(project: Project) -> None:
    project.add(
        make_spec(namespace="builtin"), make_spec(version="1.12", namespace="centre"), make_spec("zlib", "v1.0")
    )
    table = ".. cache:specs:: hdf5\n   :columns: version, namespace\n   :sort: -namespace\n"
    matrix_of_all = ".. cache:matrix::\n   :rows: namespace\n"
    project.write("index.rst", f"Title\n=====\n\n{table}\n{matrix_of_all}\n.. cache:specs:: hdf5@1.12\n")

    build = project.build()

    specs, matrix, one = build.soup("index.html").select("table.cache-table")
    assert table_texts(specs) == [["Version", "Namespace"], ["1.12", "centre"], ["1.14.5", "builtin"]]
    assert [row[0] for row in table_texts(matrix)] == ["Namespace", "builtin", "centre"]
    assert (one["data-namespace"], one["data-tag"]) == ("centre", "develop"), "so that downloads have it"
    (zlib,) = build.soup("cache/v1.0/packages/zlib.html").select("table.cache-specs")
    assert not zlib.has_attr("data-namespace")
    data = {tag: json.loads(build.text(f"cache/{tag}/specs.json"))["values"] for tag in ("develop", "v1.0")}
    assert data["develop"]["namespace"] == ["builtin", "centre"]
    assert "namespace" not in data["v1.0"]


@pytest.mark.parametrize("name", COLUMNS)
def test_each_column_orders_and_shows_its_values(name: str) -> None:
    column = COLUMNS[name]
    specs = [
        make_spec(
            f"pkg{n}", f"v{n}", version=f"1.{n}", compiler=f"gcc@{n}", os=f"os{n}", target=f"t{n}", stacks=(f"s{n}",)
        )
        for n in (10, 9)
    ]

    values = column.ordered(set(column.values_of(specs)) - {None})
    up, down = ([spec.package for spec in column.sort(specs, descending=descending)] for descending in (False, True))

    assert {up[0], down[0]} == ({"pkg9", "pkg10"} if len({*map(column.value, specs)}) > 1 else {"pkg10"})
    shown = column.shown or str
    assert [
        [piece.text for piece in column.cell((value,) if column.singular else value, "develop")] for value in values
    ] == [[shown(str(value))] for value in values]


def test_a_header_names_one_value_and_the_plural_is_for_counts() -> None:
    assert {name: label(name) for name in ("version", "versions", "stack", "stacks", "targets", "oss", "variants")} == {
        "version": "Version",
        "versions": "Version",
        "stack": "Stack",
        "stacks": "Stack",
        "targets": "Target",
        "oss": "OS",
        "variants": "Variant",
    }
    assert [counted(name) for name in ("specs", "packages", "stacks")] == ["Specs", "Packages", "Stacks"]


def test_facets_and_scripts_name_what_columns_have() -> None:
    told: dict[str, Any] = for_scripts()

    assert " ".join(FACETS) == "stack target os platform namespace compiler-name compiler version package tag"
    assert told["facets"] == [
        ["stack", "stacks"],
        ["target", "target"],
        ["os", "os"],
        ["compiler", "compiler"],
        ["version", "version"],
        ["namespace", "namespace"],
    ]
    assert [field["name"] for field in told["fields"]] == [
        name for name in COLUMNS if name not in {"size", "explicit", "compiler-name"}
    ]
    assert {field["order"] for field in told["fields"] if "order" in field} == {"plain", "tag", "target", "version"}


def test_the_explorer_has_first_what_tells_specs_apart() -> None:
    assert [column.name for column in explored([])][:4] == ["package", "version", "target", "variants"]


def test_what_is_not_known_comes_last_and_is_said_in_words() -> None:
    compiler = COLUMNS["compiler"]

    assert compiler.ordered(["gcc@9", None, "clang@1"]) == ["clang@1", "gcc@9", None]
    assert [piece.text for piece in compiler.cell(None, "develop")] == ["no compiler"]
    assert COLUMNS["stacks"].cell((), "develop") == ()
    assert [piece.text for piece in COLUMNS["stacks"].cell_of_one(None, "develop")] == ["unknown"]
    assert COLUMNS["version"].ordered([Version("1.9"), Version("1.10")]) == [Version("1.10"), Version("1.9")]
