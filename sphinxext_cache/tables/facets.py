"""The facts of a spec that tables have as columns, rows or sort keys: how each is read, ordered and shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog import newest_first
from sphinxext_cache.catalog.names import none_last
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.messages import _
from sphinxext_cache.tables.model import Piece, Ref

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinxext_cache.catalog import Spec


def _by_name(names: Iterable[str | None]) -> list[str | None]:
    return sorted(names, key=none_last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One fact of specs.

    Attributes:
        name: Its name, as users write it in options.
        values: The values that a spec has of it; several only for stacks, None for an unknown one.
        sort: Puts values in the order in which readers expect them.
        linked: Whether its values are objects of the domain, so that they become links.
    """

    name: str
    values: Callable[[Spec], tuple[Any, ...]]
    sort: Callable[[Iterable[Any]], list[Any]] = _by_name
    linked: bool = False

    def ordered(self, values: Iterable[Any]) -> list[Any]:
        """Each value once, in order."""
        return self.sort(set(values))

    def piece(self, value: Any, tag: str) -> Piece:  # noqa: ANN401 a value of any facet
        """How a value is shown; `tag` is the one in which it is meant."""
        if value is None:
            return Piece(str(_("no compiler") if self.name == "compiler" else _("unknown")), note=True)
        text = str(value)
        return Piece(text, ref=Ref(self.name, text if self.name == "tag" else tag, text) if self.linked else None)


FACETS: Final = {
    facet.name: facet
    for facet in (
        Facet(name="stack", values=lambda spec: spec.stacks or (None,), linked=True),
        Facet(name="target", values=lambda spec: (spec.target,), sort=partial(sorted, key=targets.key), linked=True),
        Facet(name="os", values=lambda spec: (spec.os,)),
        Facet(name="platform", values=lambda spec: (spec.platform,)),
        Facet(name="compiler", values=lambda spec: (spec.compiler,)),
        Facet(name="version", values=lambda spec: (spec.version,), sort=partial(sorted, reverse=True)),
        Facet(name="package", values=lambda spec: (spec.package,), linked=True),
        Facet(name="tag", values=lambda spec: (spec.tag,), sort=newest_first, linked=True),
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
