"""Output folders as names and contents, without what Sphinx itself does not make the same again."""

from __future__ import annotations

import json
import re
import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

Tree = dict[str, bytes]
"""What lies in an output folder: the content of each file by its name."""

LEFT_BEHIND: Final[Mapping[str, str]] = {
    r"\.buildinfo\.bak": "Sphinx keeps the digest of the settings of the build before",
    r"_static/.+": "Sphinx never removes what a theme or a language needed that is no longer used",
    r"_sources/.+": "Sphinx never removes the copy of a source that is gone",
    r"(?!cache/|software/cache/).*\.html": "Sphinx never removes the page of a document or an index that is gone",
}
"""Files of earlier builds that may lie in a folder that was built into again, and why. Never a page of ours."""

_OF_OTHERS: Final[Mapping[str, str]] = {
    r"\?v=[0-9a-f]{8}(?=\")": "in the head: which style sheet or script it was",
    r'\n *<link rel="(?:next|prev)"[^>]*>': "in the head",
    r'\n *<li class="right"[^>]*>\s*<a href="(?!(?:\.\./)*(?:genindex|cache-\w+)(?:\.html|/)").*?</li>': "in the bar",
    r'\n *<li class="nav-item nav-item-[1-9][^"]*">.*?</li>': "in the bar of links: the documents above",
    r'<div>\s*<h4>[^<]*</h4>\s*<p class="topless">.*?</p>\s*</div>': "in the sidebar of basic",
    r'<h3>[^<]*</h3>\s*(?:<p class="caption".*?</p>\s*)?(?:<ul(?: class="current")?>\s*<li class="toctree-l1.*?)?'
    r'<div class="relations">.*?</div>': "in the sidebar of alabaster, which may be empty",
}
"""What the page of a document says of other files, which Sphinx does not write again when those change.

Its own documentation advises to build anew after such a change. All other parts of such pages are compared, and
generated pages as they are.
"""
_STALE: Final = [re.compile(pattern, re.DOTALL) for pattern in _OF_OTHERS]

_PREFIX: Final = "Search.setIndex("


def read_tree(folder: Path, documents: Collection[str]) -> Tree:
    """Read an output folder.

    Args:
        folder: The folder.
        documents: The names of the documents, of whose pages only those parts count that Sphinx keeps up to date.
    """
    tree: Tree = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            continue
        content = path.read_bytes()
        if name == "searchindex.js":
            content = _search_index(content)
        elif name == "objects.inv":
            content = _inventory(content)
        elif name.startswith(".sphinxext-cache-"):
            content = _record(content)
        elif {name.removesuffix(".html"), name.removesuffix("/index.html")} & {*documents}:
            content = _without_others(content)
        tree[name] = content
    return tree


def read_all(folder: Path) -> Tree:
    """Read an output folder with all that is in it, as it is."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _search_index(content: bytes) -> bytes:
    """The search index without what an index that is loaded again has lost, or has in another order.

    Sphinx does not load the entries of the general index, loads the headings of each document by their text, and keeps
    the words of documents that are gone, with no document.
    """
    index: dict[str, Any] = json.loads(content.decode().removeprefix(_PREFIX)[:-1])
    for words in ("terms", "titleterms"):
        index[words] = {word: places for word, places in index[words].items() if places != []}
    del index["indexentries"]
    for places in index["alltitles"].values():
        places.sort(key=repr)
    return json.dumps(index, indent=1, sort_keys=True).encode()


def _inventory(content: bytes) -> bytes:
    """The inventory, unpacked so that a difference can be read.

    Sphinx names its index of Python modules in the language of the first build in a process, and keeps the label of an
    index whose domain is gone.
    """
    *head, packed = content.split(b"\n", 4)
    listed = re.sub(rb"py-modindex .*|^listing-names .*\n", b"", zlib.decompress(packed), flags=re.MULTILINE)
    return b"\n".join([*head, listed])


def _record(content: bytes) -> bytes:
    """Our record of the folder, but for the digest of Sphinx's search index, of which `_search_index` tells."""
    record: dict[str, Any] = json.loads(content)
    del record["search"]["content"]
    return json.dumps(record, indent=1).encode()


def _without_others(page: bytes) -> bytes:
    text = page.decode()
    for pattern in _STALE:
        text = pattern.sub("", text)
    return "\n".join(line for line in text.splitlines() if line.strip()).encode()


def differences(again: Tree, clean: Tree) -> list[str]:
    """What is wrong with a folder that was built into again: a line for each file, with the first lines that differ."""
    wrong = [f"{name}: missing" for name in clean.keys() - again.keys()]
    wrong += [
        f"{name}: should not be there"
        for name in again.keys() - clean.keys()
        if not any(re.fullmatch(pattern, name) for pattern in LEFT_BEHIND)
    ]
    wrong += [
        f"{name}: {_first_difference(again[name], clean[name])}"
        for name in again.keys() & clean.keys()
        if again[name] != clean[name]
    ]
    return sorted(wrong)


def _first_difference(again: bytes, clean: bytes) -> str:
    ours, right = again.decode(errors="replace").splitlines(), clean.decode(errors="replace").splitlines()
    ours, right = [*ours, "(end)"], [*right, "(end)"]
    line = next((number for number, (one, other) in enumerate(zip(ours, right, strict=False)) if one != other), 0)
    return f"line {line + 1} is\n    {ours[line][:300]}\n  instead of\n    {right[line][:300]}"
