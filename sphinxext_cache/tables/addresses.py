"""URLs with placeholders in braces."""

from __future__ import annotations

import re
from typing import Final

PLACE: Final = re.compile(r"\{([A-Za-z_]+)\}")


def fill(text: str, **values: str) -> str:
    """Replace each placeholder in braces that has a value; everything else stays as written."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), text)
