"""Which documents, and which parts of them, are in the output of a build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sphinx.project import EXCLUDE_PATHS

from sphinxext_cache.host.builders import writes_one_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.builders import Builder


class Condition(NamedTuple):
    """On what it depends whether a part of a document is in an output.

    Attributes:
        kind: The name of the node that hides it or does not.
        expression: What its author wrote.
    """

    kind: str
    expression: str


def conditions_around(node: nodes.Element) -> tuple[Condition, ...]:
    """On what it depends whether a node of a document that was read is in an output.

    Watched by:
        tests/extension/test_hidden.py::test_what_a_setting_shows_draws_references_to_it_without_a_change_of_a_document
    """
    found = []
    parent: nodes.Element | None = node.parent
    while parent is not None:
        name = type(parent).__name__
        if name in _CONDITIONS:
            found.append(Condition(name, parent.get("expr", "")))
        parent = parent.parent
    return tuple(found)


def holds(condition: Condition, builder: Builder) -> bool:
    """Whether a condition holds in this build. As in Sphinx, ``only`` with what is no condition hides nothing.

    Watched by:
        tests/extension/test_hidden.py::test_what_a_setting_shows_draws_references_to_it_without_a_change_of_a_document
    """
    try:
        return _CONDITIONS[condition.kind](condition.expression, builder)
    except Exception:  # noqa: BLE001 what an author wrote can raise anything; Sphinx tells of it
        return condition.kind == "only"


def _if_config(expression: str, builder: Builder) -> bool:
    config = builder.config
    values = {**{value.name: value.value for value in config}, **vars(config), "builder": builder.name}
    return bool(eval(expression, values))  # noqa: S307 Sphinx evaluates just that; it is of the document's author


_CONDITIONS: Final[Mapping[str, Callable[[str, Builder], bool]]] = {
    "only": lambda expression, builder: builder.tags.eval_condition(expression),
    "ifconfig": _if_config,
    "todo_node": lambda _expression, builder: bool(builder.config.todo_include_todos),
}
"""The nodes that Sphinx hides or shows for each builder and each configuration again, and when it shows them."""


def excluded_from_documents(builder: Builder) -> list[str]:
    """The patterns of what Sphinx does not take for documents; what HTML builders copy of them is among it.

    Watched by:
        tests/extension/test_config.py::test_links_and_what_they_lead_to_are_no_documents
    """
    config = builder.config
    return [*config.exclude_patterns, *config.templates_path, *builder.get_asset_paths(), *EXCLUDE_PATHS]


def documents_of(builder: Builder) -> AbstractSet[str]:
    """The documents that are in the output of this build; known once all are read.

    Watched by:
        tests/builders/test_pdf.py::test_every_reference_of_the_book_has_its_target
    """
    env, config = builder.env, builder.config
    if builder.name == "epub":
        return {name for name in env.found_docs if f"{name}.xhtml" not in config.epub_exclude_files}
    if writes_one_page(builder):
        tops = [config.root_doc]
    elif builder.format in _TOPS:
        tops = [name if isinstance(name, str) else name[0] for key in _TOPS[builder.format] for name in config[key]]
    else:
        return env.found_docs
    found: set[str] = set()
    while tops:
        name = tops.pop()
        if name not in found:
            found.add(name)
            tops += env.toctree_includes.get(name, ())
    return found


_TOPS: Final = {
    "latex": ("latex_documents", "latex_appendices"),
    "texinfo": ("texinfo_documents", "texinfo_appendices"),
    "man": ("man_pages",),
}
"""By format, the values that say with which documents its outputs begin; the others are those in their toctrees."""
