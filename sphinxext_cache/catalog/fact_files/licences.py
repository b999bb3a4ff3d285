"""Licences as SPDX expressions. `packaging` has the list of identifiers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import nearest

_COMMON: Final = (
    *("0BSD", "AFL-3.0", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause"),
    *("BSD-3-Clause", "BSD-3-Clause-LBNL", "BSL-1.0", "CC0-1.0", "CC-BY-4.0", "CECILL-2.1", "CECILL-B", "CECILL-C"),
    *("ECL-2.0", "EPL-2.0", "EUPL-1.2", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later"),
    *("HPND", "ISC", "LGPL-2.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later"),
    *("MIT", "MPL-1.1", "MPL-2.0", "NCSA", "OpenSSL", "OSL-3.0", "PSF-2.0", "Python-2.0", "TCL", "Unlicense", "Vim"),
    *("W3C", "WTFPL", "X11", "Zlib", "ZPL-2.1"),
)
"""What software is under most often, for suggestions."""
_LONG: Final = 300
"""How long an expression may be; some versions of `packaging` have Python read it, which knows limits of its own."""
_PARTS: Final = re.compile(r"[()]|\b(?:AND|OR|WITH)\b")
_VERSION: Final = re.compile(r"[\s_-]*v?(?=\d)", re.IGNORECASE)


@lru_cache(maxsize=1 << 10)
def fault_of_licence(text: str) -> str:
    """What is wrong with a licence; empty if it is an expression of SPDX.

    Args:
        text: An expression, such as ``MIT OR Apache-2.0``; one that SPDX does not know is ``LicenseRef-`` and a name.
    """
    if len(text) > _LONG:
        return f"'{shorten(text)}' is longer than {_LONG} characters, the limit for an SPDX expression"
    if _is_valid(text):
        return ""
    for part in filter(None, map(str.strip, _PARTS.split(text))):
        if not _is_valid(part) and not part.casefold().endswith("exception"):
            return f"'{shorten(part)}' is not an SPDX licence identifier{_hint(part)}"
    return f"'{shorten(text)}' is not an SPDX expression such as MIT OR Apache-2.0"


def _is_valid(text: str) -> bool:
    try:
        canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return False
    return True


def _hint(text: str) -> str:
    """The licences that are near: those that begin like it, for versions are written in many ways, or are like it."""
    wanted = _VERSION.sub("-", text, count=1).casefold()
    near = [known for known in _COMMON if known.casefold().startswith(wanted)] or nearest(text, _COMMON)
    if near:
        return f"; did you mean {' or '.join(near[:3])}?"
    return "; for a licence that SPDX does not list, write LicenseRef- and a name"
