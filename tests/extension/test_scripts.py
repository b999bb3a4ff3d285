"""The script and the style sheet: which builds and pages have them, and what Python tells the script.

A checkout joins their sources; what an installed package has is tested with the wheel, in `tests/packaging`.
"""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import archspec.cpu
import pytest

from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.pages.scripts import PROBLEMS, project_script
from tests.checkout import assets, shipped
from tests.environments import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Project

_SCRIPTS = ROOT / "sphinxext_cache" / "assets" / "scripts"
_LOADED = ["sphinxext-cache-project.js", "sphinxext-cache.js", "sphinxext-cache-tables.js"]
"""The scripts of a page, in order."""
_EXPLORE = "sphinxext-cache-explore.js"
"""The script of the page that searches all specs, in the place of the last."""
_MIRROR = "https://binaries.spack.io/{tag}/{stack}"
"""The mirror of a project that names none."""


def _told(name: str, text: str) -> Any:  # noqa: ANN401 whatever it is
    """What Python tells the script by a name."""
    return json.loads(text.removeprefix("window.sphinxextCache=").removesuffix(";\n"))[name]


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

    texts = {name: shipped(f"browser/{name}") for name in (*_LOADED[1:], _EXPLORE)}
    texts[_LOADED[0]] = project_script(mirror_url=_MIRROR)
    loading = set()
    for name in built.pages():
        elements = built.soup(name).select("script[src*='sphinxext-cache']:not([src*='-search'])")
        files = [(built.outdir / name).parent / str(element["src"]).partition("?")[0] for element in elements]
        loading |= {name} if elements else set()
        wanted = [*_LOADED[:2], _EXPLORE] if "explore" in name else _LOADED
        assert [file.name for file in files] == (wanted if elements else [])
        assert all(element.has_attr("defer") for element in elements)
        assert [file.read_text(encoding="utf-8") for file in files] == [texts[file.name] for file in files]
    own = {name for name in built.pages() if name.startswith("with/") or name == "with.html"}
    assert loading == {*own, *(name for name in built.pages() if name.startswith("cache/"))}
    assert len(own) == 1


def test_the_one_page_of_all_documents_loads_it_if_any_of_them_needs_it(with_and_without: Project) -> None:
    built = with_and_without.build("singlehtml")

    assert len(built.soup("index.html").select("script[src*='sphinxext-cache'][defer]")) == len(_LOADED)
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

    assert len(first) == len(second) == 7


def test_the_script_knows_all_targets_of_archspec_in_our_order_and_what_runs_where() -> None:
    told = _told("targets", project_script())

    assert [name for name, *_rest in told] == sorted(archspec.cpu.TARGETS, key=targets.key)
    ancestors: list[set[str]] = []
    for at, (name, _vendor, *parents) in enumerate(told):
        assert all(0 < parent <= at for parent in parents), "a parent comes first"
        ancestors.append({above for parent in parents for above in ({told[at - parent][0]} | ancestors[at - parent])})
        assert ancestors[at] == set(targets.ancestors(name)), name


def test_vendors_have_readable_names() -> None:
    vendors = {name: vendor for name, vendor, *_parents in _told("targets", project_script())}

    assert (vendors["zen4"], vendors["icelake"], vendors["neoverse_v2"], vendors["m1"]) == (
        "AMD",
        "Intel",
        "Arm",
        "Apple",
    )
    assert vendors["x86_64_v3"] == ""


def test_the_script_speaks_the_language_of_the_project(hdf5: Project) -> None:
    hdf5.write("index.rst", "Titel\n=====\n")

    text = hdf5.build(language="de").text("_static/sphinxext-cache-project.js")

    words = _told("words", text)
    assert words["reset"] == "Zurücksetzen"
    assert words["specs"] == "{n} von {all} Specs"


