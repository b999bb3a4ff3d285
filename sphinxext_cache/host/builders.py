"""What each builder is for. Whoever treats builders differently asks here, so that each is judged once."""

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
"""Builders that look at documents, and write none; by name, for to import them all takes longer than a small build."""


def has_readers(builder: Builder) -> bool:
    """Whether people read what a builder makes of documents; it else checks them, or takes messages from them.

    Without readers no table is made. Nothing leads to the published site either: of what we would link to there it is
    known that the site has it.

    Watched by:
        tests/builders/test_without_readers.py::test_a_builder_without_readers_warns_of_nothing_and_makes_no_tables
    """
    names = {getattr(kind, "name", "") for kind in type(builder).__mro__}
    return bool(builder.format) or _WITHOUT_READERS.isdisjoint(names)


def collects_messages(builder: Builder) -> bool:
    """Whether a builder takes from documents what is to be translated.

    Watched by:
        tests/builders/test_without_readers.py::test_only_what_the_author_wrote_is_to_be_translated
    """
    return "i18n" in {getattr(kind, "name", "") for kind in type(builder).__mro__}


def writes_html(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Whether a builder is one of those of Sphinx for HTML, in which each page has a context and a template.

    Watched by:
        tests/extension/test_output.py::test_builders_that_write_no_html_have_the_pages_too
    """
    return isinstance(builder, StandaloneHTMLBuilder)


def writes_one_page(builder: Builder) -> bool:
    """Whether all documents become one page.

    Watched by:
        tests/builders/test_every_builder.py::test_links_of_tables_in_a_single_page_lead_to_rows_of_it
    """
    return isinstance(builder, SingleFileHTMLBuilder)


def runs_scripts(builder: Builder) -> bool:
    """Whether a browser shows what a builder makes; a book, and help in a viewer of its own, run no scripts.

    Watched by:
        tests/builders/test_epub.py::test_the_book_is_valid
    """
    return writes_html(builder) and not builder.embedded


def takes_pages(builder: Builder) -> bool:
    """Whether a builder writes pages that are no documents: into a book or into a single page go documents only.

    Watched by:
        tests/builders/test_every_builder.py::test_the_example_builds_without_a_warning_of_sphinx_or_python
    """
    return runs_scripts(builder) and not writes_one_page(builder)


def renders_templates(builder: Builder) -> bool:
    """Whether a builder for HTML renders templates; those of JSON and pickles write what a template would get.

    Watched by:
        tests/extension/test_output.py::test_builders_that_write_no_html_have_the_pages_too
    """
    return not isinstance(builder, SerializingHTMLBuilder)


def has_indices(builder: Builder) -> bool:
    """Whether a builder writes the indices of domains.

    Watched by:
        tests/extension/test_indices.py::test_a_pdf_lists_only_what_it_holds
    """
    return writes_html(builder) and not writes_one_page(builder)


def has_links(builder: Builder) -> bool:
    """Whether readers can follow a link in what a builder makes; else addresses are there to be read, if they are.

    Watched by:
        tests/builders/test_addresses.py::test_text_lists_the_addresses_of_a_document_at_its_end
        tests/builders/test_addresses.py::test_a_manual_page_has_addresses_in_running_text_only
    """
    return builder.format not in {"text", "man"}


def register_visitors(app: Sphinx, node: type[nodes.Element], visitors: Visitors) -> None:
    """Register what writes a node under the builder of this build.

    Sphinx looks for visitors by the name of the builder, and only if *no* extension registered any by that name by its
    format. So it depends on the other extensions under which of the two ours are found; and to register them by a name
    that nobody else uses would hide those of all others.

    Watched by:
        tests/builders/test_visitors.py::test_a_table_is_written_beside_nodes_with_visitors_for_the_format
    """
    builder = app.builder
    key = builder.name if builder.name in app.registry.translation_handlers else builder.format
    if key:
        app.add_node(node, override=True, **{key: visitors})
