"""Replaces files as a whole, or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def replace_whole(path: Path, data: bytes) -> bool:
    """Give a file its content, as a whole; tells whether it had another. A device or a pipe is written to, and kept."""
    if path.is_file():
        if path.read_bytes() == data:
            return False
    elif path.exists():
        path.write_bytes(data)
        return True
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("xb") as file:
            file.write(data)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return True
