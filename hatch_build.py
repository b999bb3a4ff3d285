"""Makes the script and the style sheets of a wheel from their sources, which stay out of it.

What is built: ``sphinxext_cache/static/``, from ``sphinxext_cache/assets/``, which knows how. An editable install has
nothing made: it joins the sources at each build of a documentation.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Called by hatchling before and after it writes a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files aside, and have them written into the wheel."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from sphinxext_cache import assets  # noqa: PLC0415 found only now

        self._aside = TemporaryDirectory()
        for name, text in assets.join().items():
            file = Path(self._aside.name, name)
            file.parent.mkdir(exist_ok=True)
            file.write_text(assets.minify(name, text), encoding="utf-8", newline="\n")
            build_data["force_include"][str(file)] = f"sphinxext_cache/static/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 as hatchling calls it
        """Leave nothing behind."""
        if version != "editable":
            self._aside.cleanup()
