"""Remarks on specs that are not ordinary installed software, such as external ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.messages import _, later
from sphinxext_cache.tables.columns import HASH_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinxext_cache.catalog import Spec

_STATUSES: Final[Mapping[str, str]] = {"uninstalled": later("uninstalled"), "deprecated": later("deprecated")}


def remarks_of(spec: Spec) -> tuple[str, ...]:
    """The remarks on a spec, each of a few words; none for a spec without an installation."""
    return tuple(_remarks(spec)) if spec.installation is not None else ()


def _remarks(spec: Spec) -> Iterator[str]:
    assert spec.installation is not None  # noqa: S101 the caller checks it
    if spec.installation.external:
        yield _("external")
    if status := _STATUSES.get(spec.installation.status or ""):
        yield _(status)
    if spec.installation.spliced is not None:
        yield _("spliced from {hash}").format(hash=f"/{spec.installation.spliced[:HASH_LENGTH]}")
