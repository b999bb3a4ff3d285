"""Every address on every page of the example leads somewhere, and so does every entry of its inventory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.html.links import Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.projects import Build

_SINGLE: Final = {
    # Sphinx says so itself: "current Sphinx has refid confliction in singlehtml mode".
    r"index\.html: the id '(?:id\d+|[a-z-]+)' stands there": "ids of several documents meet on one page",
    # Since Sphinx 9 it no longer takes the first part away; it is so for every label of a document.
    r"index\.html: '#document-[\w/-]+#[\w-]+' names no place": "Sphinx links to labels by document and anchor",
    r"index\.html: '(?:genindex|search)\.html' leads to no file": "themes link to pages that singlehtml does not make",
}
_EXCEPTED: Final = {
    "html": {
        r".*: the id 'id\d+' stands there 2 times": "Furo's wrapper of a docutils table has the id of the table too"
    },
    "singlehtml": _SINGLE,
}
"""Flaws that are not ours, by builder: what the checker says, and why it is so."""

_EXCEPTED_ENTRIES: Final = {
    "html": {r"std:label (?:py-)?modindex .*": "Sphinx lists the index of modules whether there is one or not"},
    "singlehtml": {
        r"[\w:]+ \S+ #document-[\w/-]+#\S+": "Sphinx writes the document before the anchor of every object",
        r"std:label (?:genindex|modindex|py-modindex|search) .*": "Sphinx lists pages that singlehtml does not make",
        r"std:label cache-(?:packages|stacks|targets) .*": "and so the indices of domains, which documents may link",
        r"std:doc index #document-index": "Sphinx gives every document an anchor but the first",
    },
}


def _is_excepted(text: str, rules: dict[str, str]) -> bool:
    return any(re.match(pattern, text) for pattern in rules)


@pytest.mark.parametrize(
    ("builder", "theme"),
    [("html", "furo"), ("html", "alabaster"), ("dirhtml", "furo"), ("singlehtml", "furo")],
)
def test_no_link_of_the_example_is_broken(example: Callable[[str, str], Build], builder: str, theme: str) -> None:
    site = Site(example(builder, theme).outdir)
    rules = _EXCEPTED[builder.removeprefix("dir")]

    assert [fault for fault in site.faults() if not _is_excepted(fault, rules)] == []
    assert sum(len(page.links) for page in site.pages.values()) > (200 if builder == "singlehtml" else 5000)


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_every_entry_of_the_inventory_leads_to_a_place(example: Callable[[str, str], Build], builder: str) -> None:
    build = example(builder, "furo")
    site = Site(build.outdir)
    rules = _EXCEPTED_ENTRIES[builder.removeprefix("dir")]
    entries = {f"{kind} {name} {uri}": uri for kind, named in build.inventory().items() for name, uri in named.items()}

    faults = [entry for entry, uri in entries.items() if site.fault("index.html", uri) is not None]

    assert [entry for entry in faults if not _is_excepted(entry, rules)] == []
    assert len(entries) > (40 if builder == "singlehtml" else 300)


def test_the_checker_finds_what_is_broken(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "image.png").touch()
    (tmp_path / "index.html").write_text('<p id="a"></p><a href="folder/page.html#b"></a><img src="image.png?v=1">')
    (tmp_path / "folder/page.html").write_text(
        '<p id="b"></p><p id="b"></p><a href="../index.html#c"></a><a href="#b"></a><a href="https://spack.io/x"></a>'
        '<script src="none.js?v=1"></script><a href="../../out.html"></a><a href="../folder/"></a>'
    )

    assert list(Site(tmp_path).faults()) == [
        "folder/page.html: the id 'b' stands there 2 times",
        "folder/page.html: '../index.html#c' names no place in index.html",
        "folder/page.html: 'none.js?v=1' leads to no file",
        "folder/page.html: '../../out.html' leads out of the site",
        "folder/page.html: '../folder/' leads to no file",
    ]
