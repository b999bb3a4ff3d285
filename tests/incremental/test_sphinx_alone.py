"""What Sphinx itself does not make again as it was: the proof, by a project without us, of what `trees` leaves out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.incremental import trees
from tests.incremental.builds import build

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_that_sphinx_alone_built_into_again_differs_from_a_new_one(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "static").mkdir(parents=True)
    (root / "static/old.txt").write_text("old")

    def write(name: str, text: str) -> None:
        (root / name).write_text(text)

    write("conf.py", "html_theme = 'basic'\nhtml_static_path = ['static']\n")
    write("index.rst", "Start\n=====\n\n.. toctree::\n\n   one\n   two\n   gone\n")
    write("one.rst", "One\n===\n\n.. index:: apple\n")
    write("two.rst", "Two\n===\n")
    write("gone.rst", "Gone\n====\n")
    assert build(root, tmp_path / "again").status == 0
    (root / "gone.rst").unlink()
    write("index.rst", "Start\n=====\n\n.. toctree::\n\n   one\n   two\n")
    write("two.rst", "Another title\n=============\n")
    write("conf.py", "html_theme = 'basic'\n")

    assert build(root, tmp_path / "again").status == 0
    assert build(root, tmp_path / "again").status == 0
    write("two.rst", "Yet another title\n=================\n")
    assert build(root, tmp_path / "again").status == 0

    assert build(root, tmp_path / "clean").status == 0
    again, clean = trees.read_all(tmp_path / "again"), trees.read_all(tmp_path / "clean")
    left = again.keys() - clean.keys()
    left.add(".buildinfo.bak")  # from version 8 on
    assert left == {".buildinfo.bak", "_static/old.txt", "_sources/gone.rst.txt", "gone.html"}
    patterns = {next(pattern for pattern in trees.LEFT_BEHIND if re.fullmatch(pattern, name)) for name in left}
    assert patterns == trees.LEFT_BEHIND.keys()
    assert b"apple" in json.dumps(_entries(clean)).encode()
    assert _entries(again) == {}, "entries of documents that were not read again are gone"
    assert again["one.html"] != clean["one.html"], "it names the document after it"
    documents = {"index", "one", "two"}
    assert (
        trees.differences(
            trees.read_tree(tmp_path / "again", documents), trees.read_tree(tmp_path / "clean", documents)
        )
        == []
    )


def _entries(tree: trees.Tree) -> dict[str, object]:
    """The entries of the general index that the search knows."""
    index = tree["searchindex.js"].decode().removeprefix("Search.setIndex(")[:-1]
    entries: dict[str, object] = json.loads(index)["indexentries"]
    return entries
