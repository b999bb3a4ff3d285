"""The same project gives the same bytes, whatever machine builds it, and whatever was built before in the process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from sphinx.testing.util import SphinxTestApp

from tests.incremental.builds import build, build_apart
from tests.incremental.sources import Directive, Document, Role, make_sources
from tests.incremental.trees import differences, read_all, read_tree
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from tests.incremental.sources import Sources
    from tests.incremental.trees import Tree

_EPOCH: Final = {"SOURCE_DATE_EPOCH": "86400"}


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """The project, with pages that say when they were made."""
    sources = make_sources(tmp_path_factory.mktemp("dated") / "project")
    sources.conf |= {"html_last_updated_fmt": "%Y-%m-%d %H:%M", "copyright": "2020, us"}
    sources.pages["_cache/twice.md"] = (make_spec("zlib", version="9"),)
    sources.write()
    return sources


@pytest.fixture(scope="module")
def usual(dated: Sources, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The output as this machine makes it."""
    out = tmp_path_factory.mktemp("usual") / "out"
    run = build_apart(dated.root, out, PYTHONHASHSEED="0", LISTING="forwards", **_EPOCH)
    assert run.status == 0, run.warned
    return read_all(out)


@pytest.mark.parametrize(
    ("options", "machine"),
    [
        ([], {"PYTHONHASHSEED": "1", "LISTING": "backwards"}),
        (["-j2"], {"PYTHONHASHSEED": "2"}),
        ([], {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Pacific/Kiritimati"}),
        (["-j2"], {"LC_ALL": "C.UTF-8", "LANGUAGE": "de", "TZ": "America/New_York", "LISTING": "backwards"}),
    ],
    ids=["order and hash seed", "two processes", "C locale", "words in another language"],
)
def test_every_machine_makes_the_same_bytes(
    dated: Sources, usual: Tree, tmp_path: Path, options: list[str], machine: dict[str, str]
) -> None:
    run = build_apart(dated.root, tmp_path / "out", *options, **machine, **_EPOCH)

    assert run.status == 0, run.warned
    assert differences(read_all(tmp_path / "out"), usual) == []


def test_the_date_is_that_of_the_source(usual: Tree) -> None:
    stubs = ("cache/packages/", "cache/stacks/", "cache/targets/")  # they show nothing of the theme
    pages = {name for name in usual if name.startswith("cache/") and name.endswith(".html")}
    pages = {name for name in pages if not name.startswith(stubs)}

    assert pages
    assert {name for name in pages if b"1970-01-02 00:00" in usual[name]} == pages


def test_a_build_does_not_know_what_was_built_before_in_the_process(sources: Sources, tmp_path: Path) -> None:
    other = make_sources(tmp_path / "other")
    other.conf |= {"cache_default_tag": "v1.0", "cache_hidden_stacks": [], "cache_columns": ["hash"]}
    other.pages = {"_cache/all/hdf5.md": (make_spec("hdf5", "v1.0", stacks=("root",)),)}
    other.write()
    assert build_apart(sources.root, tmp_path / "apart").status == 0

    for number, project in enumerate((other, sources, other, sources)):
        assert build(project.root, tmp_path / str(number)).status == 0

    assert differences(read_all(tmp_path / "1"), read_all(tmp_path / "apart")) == []
    assert differences(read_all(tmp_path / "3"), read_all(tmp_path / "apart")) == []
    assert differences(read_all(tmp_path / "2"), read_all(tmp_path / "0")) == []


def test_builds_that_follow_another_in_one_process_read_only_what_changed(sources: Sources, tmp_path: Path) -> None:
    build(sources.root, tmp_path / "out")
    sources.pages["_cache/develop/hdf5/specs.md"] = (make_spec("hdf5", version="2.0"),)
    sources.write()

    run = build(sources.root, tmp_path / "out")

    assert "0 added, 3 changed, 0 removed" in run.said, "the matrix, the guide with a table, and the description"
    assert build(sources.root, tmp_path / "clean").status == 0
    right = read_tree(tmp_path / "clean", sources.documents)
    assert differences(read_tree(tmp_path / "out", sources.documents), right) == []


def test_an_application_that_builds_again_sees_what_changed(sources: Sources, tmp_path: Path) -> None:
    """Some language servers do so whenever a file is saved."""
    app = SphinxTestApp("html", srcdir=sources.root, builddir=tmp_path)
    try:
        app.build()
        for version in ("2.0", "3.0"):
            sources.pages["_cache/develop/hdf5/specs.md"] = (make_spec("hdf5", version=version),)
            sources.pages.pop("_cache/v1.0/zlib/specs.md", None)
            sources.documents["guide"] = Document(
                title="Guide", blocks=[Directive("cache:specs", "zlib"), Role("cache:version", "hdf5")]
            )
            sources.write()

            app.build()

            again = read_tree(app.outdir, sources.documents)
            clean = tmp_path / f"clean-{version}"
            assert build_apart(sources.root, clean).status == 0
            assert differences(again, read_tree(clean, sources.documents)) == []
    finally:
        app.cleanup()


def test_two_builders_may_share_what_was_read(sources: Sources, tmp_path: Path) -> None:
    doctrees = ("-d", str(tmp_path / "doctrees"))
    build(sources.root, tmp_path / "html", *doctrees)
    sources.pages["_cache/develop/hdf5/specs.md"] = (make_spec("hdf5", version="2.0"),)
    del sources.pages["_cache/develop/zlib/specs.md"]
    sources.write()

    assert build(sources.root, tmp_path / "text", *doctrees, "-b", "text").status == 0
    assert build(sources.root, tmp_path / "html", *doctrees).status == 0

    assert build(sources.root, tmp_path / "clean").status == 0
    right = read_tree(tmp_path / "clean", sources.documents)
    assert differences(read_tree(tmp_path / "html", sources.documents), right) == []


def test_two_folders_may_share_what_was_read_as_it_is_configured_now(sources: Sources, tmp_path: Path) -> None:
    """The second build reads no document again, and yet all of them show something else."""
    doctrees = ("-d", str(tmp_path / "doctrees"))
    for name in ("one", "other"):
        assert build(sources.root, tmp_path / name, *doctrees).status == 0
    sources.conf |= {"cache_columns": ["hash"], "cache_mirror_url": "https://mirror.example/{stack}"}
    sources.write()

    for name in ("one", "other"):
        assert build(sources.root, tmp_path / name, *doctrees).status == 0

    assert build(sources.root, tmp_path / "clean").status == 0
    right = read_tree(tmp_path / "clean", sources.documents)
    for name in ("one", "other"):
        assert differences(read_tree(tmp_path / name, sources.documents), right) == []
