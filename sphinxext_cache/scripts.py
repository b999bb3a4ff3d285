"""The script and the style sheet of our pages: how they are put together, and which page loads them.

Both are made when a build begins from the files in ``static/``, without comments and indentation, which would weigh a
fifth of them. The script also has what only Python knows: words in the language of the project, and archspec's CPUs.
It is a classic one that the browser defers: neither modules nor fetched data work from ``file://``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import archspec.cpu

from sphinxext_cache.catalog import targets
from sphinxext_cache.domain import cache_domain
from sphinxext_cache.files import make_folder, replace
from sphinxext_cache.host import runs_scripts, writes_html, writes_one_page
from sphinxext_cache.messages import _
from sphinxext_cache.theming import PAGE_KIND

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_STATIC: Final = Path(__file__).parent / "static"
_STYLE: Final = "sphinxext-cache.css"
_SCRIPT: Final = "sphinxext-cache.js"
_STYLE_PARTS: Final = (_STYLE, "sphinxext-cache-pages.css", "sphinxext-cache-tools.css")
_SCRIPT_PARTS: Final = ("query", "rows", "page", "tools", "tables", "matrix", "marks", "specs", "explore")
"""What the script is made of, in this order: the files ``sphinxext-cache-<part>.js``.

The last two are the explorer's. A file of their own would weigh a third more than they add here.
"""

# Comments and blanks as our own files have them; this is no parser of either language.
_IN_SCRIPTS: Final = re.compile(r'/\*\*[\s\S]*?\*/[ \n]?|\s*(?:^|\s)// .*$|^\s+|^"use strict";$', re.MULTILINE)
_IN_STYLES: Final = re.compile(r"/\*[\s\S]*?\*/\s*|(?<=[{};:,])\s+|\s+(?=[{}])")


def _later(message: str) -> str:
    """Mark a message that is translated when it is used: the language is not known before."""
    return message


PROBLEMS: Final = (
    _later("an empty range"),
    _later("an empty value"),
    _later("dependencies are not known"),
    _later("expected arch=platform-os-target"),
    _later("namespaces are not known"),
    _later("no compiler has no version"),
    _later("no target"),
    _later("no value"),
    _later("no variant"),
    _later("no version"),
    _later("not understood"),
    _later("ranges of targets are not known here"),
    _later("too long"),
    _later("'*' cannot stand here"),
)
"""Why a part of what is typed into a filter box cannot be read, as ``sphinxext-cache-query.js`` says it."""


def script() -> str:
    """The script that readers get."""
    data: dict[str, object] = {"words": _words(), "targets": _targets()}
    told = [f"sphinxextCache.{name} = {json.dumps(data[name], separators=(',', ':'))};\n" for name in data]
    parts = [_IN_SCRIPTS.sub("", _read(f"sphinxext-cache-{name}.js")) for name in _SCRIPT_PARTS]
    return "".join(['"use strict";\nwindow.sphinxextCache = {};\n', *told, *parts])


def style() -> str:
    """The style sheet that readers get."""
    return "".join([_IN_STYLES.sub("", _read(name)) for name in _STYLE_PARTS])


def _read(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _words() -> dict[str, str]:
    """What scripts say, in the language of the project. Names in braces are filled in by them."""
    words = {
        "filter": _("Filter"),
        "filterOf": _("Filter: {title}"),
        "hint": _("words, +mpi, @1.14, target=zen4"),
        "hintPackages": _("words, @1.14, py-*"),
        "specs": _("{n} of {all} specs"),
        "packages": _("{n} of {all} packages"),
        "reset": _("Reset"),
        "download": _("Download these rows as {format}"),
        "ascending": _("Sorted by {column}, ascending"),
        "descending": _("Sorted by {column}, descending"),
        "unsorted": _("In the original order"),
        "cpu": _("My CPU"),
        "anyCpu": _("any"),
        "runs": _("runs on {cpu}"),
        "runsNot": _("not on {cpu}"),
        "copyHash": _("Copy the hash {hash}"),
        "copy": _("Copy {text}"),
        "copied": _("Copied"),
        "notCopied": _("This browser does not let us copy"),
        "install": _("Install"),
        "noCompiler": _("no compiler"),
        "commands": _("Commands"),
        "hash": _("Hash"),
        "variants": _("All variants"),
        "shading": _("The more a cell counts, the stronger its colour: up to {n}. A dash: none."),
    }
    # A problem without a translation is told as it is.
    problems = {problem: text for problem in PROBLEMS if (text := str(_(problem))) != problem}
    return {key: str(text) for key, text in words.items()} | problems


def _targets() -> list[list[str | int]]:
    """All targets that archspec knows, in order: name, vendor (empty if generic), and the places of its parents."""
    names = sorted(map(str, archspec.cpu.TARGETS), key=targets.key)
    places = {name: place for place, name in enumerate(names)}
    listed: list[list[str | int]] = []
    for name in names:
        above = targets.ancestors(name)
        further = {ancestor for parent in above for ancestor in targets.ancestors(parent)}
        parents = [places[ancestor] for ancestor in above if ancestor not in further]
        listed.append([name, targets.vendor(name) or "", *parents])
    return listed


def add_static_files(app: Sphinx, _builder: Builder) -> None:
    """Have our files copied; a book, and help in a viewer of its own, take what the tables need without a script."""
    if not writes_html(app.builder):
        return
    files = [_STATIC / _STYLE]
    if runs_scripts(app.builder):
        folder = Path(app.doctreedir, "sphinxext_cache")
        make_folder(folder)
        files = [folder / _STYLE, folder / _SCRIPT]
        for file, text in zip(files, (style(), script()), strict=True):
            replace(file, text.encode(), file.with_suffix(".tmp"))
    # A new list: the one that is there may be the default of all projects.
    app.config.html_static_path = [*app.config.html_static_path, *map(str, files)]


def load_files(app: Sphinx, name: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Load our files on a page that has something of ours."""
    builder = app.builder
    if not writes_html(builder):
        return
    answers = cache_domain(app.env).answers
    # One page may hold all documents.
    asked = bool(answers) if writes_one_page(builder) else name in answers
    if not asked and PAGE_KIND not in context:
        return
    # Not by the methods of `app`, which remember every call for good.
    builder.add_css_file(_STYLE)
    if runs_scripts(builder):
        builder.add_js_file(_SCRIPT, defer="defer")


def setup_scripts(app: Sphinx) -> None:
    """Connect the handlers."""
    # Not before: Sphinx compares the configuration with that of the last build, and remembers it.
    app.connect("write-started", add_static_files)
    app.connect("html-page-context", load_files)