def test_the_words_of_scripts_are_those_that_their_types_name_and_each_is_used() -> None:
    declared = (_SCRIPTS / "project.js").read_text(encoding="utf-8")
    words = set(re.findall(r'"(\w+)"', declared.partition("@typedef {")[2].partition("}")[0]))
    sources = "".join(path.read_text(encoding="utf-8") for path in _SCRIPTS.glob("*.js") if path.stem != "project")

    assert set(_told("words", project_script())) == words
    assert [word for word in words if f'"{word}"' not in sources] == []


def test_every_problem_that_a_filter_box_can_have_is_a_message() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in _SCRIPTS.glob("*.js"))

    assert {*re.findall(r'fail\("([^"]*)"\)', source), *re.findall(r'problems: \["([^"]*)"\]', source)} == set(PROBLEMS)


@pytest.mark.parametrize("script", [_LOADED[2], _EXPLORE])
def test_modules_are_joined_to_one_scope_in_which_each_name_is_declared_once(script: str) -> None:
    taken, _, own = assets.join()[f"browser/{script}"].partition("] = sphinxextCache.shared;\n")
    text = assets.join()[f"browser/{_LOADED[1]}"] + own
    assert {"make", "View"} <= {*re.findall(r"\w+", taken)}
    told = re.findall(r"^(?:const|let|class) (?:(\w+)|[{\[]([^}\]]*)[}\]])", text, re.MULTILINE)
    names = [name for one, several in told for name in re.findall(r"\w+", one or several)]

    assert {"parseQuery", "View", "targets", "words"} <= set(names)
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
    (tmp_path / "scripts/explore.js").write_text('import { one } from "./one.js";\n')

    for line in ('import { one as two } from "./one.js";', "export default 1;", 'import "elsewhere";'):
        (tmp_path / "scripts/main.js").write_text(f"{line}\n")
        with pytest.raises(ValueError, match=re.escape(line)):
            assets.join()
    (tmp_path / "scripts/one.js").write_text("// One.\nexport let one = 1;\n")
    (tmp_path / "scripts/main.js").write_text('import { one } from "./one.js";\n')
    with pytest.raises(ValueError, match="another script cannot import what changes: one"):
        assets.join()


def test_what_two_scripts_need_is_in_one_that_comes_before_both() -> None:
    texts = {name: text for name, text in assets.join().items() if name.endswith(".js")}
    for path in _SCRIPTS.glob("*.js"):
        declared = re.findall(r"^export (?:const|let|class) \w+", path.read_text(encoding="utf-8"), re.MULTILINE)
        for declaration in declared:
            text = re.compile(rf"^{declaration.removeprefix('export ')}\b", re.MULTILINE)
            assert len([name for name in texts if text.search(texts[name])]) == 1, declaration


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

    text = hdf5.build(cache_cpus=cpus).text("_static/sphinxext-cache-project.js")

    assert _told("partitions", text) == [["Alder cpu, <b>Birch", "zen4"], ["Alder gpu", "neoverse_v2"]]
    assert _told("partitions", project_script()) == []


def test_a_cpu_with_an_unknown_target_is_a_warning_with_the_nearest_one(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    hdf5.write("conf.py", "# CPUs.\ncache_cpus = {'Alder': 'zen4', 'Birch': 'neoverse-v3'}\n")

    built = hdf5.build(cache_cpus={"Alder": "zen4", "Birch": "neoverse-v3"})

    (warning,) = built.warnings
    said = "cache_cpus: 'neoverse-v3', the value of 'Birch', is not a target; did you mean neoverse_v"
    assert warning.startswith(f"{hdf5.root / 'conf.py'}:2: WARNING: {said}")
    assert _told("partitions", built.text("_static/sphinxext-cache-project.js")) == [["Alder", "zen4"]]


def test_other_names_of_cpus_make_all_pages_again(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n")
    hdf5.build()

    again = hdf5.build(cache_cpus={"Alder": "zen4"})
    pages = {name: again.text(name) for name in again.pages()}

    clean = hdf5.build(cache_cpus={"Alder": "zen4"}, freshenv=True)
    assert {name: clean.text(name) for name in clean.pages()} == pages
