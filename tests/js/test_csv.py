"""The table that readers download, read back by a program that knows nothing of us."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_cache.pages.data_file import encode_specs
from sphinxext_cache.pages.scripts import project_script
from tests.checkout import told
from tests.programs import require
from tests.projects import make_spec

if TYPE_CHECKING:
    from sphinxext_cache.catalog import Spec

_VARIANTS = [
    ("build_system=cmake", "+mpi", "~ipo", "cflags='-O2 -g'", "patches:=a1,b2"),
    ("+mpi", "+shared"),
    ("~mpi",),
    (),
    ('cxxflags="-DNAME=\\"x, y\\""', "+cxx"),
]


def _table(specs: list[Spec]) -> str:
    given = json.dumps({"data": json.loads(encode_specs("develop", specs)), "project": told(project_script())})
    script = Path(__file__).with_name("table.js")
    return subprocess.run(
        [require("node"), script], input=given.encode(), capture_output=True, check=True
    ).stdout.decode()


def test_a_table_is_read_back_as_it_was() -> None:
    specs = [
        make_spec(version=f"1.1{number}", variants=each, compiler=None if number == 1 else "gcc@13.2.0")
        for number, each in enumerate(_VARIANTS)
    ]

    rows = {row["hash"]: row for row in csv.DictReader(io.StringIO(_table(specs), newline=""), strict=True)}

    assert len(rows) == len(specs)
    for spec in specs:
        row = rows[spec.hash or ""]
        assert next(iter(row)) == "spec"
        assert row["spec"] == " ".join([f"{spec.package}@{spec.version}", *spec.variants])
        assert (row["version"], row["target"], row["os"]) == (str(spec.version), spec.target, spec.os)
        assert row["compiler"] == (spec.compiler or "none")
        assert row["stacks"].split() == list(spec.stacks)
        written = row["variants"].removeprefix("'")
        assert sorted(written.split()) == sorted(" ".join(spec.variants).split())


def test_an_apostrophe_is_only_where_a_spreadsheet_would_take_all_of_a_field_for_a_formula() -> None:
    specs = [make_spec(version=f"1.1{number}", variants=each) for number, each in enumerate(_VARIANTS)]

    rows = list(csv.DictReader(io.StringIO(_table(specs), newline="")))

    assert [row["variants"] for row in rows if "'" in [each[:1] for each in row.values()]] == ["'+mpi +shared"]
    assert not any(row["spec"].startswith(("'", "=", "+", "-", "@")) for row in rows)
