"""What only a checkout has: the sources of our script and style sheets; a wheel has what is made of them."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sphinxext_cache
from tests.environments import ROOT

if TYPE_CHECKING:
    from types import ModuleType

TESTS_WHEEL: Final = bool(os.environ.get("WHEEL"))
"""Whether the package under test is an installed wheel, as in CI; else it is that of the checkout."""
PACKAGE: Final = Path(sphinxext_cache.__file__).parent
"""The package under test."""


def _load() -> ModuleType:
    """The module that makes them, wherever the package under test is."""
    spec = importlib.util.spec_from_file_location(
        "checkout_assets", ROOT / "sphinxext_cache" / "assets" / "__init__.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


assets: Final = _load()


def shipped(name: str) -> str:
    """What readers get of a script or a style sheet.

    Args:
        name: Its name below ``static/``.
    """
    if TESTS_WHEEL:
        return (PACKAGE / "static" / name).read_text(encoding="utf-8")
    text: str = assets.join()[name]
    return text


def told(script: str) -> dict[str, Any]:
    """What Python tells a script, in its first line."""
    line = script.partition("\n")[0]
    found: dict[str, Any] = json.loads(line.removeprefix("window.sphinxextCache=").removesuffix(";"))
    return found
