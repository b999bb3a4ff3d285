"""The directives of the domain, one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.documents.directives.changes import ChangesDirective
from sphinxext_cache.documents.directives.history import HistoryDirective
from sphinxext_cache.documents.directives.load import LoadDirective
from sphinxext_cache.documents.directives.matrix import MatrixDirective
from sphinxext_cache.documents.directives.mirror import MirrorDirective
from sphinxext_cache.documents.directives.package import PackageDirective
from sphinxext_cache.documents.directives.packages import PackagesDirective
from sphinxext_cache.documents.directives.pictured import StacksDirective, TargetsDirective
from sphinxext_cache.documents.directives.specs import SpecsDirective
from sphinxext_cache.documents.directives.tags import TagsDirective
from sphinxext_cache.documents.directives.tree import TreeDirective
from sphinxext_cache.domain.cache_domain import CacheDomain

if TYPE_CHECKING:
    from sphinx.application import Sphinx


DIRECTIVES: Final = {
    "package": PackageDirective,
    "specs": SpecsDirective,
    "packages": PackagesDirective,
    "matrix": MatrixDirective,
    "tags": TagsDirective,
    "changes": ChangesDirective,
    "targets": TargetsDirective,
    "stacks": StacksDirective,
    "history": HistoryDirective,
    "mirror": MirrorDirective,
    "tree": TreeDirective,
    "load": LoadDirective,
}
"""The directives, by the names that users write after ``cache:``."""


def setup_directives(app: Sphinx) -> None:
    """Register the directives."""
    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain(CacheDomain.name, name, directive)
