"""The roles that link to objects of the domain. `domain` resolves what they leave pending, and warns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.roles import XRefRole

from sphinxext_cache.domain import KINDS, CacheDomain

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class SpecRole(XRefRole):
    """A spec by a prefix of its hash, with or without Spack's slash; shown with it."""

    def process_link(
        self,
        env: BuildEnvironment,  # noqa: ARG002 Sphinx calls it so
        refnode: Element,  # noqa: ARG002
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Take the slash from the target, and put it before the title."""
        name = target.removeprefix("/")
        return (title if has_explicit_title else f"/{name}"), name


def setup_roles(app: Sphinx) -> None:
    """Register one role for each object type. Each always warns of what it does not find."""
    for kind in KINDS:
        role = SpecRole if kind == "spec" else XRefRole
        app.add_role_to_domain(CacheDomain.name, kind, role(warn_dangling=True))
