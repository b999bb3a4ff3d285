"""Directives and roles that report unknown names in the domain and suggest similar ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from sphinx.util.docutils import SphinxDirective, SphinxRole

from sphinxext_cache.catalog.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection

    from docutils import nodes


def unknown_directive(name: str, directives: Collection[str], roles: Collection[str]) -> type[SphinxDirective]:
    """Make a directive that reports an unknown name.

    Args:
        name: The name, without the domain.
        directives: The names of the known directives.
        roles: The names of the known roles.
    """
    message = f"unknown directive 'cache:{name}'{_hint(name, directives, 'role' if name in roles else '')}"

    class UnknownDirective(SphinxDirective):
        """A directive that accepts anything, and only reports its name."""

        optional_arguments = 1
        final_argument_whitespace = True
        has_content = True

        def run(self) -> NoReturn:
            """Report the name, as docutils does for unknown directives."""
            raise self.error(message)

    return UnknownDirective


def unknown_role(name: str, roles: Collection[str], directives: Collection[str]) -> SphinxRole:
    """Make a role that reports an unknown name.

    Args:
        name: The name, without the domain.
        roles: The names of the known roles.
        directives: The names of the known directives.
    """
    text = f"unknown role 'cache:{name}'{_hint(name, roles, 'directive' if name in directives else '')}"

    class UnknownRole(SphinxRole):
        """A role that accepts anything, and only reports its name."""

        def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
            """Report the name, as docutils does for unknown roles, and keep the text."""
            message = self.inliner.reporter.error(text, line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]

    return UnknownRole()


def _hint(name: str, known: Collection[str], other: str) -> str:
    near = nearest(name, known)
    written = (
        " or ".join(f"cache:{each}" for each in near) if near else ", ".join(f"cache:{each}" for each in sorted(known))
    )
    return (f"; that is a {other}" if other else "") + (
        f"; did you mean {written}?" if near else f"; available: {written}"
    )
