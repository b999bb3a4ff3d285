"""Classifies builders by their capabilities, for all code that treats builders differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeGuard

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    Visitors = tuple[Callable[[Any, Any], None], Callable[[Any, Any], None]]

_WITHOUT_READERS: Final = frozenset(
    ("changes", "coverage", "doctest", "dummy", "gettext", "i18n", "linkcheck", "spelling")
)
"""The names of builders that write no documents; importing all their classes would take longer than a small build."""


def has_readers(builder: Builder) -> bool:
    """Return whether the output of a builder is for readers; other builders check documents or collect messages.

    For builders without readers, tables are not built, and there are no links to the published site, which is known to
    have their targets.

    Watched by:
        tests/builders/test_without_readers.py::test_a_builder_without_readers_warns_of_nothing_and_makes_no_tables
    """
    names = {getattr(kind, "name", "") for kind in type(builder).__mro__}
    return bool(builder.format) or _WITHOUT_READERS.isdisjoint(names)


def collects_messages(builder: Builder) -> bool:
    """Return whether a builder collects the translatable messages of documents.

    Watched by:
        tests/builders/test_without_readers.py::test_only_what_the_author_wrote_is_to_be_translated
    """
    return "i18n" in {getattr(kind, "name", "") for kind in type(builder).__mro__}


def writes_html(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Return whether a builder is one of Sphinx's HTML builders, which have a context and a template for each page.

    Watched by:
        tests/extension/test_output.py::test_builders_that_write_no_html_have_the_pages_too
    """
    return isinstance(builder, StandaloneHTMLBuilder)


def writes_one_page(builder: Builder) -> bool:
    """Return whether a builder writes all documents to a single page.

    Watched by:
        tests/builders/test_every_builder.py::test_links_of_tables_in_a_single_page_lead_to_rows_of_it
    """
    return isinstance(builder, SingleFileHTMLBuilder)


def runs_scripts(builder: Builder) -> bool:
    """Return whether the output of a builder is shown in a browser; e-books and help viewers run no scripts.

    Watched by:
        tests/builders/test_epub.py::test_the_book_is_valid
    """
    return writes_html(builder) and not builder.embedded


def takes_pages(builder: Builder) -> bool:
    """Return whether a builder writes generated pages; e-books and single pages contain documents only.

    Watched by:
        tests/builders/test_every_builder.py::test_the_example_builds_without_a_warning_of_sphinx_or_python
    """
    return runs_scripts(builder) and not writes_one_page(builder)


def renders_templates(builder: Builder) -> bool:
    """Return whether an HTML builder renders templates; the JSON and pickle builders write the context instead.

    Watched by:
        tests/extension/test_output.py::test_builders_that_write_no_html_have_the_pages_too
    """
    return not isinstance(builder, SerializingHTMLBuilder)


def has_indices(builder: Builder) -> bool:
    """Return whether a builder writes domain indices.

    Watched by:
        tests/extension/test_indices.py::test_a_pdf_lists_only_what_it_holds
    """
    return writes_html(builder) and not writes_one_page(builder)


def has_links(builder: Builder) -> bool:
    """Return whether the output of a builder has links that readers can follow; otherwise, URLs can only be printed.

    Watched by:
        tests/builders/test_addresses.py::test_text_lists_the_addresses_of_a_document_at_its_end
        tests/builders/test_addresses.py::test_a_manual_page_has_addresses_in_running_text_only
    """
    return builder.format not in {"text", "man"}


def register_visitors(app: Sphinx, node: type[nodes.Element], visitors: Visitors) -> None:
    """Register the visitors of a node for the current builder.

    Sphinx looks up visitors by the name of the builder, and by its format only if *no* extension registered any for the
    name. Which of the two finds ours therefore depends on the other extensions; and to register ours for a name that no
    other extension uses would hide the visitors of all others.

    Watched by:
        tests/builders/test_visitors.py::test_a_table_is_written_beside_nodes_with_visitors_for_the_format
    """
    builder = app.builder
    key = builder.name if builder.name in app.registry.translation_handlers else builder.format
    if key:
        app.add_node(node, override=True, **{key: visitors})
