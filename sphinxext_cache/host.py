"""What is assumed of Sphinx beyond its public interface: above all, what each of its builders is for.

Whoever treats builders differently asks here, so that a builder that nobody thought of is judged once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard

import sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.project import EXCLUDE_PATHS
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    Visitors = tuple[Callable[[Any, Any], None], Callable[[Any, Any], None]]

_WITHOUT_READERS: Final = frozenset(
    ("changes", "coverage", "doctest", "dummy", "gettext", "i18n", "linkcheck", "spelling")
)
"""Builders that look at documents, and write none; by name, for to import them all takes longer than a small build."""


SEARCH_SHOWS_HTML: Final = sphinx.version_info < (9,)
"""Whether the search page takes titles for HTML. Sphinx escapes those of pages for it, and not those of sections."""


class Condition(NamedTuple):
    """On what it depends whether a part of a document is in an output.

    Attributes:
        kind: The name of the node that hides it or does not.
        expression: What its author wrote.
    """

    kind: str
    expression: str


def has_readers(builder: Builder) -> bool:
    """Whether people read what a builder makes of documents; it else checks them, or takes messages from them.

    Without readers no table is made. Nothing leads to the published site either: of what we would link to there it is
    known that the site has it.
    """
    names = {getattr(kind, "name", "") for kind in type(builder).__mro__}
    return bool(builder.format) or _WITHOUT_READERS.isdisjoint(names)


def collects_messages(builder: Builder) -> bool:
    """Whether a builder takes from documents what is to be translated."""
    return "i18n" in {getattr(kind, "name", "") for kind in type(builder).__mro__}


def writes_html(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Whether a builder is one of those of Sphinx for HTML, in which each page has a context and a template."""
    return isinstance(builder, StandaloneHTMLBuilder)


def writes_one_page(builder: Builder) -> bool:
    """Whether all documents become one page."""
    return isinstance(builder, SingleFileHTMLBuilder)


def runs_scripts(builder: Builder) -> bool:
    """Whether a browser shows what a builder makes; a book, and help in a viewer of its own, run no scripts."""
    return writes_html(builder) and not builder.embedded


def takes_pages(builder: Builder) -> bool:
    """Whether a builder writes pages that are no documents: into a book or into a single page go documents only."""
    return runs_scripts(builder) and not writes_one_page(builder)


def renders_templates(builder: Builder) -> bool:
    """Whether a builder for HTML renders templates; those of JSON and pickles write what a template would be told."""
    return not isinstance(builder, SerializingHTMLBuilder)


def has_indices(builder: Builder) -> bool:
    """Whether a builder writes the indices of domains."""
    return writes_html(builder) and not writes_one_page(builder)


def conditions_around(node: nodes.Element) -> tuple[Condition, ...]:
    """On what it depends whether a node of a document that was read is in an output."""
    found = []
    parent: nodes.Element | None = node.parent
    while parent is not None:
        name = type(parent).__name__
        if name in _CONDITIONS:
            found.append(Condition(name, parent.get("expr", "")))
        parent = parent.parent
    return tuple(found)


def holds(condition: Condition, builder: Builder) -> bool:
    """Whether a condition holds in this build. As in Sphinx, ``only`` with what is no condition hides nothing."""
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
"""The nodes that Sphinx hides or shows for each builder and each configuration anew, and when it shows them."""


def excluded_from_documents(builder: Builder) -> list[str]:
    """The patterns of what Sphinx does not take for documents; what HTML builders copy of them is among it."""
    config = builder.config
    return [*config.exclude_patterns, *config.templates_path, *builder.get_asset_paths(), *EXCLUDE_PATHS]


def documents_of(builder: Builder) -> AbstractSet[str]:
    """The documents that are in the output of this build; known once all are read."""
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


def register_visitors(app: Sphinx, node: type[nodes.Element], visitors: Visitors) -> None:
    """Register what writes a node under the builder of this build.

    Sphinx looks for visitors by the name of the builder, and only if *no* extension registered any by that name by its
    format. So it depends on the other extensions under which of the two ours are found; and to register them by a name
    that nobody else uses would hide those of all others.
    """
    builder = app.builder
    key = builder.name if builder.name in app.registry.translation_handlers else builder.format
    if key:
        app.add_node(node, override=True, **{key: visitors})
