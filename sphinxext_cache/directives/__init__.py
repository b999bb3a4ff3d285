"""The directives of the domain, one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_cache.directives.matrix import MatrixDirective
from sphinxext_cache.directives.package import PackageDirective
from sphinxext_cache.directives.specs import SpecsDirective
from sphinxext_cache.domain import CacheDomain

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_directives(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive_to_domain(CacheDomain.name, "package", PackageDirective)
    app.add_directive_to_domain(CacheDomain.name, "specs", SpecsDirective)
    app.add_directive_to_domain(CacheDomain.name, "matrix", MatrixDirective)
