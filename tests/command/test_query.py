from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.catalog import Installation, Spec
from sphinxext_cache.command.columns import COLUMNS
from tests.pages import detail, hash_of, page
from tests.spack_files import Made, database, record, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.command.conftest import Done

    Run = Callable[..., Done]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder with three specs of two packages."""
    (tmp_path / "zlib.md").write_bytes(
        page(
            "zlib",
            detail(1, versions=["1.2.13"], variants=["+pic", "+shared"], target="zen4"),
            detail(2, versions=["1.10.0"], variants=["+pic", "~shared"], target="x86_64_v3"),
        )
    )
    (tmp_path / "hdf5.md").write_bytes(page("hdf5", detail(3, compiler="none", variants=["+pic"])))
    return tmp_path


def test_a_table_has_aligned_columns_and_says_once_what_all_share(cache: Path, run: Run) -> None:
    done = run("query", cache, "zlib")

    assert done.status == 0
    assert done.out.splitlines() == [
        "HASH     VERSION  COMPILER    OS           TARGET     VARIANTS  STACKS",
        f"{hash_of(2)[:7]}  1.10.0   gcc@11.4.0  ubuntu22.04  x86_64_v3  ~shared   e4s",
        f"{hash_of(1)[:7]}  1.2.13   gcc@11.4.0  ubuntu22.04  zen4       +shared   e4s",
    ]
    assert done.err == "All of them: +pic\n2 specs\n"


_SAID = (
    "zlib: {support: full, users: 9, area: [climate, physics]}\nhdf5: {support: limited, users: 10, module: hdf5/1}\n"
)


@pytest.fixture
def facts(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file that says something of both packages."""
    file = tmp_path_factory.mktemp("said") / "facts.yaml"
    file.write_text(_SAID, encoding="utf-8")
    return str(file)


def test_facts_are_columns_keys_and_conditions(cache: Path, facts: str, run: Run) -> None:
    columns = "--columns=package,users,area,module"

    done = run("query", cache, "support=*", "--facts", facts, columns, "--sort=-users,version", "--format=json")

    zlib = {"package": "zlib", "users": "9", "area": ["climate", "physics"], "module": None}
    assert json.loads(done.out) == [{"package": "hdf5", "users": "10", "area": None, "module": "hdf5/1"}, zlib, zlib]
    full = run("query", cache, "support=full", "--facts", facts, columns, "--format=csv")
    assert full.out.splitlines() == ["package,users,area,module", *['zlib,9,"climate, physics",'] * 2]


def test_a_value_that_no_fact_has_is_told_with_one_that_is_near(cache: Path, facts: str, run: Run) -> None:
    done = run("query", cache, "support=ful", "--facts", facts)

    assert done.status == 1
    assert "no value 'ful' of 'support'; did you mean full?" in done.err


def test_a_file_of_facts_that_is_none_is_an_error(cache: Path, run: Run) -> None:
    done = run("query", cache, "zlib", "--facts", "gone.yaml")

    assert done.status == 1
    assert "gone.yaml: no such file" in done.err


def test_specs_of_several_packages_have_their_names(cache: Path, run: Run) -> None:
    done = run("query", cache, "")

    assert done.out.split()[1] == "PACKAGE"
    assert "3 specs" in done.err


@pytest.mark.parametrize(
    ("sort", "versions"),
    [("version", ["1.2.13", "1.10.0"]), ("-version", ["1.10.0", "1.2.13"]), ("-target", ["1.2.13", "1.10.0"])],
)
def test_rows_are_sorted_as_spack_and_archspec_have_it(sort: str, versions: list[str], cache: Path, run: Run) -> None:
    done = run("query", cache, "zlib", f"--sort={sort}", "--columns", "version")

    assert done.out.split()[1:] == versions


def test_what_is_not_known_comes_last_whichever_way(cache: Path, run: Run) -> None:
    for sort in ("compiler", "-compiler"):
        done = run("query", cache, "", f"--sort={sort}", "--columns", "package,compiler", "--format=csv")
        assert done.out.splitlines()[-1] == "hdf5,none"


def test_csv_has_all_of_a_hash_and_no_formula(cache: Path, run: Run) -> None:
    done = run("query", cache, "zlib", "--format", "csv", "--columns", "hash,variants,stacks,size")

    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert rows[0] == {"hash": hash_of(2), "variants": "'+pic ~shared", "stacks": "e4s", "size": ""}
    assert done.err == ""


