"""The facts of a spec that tables have as columns, rows or sort keys: how each is read, ordered and shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog import tag_key, targets
from sphinxext_cache.catalog.names import none_last
from sphinxext_cache.messages import _
from sphinxext_cache.tables.model import Piece, Ref

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinxext_cache.catalog import Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One fact of specs.

    Attributes:
        name: Its name, as users write it in options.
        values: The values that a spec has of it; several only for stacks, None for an unknown one.
        key: The sort key of a value.
        linked: Whether its values are objects of the domain, so that they become links.
        newest_first: Whether a list of its values begins with the greatest.
    """

    name: str
    values: Callable[[Spec], tuple[Any, ...]]
    key: Callable[[Any], Any]
    linked: bool = False
    newest_first: bool = False

    def ordered(self, values: Iterable[Any]) -> list[Any]:
        """Each value once, in the order in which readers expect them."""
        return sorted(set(values), key=self.key, reverse=self.newest_first)

    def piece(self, value: Any, tag: str) -> Piece:  # noqa: ANN401 a value of any facet
        """How a value is shown; `tag` is the one in which it is meant."""
        if value is None:
            return Piece(str(_("no compiler") if self.name == "compiler" else _("unknown")), note=True)
        text = str(value)
        return Piece(text, ref=Ref(self.name, text if self.name == "tag" else tag, text) if self.linked else None)


FACETS: Final = {
    facet.name: facet
    for facet in (
        Facet(name="stack", values=lambda spec: spec.stacks or (None,), key=none_last, linked=True),
        Facet(name="target", values=lambda spec: (spec.target,), key=targets.key, linked=True),
        Facet(name="os", values=lambda spec: (spec.os,), key=none_last),
        Facet(name="platform", values=lambda spec: (spec.platform,), key=none_last),
        Facet(name="compiler", values=lambda spec: (spec.compiler,), key=none_last),
        Facet(name="version", values=lambda spec: (spec.version,), key=lambda value: value, newest_first=True),
        Facet(name="package", values=lambda spec: (spec.package,), key=none_last, linked=True),
        Facet(name="tag", values=lambda spec: (spec.tag,), key=tag_key, linked=True),
    )
}
"""What a matrix can have as its rows and columns, by name."""


def _later(message: str) -> str:
    """Mark a message that is translated when it is used: the language is not known before."""
    return message


_LABELS: Final = {
    "hash": _later("Hash"),
    "package": _later("Package"),
    "tag": _later("Tag"),
    "version": _later("Version"),
    "compiler": _later("Compiler"),
    "platform": _later("Platform"),
    "os": _later("OS"),
    "target": _later("Target"),
    "variants": _later("Variants"),
    "stack": _later("Stack"),
    "stacks": _later("Stacks"),
    "size": _later("Size"),
    "versions": _later("Versions"),
    "targets": _later("Targets"),
    "specs": _later("Specs"),
    "packages": _later("Packages"),
}


def label(name: str) -> str:
    """What the header of a column says."""
    return str(_(_LABELS[name]))


def names(kind: str, values: Iterable[str], tag: str) -> tuple[Piece, ...]:
    """A cell that lists the values of a facet, as links, with commas between them."""
    facet = FACETS[kind]
    pieces: list[Piece] = []
    for value in values:
        if pieces:
            pieces.append(Piece(", "))
        pieces.append(facet.piece(value, tag))
    return tuple(pieces)
