"""The sources of our script and style sheets, and how they are joined into the files that readers get.

`hatch_build.py` makes these files when a wheel is built: an installed package has them in ``static/``, and not this
folder. A checkout has only this folder, and joins the sources at each build, so that an edit shows at once.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HERE: Final = Path(__file__).parent
_IMPORT: Final = re.compile(r'import (?:\{\s*(\w+(?:,\s*\w+)*),?\s*\} from )?"\./([\w-]+)\.js";\n')
_EXPORT: Final = re.compile(r"\nexport (?=(?:class|const|let) )")
_CHANGING: Final = re.compile(r"\nlet (\w+)")
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

_PAGES: Final[Mapping[str, str]] = {"sphinxext-cache-tables": "main", "sphinxext-cache-explore": "explore"}
"""Of the script of a kind of page, the module that imports all others of it."""
_SHARED: Final = "sphinxext-cache"
"""The script of the modules that both import. A page loads it first."""
_OTHERS: Final[Mapping[str, str]] = {"sphinxext-cache-forward": "forward", "sphinxext-cache-search": "search"}
"""The same of scripts that are loaded alone."""


class _Module(NamedTuple):
    """A module of the scripts.

    Attributes:
        imports: The names that it imports, by module.
        text: What it holds, without imports and exports.
    """

    imports: dict[str, list[str]]
    text: str


def join() -> dict[str, str]:
    """Join the sources: the text of each file by its name below ``static/``."""
    files = {name: "".join(_read(f"styles/{part}.css") for part in parts) for name, parts in _STYLES.items()}
    files = {name: _flat(text) if name.startswith("book/") else text for name, text in files.items()}
    scripts = _page_scripts()
    scripts |= {name: _classic(_modules(entry, {}).values()) for name, entry in _OTHERS.items()}
    return files | {f"browser/{name}.js": text for name, text in scripts.items()}


def _page_scripts() -> dict[str, str]:
    """Join what pages need: what they share, and what each kind of them needs besides."""
    read: dict[str, _Module] = {}
    pages = {name: _modules(entry, read) for name, entry in _PAGES.items()}
    first, *others = pages.values()
    shared = {name: module for name, module in first.items() if all(name in each for each in others)}
    wanted = {
        page: {name for key in modules.keys() - shared.keys() for name in _imported(modules[key], shared)}
        for page, modules in pages.items()
    }
    names = sorted(set().union(*wanted.values()))
    scripts = {_SHARED: _classic([*shared.values()], after=f"sphinxextCache.shared = [{', '.join(names)}];\n")}
    for page, modules in pages.items():
        # A place in the list is all that the scripts must agree on: names may be shortened in each.
        taken = ", ".join(name if name in wanted[page] else "" for name in names)
        own = [module for key, module in modules.items() if key not in shared]
        scripts[page] = _classic(own, before=f"const [{taken}] = sphinxextCache.shared;\n")
    return scripts


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


def _classic(modules: Iterable[_Module], before: str = "", after: str = "") -> str:
    """Join modules to a classic script, which browsers need where pages are files.

    They share one scope there, so that a name is declared once in all of them, and imported as it is exported.

    Args:
        modules: Each comes after those that it imports.
        before: What comes before them in the same scope.
        after: What comes after them.
    """
    text = before + "".join(module.text for module in modules) + after
    if found := _NOT_JOINED.search(f"\n{text}"):
        raise ValueError(f"a script cannot be joined, because of: {found[0].strip()}")
    return f'(() => {{\n"use strict";\n{text}}})();\n'


def _modules(entry: str, read: dict[str, _Module]) -> dict[str, _Module]:
    """A module and all that it imports, each after those that it imports, as browsers run them.

    Args:
        entry: The module that imports all others.
        read: Those that were read before; this adds to it.
    """
    modules: dict[str, _Module] = {}
    _add_module(entry, modules, read)
    return modules


def _add_module(name: str, modules: dict[str, _Module], read: dict[str, _Module]) -> None:
    if name not in read:
        source = _read(f"scripts/{name}.js")
        imports = {module: re.findall(r"\w+", names) for names, module in _IMPORT.findall(source)}
        read[name] = _Module(imports, _EXPORT.sub("\n", _IMPORT.sub("", source)))
    for imported in read[name].imports:
        if imported not in modules:
            _add_module(imported, modules, read)
    modules[name] = read[name]


def _imported(module: _Module, shared: Mapping[str, _Module]) -> list[str]:
    """The names that a module imports from some; they must not change, for another script takes them once."""
    names: list[str] = []
    for key in module.imports.keys() & shared.keys():
        names += module.imports[key]
        if changing := sorted({*module.imports[key]}.intersection(_CHANGING.findall(shared[key].text))):
            raise ValueError(f"another script cannot import what changes: {', '.join(changing)}")
    return names


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
