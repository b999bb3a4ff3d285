"""The sources of the scripts and style sheets, and the functions that join them into the files that are published.

`hatch_build.py` creates these files when a wheel is built, so an installed package has them in ``static/`` instead of
this folder. A checkout has only this folder and joins the sources at each build, so edits show at once.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HERE: Final = Path(__file__).parent
_IMPORT: Final = re.compile(r'import (?:\{\s*\w+(?:,\s*\w+)*,?\s*\} from )?"\./([\w-]+)\.js";\n')
_EXPORT: Final = re.compile(r"\nexport (?=(?:class|const|let) )")
_NOT_JOINED: Final = re.compile(r"\n\s*(?:import|export)\b.*")
"""The patterns begin with literal text, since a search with ``^`` would examine each character."""
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_STEP: Final = re.compile(r"([^{}]*)([{}])")
"""A brace in a style sheet and the text before it."""
_STYLES: Final[Mapping[str, tuple[str, ...]]] = {
    "book/sphinxext-cache.css": ("tables",),
    "browser/sphinxext-cache.css": ("tables", "trees", "pages", "tools"),
}
"""The parts of each style sheet; books have no generated pages and run no scripts."""

_SCRIPTS: Final[Mapping[str, str]] = {"sphinxext-cache": "main", "sphinxext-cache-forward": "forward"}
"""The entry module of each script."""


def join() -> dict[str, str]:
    """Join the sources; return the text of each file by its name below ``static/``."""
    files = {name: "".join(_read(f"styles/{part}.css") for part in parts) for name, parts in _STYLES.items()}
    files = {name: _flat(text) if name.startswith("book/") else text for name, text in files.items()}
    return files | {f"browser/{name}.js": _classic(_modules(entry)) for name, entry in _SCRIPTS.items()}


def _flat(sheet: str) -> str:
    """Flatten nested rules, which e-book readers do not support."""
    flat: list[str] = []
    around: list[list[str]] = []
    for text, brace in _STEP.findall(_COMMENT.sub("", sheet)):
        declared, _, opened = (part.strip() for part in text.rpartition(";"))
        if declared:
            flat.append(f"{', '.join(around[-1])} {{ {declared}; }}\n")
        if brace == "}":
            flat.append("" if around.pop() else "}\n")
        elif opened.startswith("@"):
            flat.append(f"{opened} {{\n")
            around.append([])  # rules in an at-rule have no parent rule
        else:
            inner = [part if "&" in part else f"& {part}" for part in re.split(r",\s*", opened)]
            outer = (around[-1] if around else []) or [""]
            around.append([part.replace("&", above).strip() for above in outer for part in inner])
    return "".join(flat)


def minify(name: str, text: str) -> str:
    """Minify a file: remove comments and white space, and shorten the names of variables where possible.

    Args:
        name: The file name, which ends in ``.js`` or ``.css``.
        text: The content.
    """
    # The minifiers are required to build the package, not to work in a checkout.
    if name.endswith(".css"):
        import rcssmin  # noqa: PLC0415

        return f"{rcssmin.cssmin(text)}\n"
    try:
        import minify as tdewolff  # noqa: PLC0415
    except ImportError:
        # The package is not available for all platforms; rjsmin does not shorten names.
        import rjsmin  # noqa: PLC0415

        return f"{rjsmin.jsmin(text)}\n"
    shortened = tdewolff.string("application/javascript", text)
    # The minifier replaces escapes by characters, but the encodings of the page and the script may differ.
    return _NOT_ASCII.sub(lambda found: f"\\u{ord(found[0]):04x}", f"{shortened}\n")


def _classic(modules: Iterable[str]) -> str:
    """Join modules into a classic script, since browsers do not load modules from ``file:`` URLs.

    The modules then share one scope, so each name must be declared in only one of them and imported unchanged.

    Args:
        modules: The sources, each after those that it imports.
    """
    text = "".join(_EXPORT.sub("\n", _IMPORT.sub("", module)) for module in modules)
    if found := _NOT_JOINED.search(f"\n{text}"):
        raise ValueError(f"a script cannot be joined, because of: {found[0].strip()}")
    return f'(() => {{\n"use strict";\n{text}}})();\n'


def _modules(entry: str) -> Iterable[str]:
    """Return the sources of a module and its imports, each after those that it imports, as browsers run them."""
    read: dict[str, str] = {}
    _add_module(entry, read)
    return read.values()


def _add_module(name: str, read: dict[str, str]) -> None:
    source = _read(f"scripts/{name}.js")
    for imported in _IMPORT.findall(source):
        if imported not in read:
            _add_module(imported, read)
    read[name] = source


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
