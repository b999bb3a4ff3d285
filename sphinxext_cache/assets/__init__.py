"""The sources of our script and style sheets, and how they are joined into the files that readers get.

`hatch_build.py` makes these files when a wheel is built: an installed package has them in ``static/``, and not this
folder. A checkout has only this folder, and joins the sources at each build, so that an edit shows at once.
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
"""Each pattern begins with what is there literally: a search for a line that begins so looks at each character."""
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_STEP: Final = re.compile(r"([^{}]*)([{}])")
"""What comes before a brace of a style sheet, and the brace."""
_STYLES: Final[Mapping[str, tuple[str, ...]]] = {
    "book/sphinxext-cache.css": ("tables",),
    "browser/sphinxext-cache.css": ("tables", "trees", "pages", "tools"),
}
"""What the style sheets are made of: a book has no page of ours and runs no script."""

_SCRIPTS: Final[Mapping[str, str]] = {"sphinxext-cache": "main", "sphinxext-cache-forward": "forward"}
"""Of each script, the module that imports all others of it."""


def join() -> dict[str, str]:
    """Join the sources: the text of each file by its name below ``static/``."""
    files = {name: "".join(_read(f"styles/{part}.css") for part in parts) for name, parts in _STYLES.items()}
    files = {name: _flat(text) if name.startswith("book/") else text for name, text in files.items()}
    return files | {f"browser/{name}.js": _classic(_modules(entry)) for name, entry in _SCRIPTS.items()}


def _flat(sheet: str) -> str:
    """Write each rule that is nested in another by itself: readers of books know no nesting."""
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
            around.append([])  # the rules in it are nested in none
        else:
            inner = [part if "&" in part else f"& {part}" for part in re.split(r",\s*", opened)]
            outer = (around[-1] if around else []) or [""]
            around.append([part.replace("&", above).strip() for above in outer for part in inner])
    return "".join(flat)


def minify(name: str, text: str) -> str:
    """Leave out of a file what only its authors read: comments, white space and the names of variables.

    Args:
        name: Its name, which ends in ``.js`` or ``.css``.
        text: What it holds.
    """
    # Whoever builds the package has these; whoever works in a checkout need not.
    if name.endswith(".css"):
        import rcssmin  # noqa: PLC0415

        return f"{rcssmin.cssmin(text)}\n"
    try:
        import minify as tdewolff  # noqa: PLC0415
    except ImportError:
        # There are machines for which it is not to be had; names stay there.
        import rjsmin  # noqa: PLC0415

        return f"{rjsmin.jsmin(text)}\n"
    shortened = tdewolff.string("application/javascript", text)
    # It writes escapes as the characters that they are of; a page may be in another encoding than the script.
    return _NOT_ASCII.sub(lambda found: f"\\u{ord(found[0]):04x}", f"{shortened}\n")


def _classic(modules: Iterable[str]) -> str:
    """Join modules to a classic script, which browsers need where pages are files.

    They share one scope there, so that a name is declared once in all of them, and imported as it is exported.

    Args:
        modules: What they hold; each comes after those that it imports.
    """
    text = "".join(_EXPORT.sub("\n", _IMPORT.sub("", module)) for module in modules)
    if found := _NOT_JOINED.search(f"\n{text}"):
        raise ValueError(f"a script cannot be joined, because of: {found[0].strip()}")
    return f'(() => {{\n"use strict";\n{text}}})();\n'


def _modules(entry: str) -> Iterable[str]:
    """What a module and all that it imports hold, each after those that it imports, as browsers run them."""
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