def test_json_has_lists_and_null(cache: Path, run: Run) -> None:
    done = run("query", cache, "zlib@1.2.13", "--format", "json", "--columns", "version variants size")

    assert json.loads(done.out) == [{"version": "1.2.13", "variants": ["+pic", "+shared"], "size": None}]


def test_all_that_is_known_of_a_spec_is_a_column() -> None:
    known = {*Spec.__struct_fields__, *Installation.__struct_fields__}
    assert {*COLUMNS} == known - {"dependencies", "installation"}


def test_every_column_can_be_written_and_sorted_by(tmp_path: Path, run: Run) -> None:
    made = [Made(name="zlib"), Made(name="hdf5", compiler=None)]
    path = write(tmp_path / "index.json", database({each.hash: record(each) for each in made}))

    for output in ("table", "csv", "json"):
        done = run("query", path, "", "--columns", ",".join(COLUMNS), "--sort", ",".join(COLUMNS), "--format", output)
        assert done.status == 0
        assert "2025-04-20" in done.out


def test_a_virtual_is_a_column(tmp_path: Path, run: Run) -> None:
    mpich = Made(name="mpich", version="4.2.3")
    made = [Made(name="hdf5", on=[(mpich, ("link",), ("mpi",))]), Made(name="alone"), mpich]
    path = write(tmp_path / "index.json", database({each.hash: record(each) for each in made}))

    done = run("query", path, "", "--columns", "package,mpi,explicit", "--format", "csv", "--sort", "package")

    assert done.out.splitlines() == ["package,mpi,explicit", "alone,,yes", "hdf5,mpich@4.2.3,yes", "mpich,,yes"]


def test_a_column_that_is_none_suggests_the_nearest(cache: Path, run: Run) -> None:
    done = run("query", cache, "zlib", "--columns", "verison")

    assert (done.status, done.out) == (2, "")
    assert "no column 'verison'; did you mean version?" in done.err


def test_no_match_says_why_and_what_is_near(cache: Path, run: Run) -> None:
    done = run("query", cache, "hdf")

    assert (done.status, done.out) == (1, "")
    assert "no spec matches 'hdf': no package 'hdf' in" in done.err
    assert "did you mean hdf5?" in done.err


def test_a_query_that_is_none_shows_where(cache: Path, run: Run) -> None:
    done = run("query", cache, "zlib @@")

    assert (done.status, done.out) == (2, "")
    assert done.err.endswith("(column 7)\n  zlib @@\n        ^\n")


def test_a_query_without_quotes_is_explained(cache: Path, run: Run) -> None:
    done = run("query", cache, "zlib", "+shared")

    assert done.status == 1
    assert "the source 'zlib' is neither a folder nor a file" in done.err
    assert "put a query of several words in quotes" in done.err


def test_a_source_in_the_place_of_the_query_is_explained(cache: Path, run: Run) -> None:
    done = run("query", cache, cache / "zlib.md")

    assert done.status == 2
    assert "the last argument must be the query" in done.err


def test_what_is_wrong_with_a_source_is_said_beside_the_result(cache: Path, run: Run) -> None:
    (cache / "specs.md").write_bytes(page("curl", *(detail(number, hash="x") for number in range(20))))

    done = run("query", cache, "hdf5")

    assert done.status == 0
    warnings = [line for line in done.err.splitlines() if line.startswith("warning: ")]
    assert len(warnings) == 11
    assert warnings[-1].endswith(" more; 'sphinxext-cache check' lists them all")
    assert run("query", cache, "hdf5", "--quiet").err == ""


def test_stacks_can_be_hidden(cache: Path, run: Run) -> None:
    done = run("query", cache, "hdf5", "--columns", "stacks", "--format=csv", "--hidden-stack", "e4s")

    assert done.out.splitlines() == ["stacks", "root"]


def test_a_tag_can_be_asked_for_and_must_be_there(tmp_path: Path, run: Run) -> None:
    for number, tag in enumerate(("v1.0", "v2.0")):
        (tmp_path / f"{tag}.md").write_bytes(page("zlib", detail(number), categories=f"[package, {tag}]"))

    assert hash_of(0) in run("query", tmp_path, "zlib", "--tag", "v1.0", "--format", "csv").out
    assert hash_of(1) in run("query", tmp_path, "zlib", "--default-tag", "v2.0", "--format", "csv").out
    done = run("query", tmp_path, "zlib", "--tag", "v3.0")

    assert (done.status, done.out) == (2, "")
    assert "no tag 'v3.0' in the build cache; did you mean v" in done.err
