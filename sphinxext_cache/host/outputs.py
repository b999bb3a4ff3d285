"""Determines which documents, and which parts of them, are in the output of a build."""

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
    """A condition for a part of a document to be in the output.

    Attributes:
        kind: The class name of the node that shows or hides the part.
        expression: The expression of the node, as written by the author.
    """

    kind: str
    expression: str


def conditions_around(node: nodes.Element) -> tuple[Condition, ...]:
    """Return the conditions for a node of a document to be in the output.

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
    """Return whether a condition holds in this build. As in Sphinx, ``only`` with an invalid expression hides nothing.

    Watched by:
        tests/extension/test_hidden.py::test_what_a_setting_shows_draws_references_to_it_without_a_change_of_a_document
    """
    try:
        return _CONDITIONS[condition.kind](condition.expression, builder)
    except Exception:  # noqa: BLE001 the expression can raise anything; Sphinx reports it
        return condition.kind == "only"


def _if_config(expression: str, builder: Builder) -> bool:
    config = builder.config
    values = {**{value.name: value.value for value in config}, **vars(config), "builder": builder.name}
    return bool(eval(expression, values))  # noqa: S307 Sphinx evaluates it too; it is from the document


_CONDITIONS: Final[Mapping[str, Callable[[str, Builder], bool]]] = {
    "only": lambda expression, builder: builder.tags.eval_condition(expression),
    "ifconfig": _if_config,
    "todo_node": lambda _expression, builder: bool(builder.config.todo_include_todos),
}
"""The nodes that Sphinx shows or hides depending on the builder and the configuration, and the check for each."""


def excluded_from_documents(builder: Builder) -> list[str]:
    """Return the patterns of files that are not documents, including the assets that the builder copies.

    Watched by:
        tests/extension/test_config.py::test_links_and_what_they_lead_to_are_no_documents
    """
    config = builder.config
    return [*config.exclude_patterns, *config.templates_path, *builder.get_asset_paths(), *EXCLUDE_PATHS]


def documents_of(builder: Builder) -> AbstractSet[str]:
    """Return the documents in the output of this build; must be called after all are read.

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
"""By format, the settings that list the start documents of the output; the others come from their toctrees."""
