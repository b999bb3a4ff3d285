"""The script and the style sheet: which builds and pages have them, and what Python tells the script.

A checkout joins their sources; what an installed package has is tested with the wheel, in `tests/packaging`.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import archspec.cpu
import pytest

from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.pages.scripts import PROBLEMS, project_script, script_words
from tests.checkout import assets, shipped, told
from tests.environments import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Project

_SCRIPTS = ROOT / "sphinxext_cache" / "assets" / "scripts"
_SCRIPT = "sphinxext-cache.js"
_MIRROR = "https://binaries.spack.io/{tag}/{stack}"
"""The mirror of a project that names none."""


@pytest.fixture
def with_and_without(hdf5: Project) -> Project:
    hdf5.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   with\n   without\n")
    hdf5.write("with.rst", "With\n====\n\n.. cache:specs:: hdf5\n")
    hdf5.write("without.rst", "Without\n=======\n")
    return hdf5


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_pages_with_something_of_ours_load_the_script_when_the_page_is_there(
    with_and_without: Project, builder: str
) -> None:
    built = with_and_without.build(builder)

    text = project_script(mirror_url=_MIRROR) + shipped(f"browser/{_SCRIPT}")
    loading = set()
    for name in built.pages():
        elements = built.soup(name).select("script[src*='sphinxext-cache']")
        loading |= {name} if elements else set()
        for element in elements:
            file = (built.outdir / name).parent / str(element["src"]).partition("?")[0]
            assert (file.name, file.read_text(encoding="utf-8")) == (_SCRIPT, text)
            assert element.has_attr("defer")
        assert len(elements) <= 1
    own = {name for name in built.pages() if name.startswith(("with/", "search")) or name == "with.html"}
    assert loading == {*own, *(name for name in built.pages() if name.startswith("cache/"))}
    assert len(own) == 2


def test_the_one_page_of_all_documents_loads_it_if_any_of_them_needs_it(with_and_without: Project) -> None:
    built = with_and_without.build("singlehtml")

    assert len(built.soup("index.html").select("script[src*='sphinxext-cache'][defer]")) == 1
    assert len(built.soup("index.html").select("link[href*='sphinxext-cache']")) == 1


@pytest.mark.parametrize("builder", ["epub", "htmlhelp"])
def test_books_and_help_have_the_style_of_tables_and_no_script(with_and_without: Project, builder: str) -> None:
    built = with_and_without.build(builder)

    assert list(built.outdir.rglob("sphinxext-cache*.js")) == []
    (sheet,) = built.outdir.rglob("sphinxext-cache*.css")
    assert sheet.name == "sphinxext-cache.css"
    assert sheet.read_text(encoding="utf-8") == shipped("book/sphinxext-cache.css")


def test_two_projects_in_one_process_do_not_share_their_files(with_and_without: Project) -> None:
    first = with_and_without.build().app.config.html_static_path
    shutil.rmtree(with_and_without.root / "_build")
    second = with_and_without.build().app.config.html_static_path

    assert len(first) == len(second) == 3


def test_the_script_knows_all_targets_of_archspec_in_our_order_and_what_runs_where() -> None:
    listed = told(project_script())["targets"]

    assert [name for name, *_rest in listed] == sorted(archspec.cpu.TARGETS, key=targets.key)
    ancestors: list[set[str]] = []
    for at, (name, _vendor, *parents) in enumerate(listed):
        assert all(0 < parent <= at for parent in parents), "a parent comes first"
        ancestors.append({above for parent in parents for above in ({listed[at - parent][0]} | ancestors[at - parent])})
        assert ancestors[at] == set(targets.ancestors(name)), name


def test_vendors_have_readable_names() -> None:
    vendors = {name: vendor for name, vendor, *_parents in told(project_script())["targets"]}

    assert (vendors["zen4"], vendors["icelake"], vendors["neoverse_v2"], vendors["m1"]) == (
        "AMD",
        "Intel",
        "Arm",
        "Apple",
    )
    assert vendors["x86_64_v3"] == ""


def test_the_script_speaks_the_language_of_the_project(hdf5: Project) -> None:
    hdf5.write("index.rst", "Titel\n=====\n")

    text = hdf5.build(language="de").text(f"_static/{_SCRIPT}")

    words = told(text)["words"]
    assert {"Zurücksetzen", "{n} von {all} Specs"} <= {*words}


def test_the_words_of_scripts_are_named_there_in_the_same_order_and_each_is_used() -> None:
    declared = (_SCRIPTS / "project.js").read_text(encoding="utf-8")
    names = re.findall(r"[A-Z_]+", declared.partition("export const [")[2].partition("]")[0])
    sources = "".join(path.read_text(encoding="utf-8") for path in _SCRIPTS.glob("*.js") if path.stem != "project")

    assert names == list(script_words())
    assert [name for name in names if not re.search(rf"\b{name}\b", sources)] == []
    assert told(project_script())["words"] == list(script_words().values())


def test_every_problem_that_a_filter_box_can_have_is_a_message() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in _SCRIPTS.glob("*.js"))

    assert {*re.findall(r'fail\("([^"]*)"\)', source), *re.findall(r'problems: \["([^"]*)"\]', source)} == set(PROBLEMS)


def test_modules_are_joined_to_one_scope_in_which_each_name_is_declared_once() -> None:
    text = assets.join()[f"browser/{_SCRIPT}"]
    declared = re.findall(r"^(?:const|let|class) (?:(\w+)|[{\[]([^}\]]*)[}\]])", text, re.MULTILINE)
    names = [name for one, several in declared for name in re.findall(r"\w+", one or several)]

    assert {"parseQuery", "RESET", "View", "targets"} <= set(names)
    assert [name for name in names if names.count(name) > 1] == []
    joined = "".join(assets.join().values())
    for path in _SCRIPTS.glob("*.js"):
        source = path.read_text(encoding="utf-8")
        assert source.startswith("// @ts-check\n"), path.name
        assert all(
            line in joined for line in source.splitlines() if not line.startswith(("import ", "export ", "  ", "}"))
        )


def test_what_cannot_be_joined_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "_HERE", tmp_path)
    shutil.copytree(_SCRIPTS.parent / "styles", tmp_path / "styles")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/one.js").write_text("export const one = 1;\n")

    for line in ('import { one as two } from "./one.js";', "export default 1;", 'import "elsewhere";'):
        (tmp_path / "scripts/main.js").write_text(f"{line}\n")
        with pytest.raises(ValueError, match=re.escape(line)):
            assets.join()


def test_scripts_and_styles_hold_nothing_that_a_strict_policy_refuses() -> None:
    for name, text in assets.join().items():
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|cssText", text
        )
        if name.endswith(".css"):
            assert not re.search(r"url\(|@import|https?:", text)
            assert text.count("{") == text.count("}")


def test_no_style_has_a_browser_look_through_the_whole_page_after_each_key() -> None:
    styles = "".join(text for name, text in assets.join().items() if name.endswith(".css"))

    assert ":has(" in styles
    assert not re.search(r"\b(?:body|html|table):has\(|:root:has\(", styles)


def test_the_script_knows_what_the_project_calls_cpus_and_those_of_one_target_together(hdf5: Project) -> None:
    cpus = {"Alder cpu": "zen4", "Alder gpu": "neoverse_v2", "<b>Birch": "zen4"}
    hdf5.write("index.rst", "Title\n=====\n")

    text = hdf5.build(cache_cpus=cpus).text(f"_static/{_SCRIPT}")

    assert told(text)["partitions"] == [["Alder cpu, <b>Birch", "zen4"], ["Alder gpu", "neoverse_v2"]]
    assert told(project_script())["partitions"] == []


def test_a_cpu_with_an_unknown_target_is_a_warning_with_the_nearest_one(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    hdf5.write("conf.py", "# CPUs.\ncache_cpus = {'Alder': 'zen4', 'Birch': 'neoverse-v3'}\n")

    built = hdf5.build(cache_cpus={"Alder": "zen4", "Birch": "neoverse-v3"})

    (warning,) = built.warnings
    said = "cache_cpus: 'neoverse-v3', the value of 'Birch', is not a target; did you mean neoverse_v"
    assert warning.startswith(f"{hdf5.root / 'conf.py'}:2: WARNING: {said}")
    assert told(built.text(f"_static/{_SCRIPT}"))["partitions"] == [["Alder", "zen4"]]


def test_other_names_of_cpus_make_all_pages_again(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n")
    hdf5.build()

    again = hdf5.build(cache_cpus={"Alder": "zen4"})
    pages = {name: again.text(name) for name in again.pages()}

    clean = hdf5.build(cache_cpus={"Alder": "zen4"}, freshenv=True)
    assert {name: clean.text(name) for name in clean.pages()} == pages
