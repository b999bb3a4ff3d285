"""Running what is to be measured, with a tree of five packages; no time is looked at."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from benchmarks import read
from benchmarks.cases import Case, run_in_turns, timed
from benchmarks.changes import PackageChange, pages_of
from benchmarks.host import EMPTY, Host
from benchmarks.make_graphs import Graph
from benchmarks.make_trees import Tree
from benchmarks.navigation import Arrival
from benchmarks.projects import write_project, write_tables
from benchmarks.weights import weigh
from sphinxext_cache.catalog import load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tree(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tree:
    monkeypatch.setattr("benchmarks.make_trees.FOLDER", tmp_path / "trees")
    monkeypatch.setattr("benchmarks.cases.LOG", tmp_path / "log.txt")
    tiny = Tree(name="tiny", tag="develop", packages=5, specs=20, median=3, spread=0.4, largest=8)
    assert len(tiny.pages()) == 5
    return tiny


def test_cases_run_in_turns_and_the_best_counts(tmp_path: Path) -> None:
    order = tmp_path / "order.txt"
    taken = [{"seconds": 3.0, "cpu": 2.0, "peak": 10}, {"seconds": 2.0, "cpu": 2.5, "peak": 30}]
    (tmp_path / "next.py").write_text(
        f"import pathlib, sys\norder = pathlib.Path({str(order)!r})\n"
        "with order.open('a') as file:\n    file.write(sys.argv[1])\n"
        f"print({[json.dumps(each) for each in taken]!r}[len(order.read_text()) > 2])\n"
    )

    def case(name: str, times: int = 1) -> Case:
        return Case(name=name, command=(sys.executable, str(tmp_path / "next.py"), name), times=times)

    measured = run_in_turns([case("a"), case("b"), case("c", times=2)], 2)

    assert order.read_text() == "abccabcc"
    best = measured["a"]
    assert (best.seconds, best.cpu, best.peak, best.slowest, best.runs) == (2.0, 2.0, 30, 3.0, 2)
    assert measured["c"].runs == 4


def test_a_command_that_fails_stops_the_benchmark_with_what_it_said() -> None:
    case = Case(name="broken", command=timed(sys.executable, "-c", "raise SystemExit('it is broken')"))

    with pytest.raises(SystemExit, match="'broken' failed") as failure:
        run_in_turns([case], 1)

    assert "it is broken" in str(failure.value)


def test_the_stopwatch_does_not_charge_a_command_with_the_memory_of_the_benchmark() -> None:
    ballast = bytearray(300_000_000)
    ballast[::4096] = bytes(len(ballast[::4096]))  # touched, so that it is really there

    measured = run_in_turns([Case(name="small", command=timed(sys.executable, "-IS", "-c", "pass"))], 1)

    assert 0 < measured["small"].peak < len(ballast)


def test_a_build_gives_its_output_and_a_change_the_pages_that_show_it(tree: Tree, tmp_path: Path) -> None:
    change = PackageChange(tree, tmp_path / "pages")
    project = write_project(tmp_path / "ours", Host(documents=3), sources=[change.folder], shown=change.package)

    changed = project.again("changed", before=change.make)
    measured = run_in_turns([project.clean("clean"), project.again("again"), changed], 1)

    stubs = {path for kind in ("packages", "stacks", "targets") for path in project.output.glob(f"cache/{kind}/*")}
    generated = [path.stem for path in project.output.glob("cache/**/*.html") if path not in stubs]
    assert stubs
    assert measured["clean"].pages == measured["changed"].pages == len(generated)
    assert measured["clean"].size > 0
    assert measured["clean"].files > len(generated)
    assert pages_of(measured["again"].written) == set()
    data = {path.relative_to(project.output).as_posix() for path in project.output.glob("cache/**/*.json")}
    assert data
    assert data <= set(measured["changed"].written), "other files than pages count, too"
    judged = change.judge(project.output, measured["changed"].written)
    assert judged["pages written"] >= 3, "the page of the package, that of the tag, and the document"
    assert judged["pages written without reason"] == 0
    weights = weigh(project.output)
    assert weights["bytes a spec row, median"] > 0
    assert 0 < weights["scripts and styles of a page, bytes gzipped"] < weights["scripts and styles, bytes gzipped"]


def test_a_build_that_overlooks_the_change_is_no_measurement(tree: Tree, tmp_path: Path) -> None:
    change = PackageChange(tree, tmp_path / "pages")

    with pytest.raises(SystemExit, match="did not notice"):
        change.judge(tmp_path, ["cache/develop/index.html"])


def test_each_first_build_has_a_new_folder_and_none_is_deleted(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", EMPTY)

    run_in_turns([project.clean("clean")], 3)

    outputs = list(project.folder.rglob("html/index.html"))
    assert len({path.stat().st_ino for path in outputs}) == len(outputs) == 3


def test_a_deep_host_has_documents_of_all_depths_in_trees_with_captions(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", Host(documents=12, fans=(5, 1, 1)))

    run_in_turns([project.clean("clean")], 1)

    soup = BeautifulSoup((project.output / "index.html").read_text(encoding="utf-8"), "html5lib")
    wrapper = soup.select_one("[role=main]")
    assert wrapper is not None
    assert [caption.get_text() for caption in wrapper.select(".caption-text")] == ["Part 1"]
    assert len(list(project.output.glob("chapter-*/section-*/page-*.html"))) == 3
    assert len(list(project.source.rglob("*.rst"))) == 12


def test_the_packages_that_come_to_a_host_are_all_but_one(tree: Tree, tmp_path: Path) -> None:
    arrival = Arrival("host", EMPTY, tree, tmp_path / "host")

    measured = arrival.build_host() | run_in_turns(arrival.cases(), 2)

    pages = {name: each.pages for name, each in measured.items()}
    assert pages["host, one package"] == pages["host, one package changed"]
    assert sorted(name for name in measured["host, all others came"].written if "develop/packages/" in name) == sorted(
        f"cache/develop/packages/{path.parent.name}.html" for path in tree.pages()
    )


def test_every_package_has_a_document_with_a_table(tree: Tree, tmp_path: Path) -> None:
    project = write_tables(tmp_path / "tables", tree.folder)

    names = {path.parent.name for path in tree.pages()}
    assert {path.stem for path in project.source.glob("*.rst")} == names | {"index"}


def test_all_ways_to_read_take_the_same_pages(tree: Tree) -> None:
    measured = run_in_turns(read.cases("tiny", tree.folder, tree.packages, tree.specs), 1)

    assert set(measured) == {"tiny, ours", "tiny, msgspec", "tiny, PyYAML"}
    assert {(each.pages, each.specs) for each in measured.values()} == {(5, 20)}


def test_both_files_of_an_installation_hold_the_same_specs_and_are_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("benchmarks.make_graphs.FOLDER", tmp_path)
    monkeypatch.setattr("benchmarks.cases.LOG", tmp_path / "log.txt")
    graph = Graph(name="tiny", specs=40)

    lockfile, database = (load([file]) for file in (graph.lockfile(), graph.database()))
    measured = run_in_turns(read.file_cases("tiny", graph.lockfile(), graph.specs), 1)

    assert {spec.hash for spec in lockfile.specs("*")} == {spec.hash for spec in database.specs("*")}
    assert len(lockfile.specs("*")) == 10
    assert set(measured) == {"tiny, ours", "tiny, json.load"}
    assert all(each.peak > 0 for each in measured.values())
