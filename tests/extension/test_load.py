"""How to load what is installed: in documents, on pages, and in the rows of tables."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from sphinxext_cache.catalog import Installation
from tests import spack_files as spack
from tests.projects import make_hash, make_spec, table_texts

if TYPE_CHECKING:
    from bs4 import Tag

    from sphinxext_cache.catalog import Spec
    from tests.projects import Build, Project


def _installed(
    name: str = "hdf5",
    version: str = "1.14.5",
    stacks: tuple[str, ...] = (),
    compiler: str = "gcc@13.2.0",
    **known: Any,  # noqa: ANN401 a field of any type
) -> Spec:
    installation = Installation(**{"status": "installed", **known})
    hash_ = make_hash(f"{name}{version}{compiler}{known}")
    return make_spec(name, version=version, stacks=stacks, compiler=compiler, installation=installation, hash=hash_)


def _show(project: Project, directive: str) -> Build:
    project.write("index.rst", f"Title\n=====\n\n{directive}\n")
    return project.build()


def _sessions(within: Tag) -> list[str]:
    return [block.get_text().strip() for block in within.select(".highlight-console pre")]


def _body(page: Build) -> Tag:
    body = page.soup("index.html").select_one("div.body")
    assert body is not None
    return body


def _short(spec: Spec) -> str:
    return f"/{str(spec.hash)[:7]}"


def test_a_module_is_loaded_where_it_is_known(project: Project) -> None:
    project.add(_installed(module="hdf5/1.14.5"))

    page = _show(project, ".. cache:load:: hdf5")

    assert page.warnings == []
    assert _sessions(_body(page)) == ["$ module load hdf5/1.14.5"]


def test_what_one_module_is_for_is_loaded_by_one_line_that_chooses_nothing(project: Project) -> None:
    project.add(_installed(version="2", stacks=("a",), module="m"), _installed(version="1", stacks=("b",), module="m"))

    body = _body(_show(project, ".. cache:load:: hdf5"))

    assert _sessions(body) == ["$ module load m"]
    assert "newest" not in body.get_text()


def test_else_spack_loads_it_by_its_hash(project: Project) -> None:
    spec = _installed()
    project.add(spec)

    page = _show(project, ".. cache:load:: hdf5")

    assert _sessions(_body(page)) == [f"$ spack load {_short(spec)}"]
    assert len(page.soup("index.html").select(".gp")) == 1, "copy buttons leave out what is marked as a prompt"


def test_what_is_no_name_of_a_module_does_nothing_in_a_shell(project: Project) -> None:
    project.add(_installed(module="cray-mpich/8.1 $(reboot);"))

    assert _sessions(_body(_show(project, ".. cache:load:: hdf5"))) == ["$ module load cray-mpich/8.1 '$(reboot);'"]


def test_the_newest_of_several_is_loaded_and_that_is_said(project: Project) -> None:
    old, new = _installed(version="1.9"), _installed(version="1.10")
    project.add(old, new, _installed(version="develop"))

    body = _body(_show(project, ".. cache:load:: hdf5"))

    assert _sessions(body) == [f"$ spack load {_short(new)}"]
    assert "hdf5@1.10 %gcc@13.2.0, the newest of 3 installed specs" in body.get_text()


def test_of_several_of_one_version_the_last_that_was_installed_is_loaded(project: Project) -> None:
    new = _installed(compiler="gcc@12", installed=dt.date(2025, 4, 20))
    project.add(new, _installed(compiler="gcc@13", installed=dt.date(2025, 4, 19)), _installed(compiler="gcc@14"))

    body = _body(_show(project, ".. cache:load:: hdf5"))

    assert _sessions(body) == [f"$ spack load {_short(new)}"]
    assert "hdf5@1.14.5 %gcc@12, the most recently installed of 3 specs of this version" in body.get_text()


def test_each_stack_has_a_line_of_its_own_if_it_loads_another_spec(project: Project) -> None:
    new, old = _installed(stacks=("casper",)), _installed(version="1.12", stacks=("derecho", "gust"))
    project.add(new, old)

    body = _body(_show(project, ".. cache:load:: hdf5"))

    said = [" ".join(each.get_text().split()) for each in body.select("p, pre")]
    assert said == [
        "casper: hdf5@1.14.5 %gcc@13.2.0",
        f"$ spack load {_short(new)}",
        "derecho, gust: hdf5@1.12 %gcc@13.2.0",
        f"$ spack load {_short(old)}",
    ]


def test_stacks_that_load_the_same_have_one_line(project: Project) -> None:
    spec = _installed(stacks=("casper", "derecho"))
    project.add(spec)

    body = _body(_show(project, ".. cache:load:: hdf5"))

    assert _sessions(body) == [f"$ spack load {_short(spec)}"]
    assert "casper" not in body.get_text()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "hdf5",
            "nothing to load for 'hdf5': 1 spec matches, but none is known to be installed; if that is",
        ),
        ("*", "'*' matches several installed packages: cmake, zlib; name one of them [cache.ambiguous]"),
        ("zlib@1.2", "nothing matches 'zlib@1.2' in the tag 'develop'"),
        ("cmale", "did you mean cmake?"),
    ],
)
def test_it_warns_where_there_is_nothing_to_load(query: str, expected: str, project: Project) -> None:
    project.add(make_spec("hdf5"), _installed("cmake"), _installed("zlib"))

    (warning,) = _show(project, f".. cache:load:: {query}").warnings

    assert "index.rst:4: WARNING: " in warning
    assert expected in warning


@pytest.mark.parametrize(("option", "said"), [(":empty: Ask *us*.", "Ask us."), (":allow-empty:", "Nothing matches.")])
def test_that_nothing_is_to_load_may_be_as_it_should_be(option: str, said: str, project: Project) -> None:
    project.add(make_spec("hdf5"))

    page = _show(project, f".. cache:load:: hdf5\n   {option}")

    assert page.warnings == []
    assert said in _body(page).get_text()


def test_a_session_has_a_name_and_classes(project: Project) -> None:
    project.add(_installed())

    body = _body(_show(project, "See :ref:`text <it>`.\n\n.. cache:load:: hdf5\n   :name: it\n   :class: own"))

    assert body.select(".own.highlight-console#it")


def test_the_page_of_what_is_installed_says_how_to_load_it_and_not_how_to_install_it(project: Project) -> None:
    project.add(_installed(module="hdf5/1.14.5"))

    page = _show(project, "Text.").soup("cache/develop/packages/hdf5.html")

    assert [heading.find(string=True) for heading in page.select("h2")] == ["Load", "Specs"]
    assert _sessions(page) == ["$ module load hdf5/1.14.5"]


def test_the_page_of_what_is_installed_and_in_the_cache_says_both(project: Project) -> None:
    spec = _installed()
    project.add(spec, make_spec("hdf5", version="1.12"))

    page = _show(project, "Text.").soup("cache/develop/packages/hdf5.html")

    load, install = page.select_one("#load"), page.select_one("#install")
    assert load is not None
    assert install is not None
    assert _sessions(load) == [f"$ spack load {_short(spec)}"]
    assert _sessions(install)[0].splitlines()[-1] == "$ spack install --use-buildcache only hdf5@=1.12"


def test_a_row_says_how_its_spec_is_to_be_had(project: Project) -> None:
    module, by_hash = _installed(version="4", module="hdf5/4"), _installed(version="3")
    gone, external = _installed(version="2", status="uninstalled"), _installed(version="1", status=None, external=True)
    cached = make_spec("hdf5", version="0.5")
    project.add(module, by_hash, gone, external, cached)

    page = _show(project, ".. cache:specs:: hdf5\n   :columns: version, hash, variants")

    rows = page.soup("cache/develop/packages/hdf5.html").select("table.cache-specs tbody tr")
    assert [(row.get("data-load"), " ".join(each.get_text() for each in row.select("details"))) for row in rows] == [
        ("module load hdf5/4", "Load module load hdf5/4"),
        (f"spack load /{by_hash.hash}", f"Load spack load /{by_hash.hash}"),
        ("", ""),
        ("", ""),
        (None, f"Install spack install --use-buildcache only /{cached.hash}"),
    ]
    in_document = page.soup("index.html").select("table.cache-specs tbody tr")
    assert [row.get("data-load") for row in in_document] == [row.get("data-load") for row in rows]


def test_rows_mark_what_is_no_longer_there_or_never_was_built(project: Project) -> None:
    project.add(
        _installed(version="4"),
        _installed(version="3", status="uninstalled"),
        _installed(version="2", status="deprecated"),
        _installed(version="1", external=True, spliced="a" * 32),
    )

    table = _show(project, ".. cache:specs:: hdf5\n   :columns: version, variants").soup("index.html").table

    assert table is not None
    assert table_texts(table) == [
        ["Version", "Variant that differs"],
        ["4", ""],
        ["3", "uninstalled"],
        ["2", "deprecated"],
        ["1", "external, spliced from /aaaaaaa"],
    ]


def test_the_page_of_a_stack_that_is_installed_names_no_mirror(project: Project) -> None:
    project.add(_installed(stacks=("derecho",)), make_spec("zlib", stacks=("e4s",)))

    page = _show(project, "Text.")

    assert not page.soup("cache/develop/stacks/derecho.html").select("#install")
    assert page.soup("cache/develop/stacks/e4s.html").select("#install")


def test_a_page_says_which_spack_wrote_what_it_is_made_of_and_when(project: Project) -> None:
    made = spack.chain("hdf5")
    for stack in ("casper", "derecho"):
        spack.write(project.root / f"{stack}.lock", spack.lockfile(made, made))
    project.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n   :show: summary\n")

    def origin(*sources: Any) -> str:  # noqa: ANN401 items of the configuration
        page = project.build(cache_sources=list(sources), cache_package_url=None)
        project.touch()
        (on_page,) = page.soup("cache/site/packages/hdf5.html").select(".cache-origin")
        (in_document,) = page.soup("index.html").select(".cache-origin")
        assert on_page.get_text() == in_document.get_text()
        return on_page.get_text()

    casper: dict[str, Any] = {"path": "casper.lock", "stack": "casper"}
    assert origin(casper) == "Build cache site · Spack 1.0.2 (734c5db)"
    assert origin({**casper, "date": "2025-04-20"}) == "Build cache site, as of Apr 20, 2025 · Spack 1.0.2 (734c5db)"
    older = {"path": "derecho.lock", "stack": "derecho", "date": "2025-04-19"}
    assert origin({**casper, "date": "2025-04-20"}, older) == (
        "Build cache site, as of Apr 20, 2025"
        " · casper: Spack 1.0.2 (734c5db); derecho: Spack 1.0.2 (734c5db), as of 2025-04-19"
    )


def test_a_document_is_read_again_when_another_spec_is_to_be_loaded_and_only_then(project: Project) -> None:
    project.add(_installed(version="1.1"))
    project.write("load.rst", ":orphan:\n\nTitle\n=====\n\n.. cache:load:: hdf5\n")
    project.write("index.rst", "Title\n=====\n")

    def build() -> tuple[int, list[str]]:
        page = project.build()
        project.touch()
        return (page.outdir / "load.html").stat().st_mtime_ns, _sessions(page.soup("load.html"))

    first = build()
    project.add(make_spec("zlib", stacks=()))
    assert build() == first

    newer = _installed(version="1.2")
    project.add(newer)
    assert build()[1] == [f"$ spack load {_short(newer)}"]
