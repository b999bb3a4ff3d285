"""``cache:tree``: the dependencies of specs, or their dependents."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sphinxext_cache.catalog import Code
from sphinxext_cache.catalog.model import DEPENDENCY_TYPES
from sphinxext_cache.digest import digest
from sphinxext_cache.documents.asking import warn_of_nothing
from sphinxext_cache.documents.directives.bodies import read_queries
from sphinxext_cache.documents.directives.common import WAYS_OUT, TableDirective, find_tag
from sphinxext_cache.documents.directives.options import TABLE_OPTIONS, Options, count, names_of, switch
from sphinxext_cache.documents.nodes import cache_tree
from sphinxext_cache.tables import TreeRecipe, build_tree
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.documents.asking import Asked
    from sphinxext_cache.tables import Tree

_NOT_OF_TREES = ("align", "width")


class TreeDirective(TableDirective):
    """A tree of dependencies for each spec that matches, or of dependents if it is reversed."""

    option_spec: ClassVar[OptionSpec] = Options(
        {
            **{key: convert for key, convert in TABLE_OPTIONS.items() if key not in _NOT_OF_TREES},
            "reverse": switch,
            "types": names_of(DEPENDENCY_TYPES),
            "depth": count,
            "limit": count,
        }
    )

    def run(self) -> list[nodes.Node]:
        """Make the node of the trees; warn if there is nothing to show."""
        tag = self.options.get("tag")
        is_known = find_tag(self, tag)
        asked = read_queries(self)
        if not asked:
            return []
        given = {key: self.options[key] for key in ("reverse", "types", "depth", "limit") if key in self.options}
        recipe = TreeRecipe(queries=tuple(each.query for each in asked), tag=tag, **given)
        tree = build_tree(recipe, self.domain.catalog)
        self.domain.note(self.env.docname, recipe, digest(tree))
        if is_known and "empty" not in self.options and not self.options.get("allow-empty"):
            self._warn(tree, asked, tag)
        if not tree.lines:
            return self.nothing()
        return self.placed(cache_tree(recipe=recipe, classes=self.options.get("class", [])))

    def _warn(self, tree: Tree, asked: tuple[Asked, ...], tag: str | None) -> None:
        """Warn of the queries with nothing to show."""
        for place in tree.unmatched:
            warn_of_nothing(self.env, asked[place], tag, WAYS_OUT)
        for place in tree.unknown:
            message = (
                f"no tree of '{asked[place].text.strip()}': the dependencies of these specs are not known, because "
                "their source does not list them; a lockfile, a database or the index of a build cache does"
            )
            warn_at(Code.EMPTY, message + WAYS_OUT, asked[place].line)
