"""Whose the output folder is: what we wrote there is known wherever it goes, and nothing else is ever removed."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any, Final

import pytest

from sphinxext_cache.digest import digest_bytes
from sphinxext_cache.files import OutputError
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.projects import Build, Project

_RECORD: Final = ".sphinxext-cache-html.json"
_ZLIB: Final = "cache/develop/packages/zlib.html"


@pytest.fixture
def indexed(hdf5: Project) -> Project:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:packages::\n")
    return hdf5


def _leave(project: Project) -> None:
    """Let a package leave the cache."""
    (project.root / "_cache/develop/zlib/specs.md").unlink()


def _change_record(out: Path, change: Callable[[dict[str, Any]], object]) -> None:
    record = json.loads((out / _RECORD).read_bytes())
    change(record)
    (out / _RECORD).write_text(json.dumps(record))


def test_the_record_says_nothing_of_the_machine_or_the_hour(indexed: Project) -> None:
    first = indexed.build()
    other = indexed.root.with_name("another")
    shutil.copytree(indexed.root, other, ignore=shutil.ignore_patterns("_build"))

    second = type(indexed)(root=other).build()

    record = (first.outdir / _RECORD).read_bytes()
    assert (second.outdir / _RECORD).read_bytes() == record
    assert str(indexed.root).encode() not in record
    assert not [path for path in json.loads(record)["pages"] if path.startswith("/") or ".." in path]


def test_a_page_that_left_goes_wherever_its_folder_went_and_whatever_became_of_its_dates(indexed: Project) -> None:
    out = indexed.build().outdir
    copied = out.with_name("copied")
    shutil.copytree(out, copied, copy_function=shutil.copyfile)
    shutil.rmtree(out)
    copied.rename(out)
    _leave(indexed)

    assert _ZLIB not in indexed.build().pages()


def test_a_builder_without_pages_puts_nothing_beside_what_it_writes(indexed: Project) -> None:
    for builder in ("text", "singlehtml", "epub", "gettext", "latex"):
        shutil.rmtree(indexed.root / "_build", ignore_errors=True)
        build = indexed.build(builder, suppress_warnings=["epub"], version="1")
        assert not list(build.outdir.glob(".sphinxext*")), builder


# -- what is not as we left it -------------------------------------------------------------------------------------


def test_a_page_that_somebody_changed_is_made_again_but_never_removed(indexed: Project) -> None:
    page = indexed.build().outdir / _ZLIB
    made = page.read_text()

    page.write_text(made + "changed")
    indexed.touch()
    assert indexed.build().warnings == []
    assert page.read_text() == made

    page.write_text(made + "changed")
    _leave(indexed)
    build = indexed.build()
    assert page.read_text() == made + "changed"
    (warning,) = build.warnings
    assert warning.startswith(f"{page}: WARNING: the generated file '{_ZLIB}' is no longer needed, but was kept")
    assert indexed.build().warnings == []
    assert page.exists()


def test_a_page_of_a_build_that_did_not_end_is_removed_whatever_it_holds(indexed: Project) -> None:
    """It is known that we were going to write it, and what is there bears our mark."""
    out = indexed.build().outdir
    (out / _ZLIB).write_text((out / _ZLIB).read_text() + "<!-- later -->")

    def interrupt(record: dict[str, Any]) -> None:
        record["documents"]["ended"] = False
        record["pages"][_ZLIB][0] = ""

    _change_record(out, interrupt)
    _leave(indexed)

    assert _ZLIB not in indexed.build().pages()


_UNUSABLE: Final = {
    "empty": b"",
    "cut off": b"{",
    "no text": b"\0\xff",
    "a list": b"[]",
    "of nothing": b'{"format":1}',
    "of another version": b'{"format":2,"outdir":".","pages":{}}',
    "of another folder": b'{"format":1,"outdir":"..","pages":{}}',
    "of another type": b'{"format":1,"outdir":".","pages":{"a":["","",[],"",false]}}',
    "nested": b'{"format":1,"outdir":".","pages":{"a":' + b"[" * 100_000,
    "a name that is no text": b'{"format":1,"outdir":".","pages":{"\\udc80":["","",8,"",false]}}',
    "untrue": b'{"format":1,"outdir":".","documents":{"ended":"no"}}',
}


@pytest.mark.parametrize("content", _UNUSABLE.values(), ids=_UNUSABLE)
def test_a_record_that_cannot_be_used_is_as_good_as_none(indexed: Project, content: bytes) -> None:
    clean = indexed.build()
    right = (clean.outdir / _RECORD).read_bytes()
    (clean.outdir / _RECORD).write_bytes(content)

    build = indexed.build()

    assert build.warnings == []
    assert json.loads((build.outdir / _RECORD).read_bytes())["pages"] == json.loads(right)["pages"]


_FORGED: Final = {
    "absolute": "{root}/precious.html",
    "absolute, twice": "/{root}/precious.html",
    "above": "../../precious.html",
    "above, in the middle": "cache/../../../precious.html",
    "through a link": "linked/precious.html",
    "a link": "link.html",
    "not as it is spelt": "./mine.html",
    "changed": "mine.html",
    "a document": "index.html",
    "Sphinx's": "objects.inv",
    "a folder": "cache",
    "the folder itself": ".",
    "the root": "/",
    "empty": "",
    "a null character": "a\0b",
    "of Windows": "C:\\x",
    "too long": "x" * 5000,
    "a name too long": "x" * 300,
    "in no folder": "nowhere/x.html",
}
"""Names of files that a record says were ours."""


@pytest.mark.parametrize("name", _FORGED.values(), ids=_FORGED)
def test_a_record_removes_nothing_outside_its_folder_and_nothing_of_others(indexed: Project, name: str) -> None:
    outside = indexed.write("precious.html", "precious")
    out = indexed.build().outdir
    (out / "linked").symlink_to(indexed.root, target_is_directory=True)
    (out / "link.html").symlink_to(outside)
    kept = [out / other for other in ("mine.html", "index.html", "objects.inv", "_static/basic.css", _ZLIB)]
    kept[0].write_text("precious")
    gone = out / "cache/gone.html"
    gone.write_text("precious")

    def forge(record: dict[str, Any]) -> None:
        ours = ["x", digest_bytes(b"precious"), 8, "", False]
        other = ["x", digest_bytes(b"another"), 7, "", False]
        record["pages"][name.format(root=indexed.root)] = other if name == "mine.html" else ours
        record["pages"]["cache/gone.html"] = ours
        record["documents"]["written"] |= dict.fromkeys(["../x", ""], "x")

    _change_record(out, forge)
    build = indexed.build()

    assert not gone.exists(), "the record was not used"
    assert outside.read_text() == "precious"
    assert all(path.exists() for path in kept)
    warned = {warning.partition(":")[0] for warning in build.warnings if "[cache.conflict]" in warning}
    assert len(warned) == len(build.warnings)
    in_doubt = {"mine.html", "link.html", "cache"}
    assert warned == ({str(out / name)} if name in in_doubt else set())


# -- output that cannot be read or written -------------------------------------------------------------------------


def _folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    (path / "in it").mkdir(parents=True)


def _file(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.write_text("")


def _loop(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)


_SPOILT: Final = [
    ("_build/html/cache/develop/packages/zlib.html", _folder),
    ("_build/html/cache/develop/packages/zlib.html", _loop),
    ("_build/html/cache/develop/packages", _file),
    ("_build/html/cache/develop/packages", _loop),
    ("_build/html/cache/develop/specs.json", _folder),
    ("_build/html/cache", _file),
    ("_build/html/cache", _loop),
    (f"_build/html/{_RECORD}", _folder),
    (f"_build/html/{_RECORD}", _loop),
    ("_build/doctrees/sphinxext_cache", _file),
    ("_templates/cache/package.html", _folder),
    ("_templates/layout.html", _folder),
]


@pytest.mark.parametrize(("name", "spoil"), _SPOILT, ids=[f"{name}{spoil.__name__}" for name, spoil in _SPOILT])
def test_what_cannot_be_read_or_written_is_named_and_the_next_build_is_whole(
    indexed: Project, name: str, spoil: Callable[[Path], None]
) -> None:
    indexed.write("_templates/other.html", "")
    clean = indexed.build(templates_path=["_templates"])
    right = clean.text(_ZLIB)
    spoilt = indexed.root / name
    spoilt.parent.mkdir(parents=True, exist_ok=True)
    spoil(spoilt)
    indexed.add(make_spec("zlib", version="9"))

    with pytest.raises(OutputError, match=f"^{spoilt}"):
        indexed.build(templates_path=["_templates"])

    if spoilt.is_dir() and not spoilt.is_symlink():
        shutil.rmtree(spoilt)
    else:
        spoilt.unlink()
    (indexed.root / "_cache/develop/zlib/specs.md").unlink()
    indexed.add(
        make_spec(package="zlib", variants=("+pic",), target="neoverse_v2", stacks=("hep", "root"), version="1.3.1")
    )
    build = indexed.build(templates_path=["_templates"])
    assert build.warnings == []
    assert build.text(_ZLIB) == right
    assert not list(build.outdir.rglob("*.tmp"))


def test_nothing_waits_for_a_pipe_in_the_place_of_a_file(indexed: Project) -> None:
    out = indexed.build().outdir
    for name in (_RECORD, _ZLIB, "cache/index.html"):
        (out / name).unlink()
        os.mkfifo(out / name)

    build = indexed.build()

    assert "zlib" in build.text(_ZLIB)
    assert json.loads(build.text(_RECORD))["documents"]["ended"]


def _pages(build: Build) -> set[str]:
    return {name for name in build.pages() if name.startswith("cache/")}


def test_what_is_in_the_way_of_a_new_page_goes_before_it_comes(indexed: Project) -> None:
    """In this builder a package called `index` has a file where another one needs a folder."""
    indexed.add(make_spec("index"))
    before = indexed.build("dirhtml")
    assert "cache/develop/packages/index.html" in _pages(before)

    shutil.rmtree(indexed.root / "_cache/develop/index")
    indexed.add(make_spec("index.html"))
    after = indexed.build("dirhtml")

    assert after.warnings == []
    assert "cache/develop/packages/index.html/index.html" in _pages(after)
