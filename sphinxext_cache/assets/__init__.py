"""The sources of our script and style sheets, and how they become the files that readers get.

`hatch_build.py` makes these files when a wheel is built: an installed package has them in ``static/``, and not this
folder. A checkout has only this folder, and joins the sources at each build, so that an edit shows at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = ("query", "rows", "page", "tools", "tables", "matrix", "marks", "specs", "explore")
"""What the script is made of, in this order.

The last two are the explorer's. A file of their own would weigh a third more than they add here.
"""
_STYLES: Final[Mapping[str, tuple[str, ...]]] = {
    "book/sphinxext-cache.css": ("tables",),
    "browser/sphinxext-cache.css": ("tables", "pages", "tools"),
}
"""What the style sheets are made of: a book has no page of ours and runs no script."""


def join() -> dict[str, str]:
    """Join the sources: the text of each file by its name below ``static/``."""
    files = {name: "".join(_read(f"styles/{part}.css") for part in parts) for name, parts in _STYLES.items()}
    files["browser/sphinxext-cache.js"] = "".join(_read(f"scripts/{part}.js") for part in _SCRIPTS)
    return files


def minify(name: str, text: str) -> str:
    """Leave out of a file what only its authors read: comments and blanks.

    Args:
        name: Its name, which ends in ``.js`` or ``.css``.
        text: What it holds.
    """
    # Whoever builds the package has these; whoever works in a checkout need not.
    if name.endswith(".js"):
        import rjsmin  # noqa: PLC0415

        minified: str = rjsmin.jsmin(text)
    else:
        import rcssmin  # noqa: PLC0415

        minified = rcssmin.cssmin(text)
    return minified + "\n"


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
