"""Headings for the groups of a directive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import make_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.util.docutils import SphinxDirective

    from sphinxext_cache.tables.groups import Group


def headed(
    directive: SphinxDirective, groups: Iterable[Group], show: Callable[[Group], list[nodes.Node]]
) -> list[nodes.Node]:
    """The groups with their headings; nested groups follow the heading of the group that contains them.

    Args:
        directive: The directive. Its headings are in the local contents, unless it is in a node that cannot have
            sections, such as a list.
        groups: The groups.
        show: Makes the nodes of an innermost group.
    """
    node = directive.state_machine.node
    may_divide = isinstance(node, nodes.document | nodes.section)
    return _headed(directive, groups, show, may_divide=may_divide)


def _headed(
    directive: SphinxDirective, groups: Iterable[Group], show: Callable[[Group], list[nodes.Node]], *, may_divide: bool
) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    for group in groups:
        content = _headed(directive, group.groups, show, may_divide=may_divide) if group.groups else show(group)
        if not may_divide:
            made += [nodes.rubric("", group.label), *content]
            continue
        document = directive.state.document
        section = nodes.section("", nodes.title("", group.label), *content)
        # Not the id of an author's heading with the same text, which must not depend on ours.
        term = "-".join(value for _by, value in group.path)
        section["ids"].append(make_id(directive.env, document, "cache-group", term))
        document.note_explicit_target(section)
        made.append(section)
    return made
