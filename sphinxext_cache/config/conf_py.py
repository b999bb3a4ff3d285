"""The file ``conf.py``, as what is wrong with a value names it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def place_in_conf_py(confdir: Path, name: str) -> dict[str, Any]:
    """Where ``conf.py`` sets a name, as far as can be seen."""
    path = confdir / "conf.py"
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}  # a configuration that was not read from there
    found = re.search(rf"^{re.escape(name)}\b", text, re.MULTILINE)
    return {"file": str(path), "line": text.count("\n", 0, found.start()) + 1 if found else 0}
