"""The labels that readers see instead of the names of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.messages import _, later

if TYPE_CHECKING:
    from collections.abc import Mapping

_LABELS: Final[Mapping[str, str]] = {
    "title": later("Title"),
    "description": later("Description"),
    "page": later("Page"),
    "homepage": later("Homepage"),
    "licence": later("Licence"),
    "maintainers": later("Maintainer"),
    "module": later("Module"),
    "note": later("Note"),
}


def label_of(name: str) -> str:
    """The label of a fact: a translated one for a predefined fact, else one derived from its name."""
    if name in _LABELS:
        return _(_LABELS[name])
    words = name.replace("-", " ").replace("_", " ").strip() or name
    return words[0].upper() + words[1:]
