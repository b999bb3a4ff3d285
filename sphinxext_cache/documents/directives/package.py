"""``cache:package``: a package described in a document, as ``py:class`` describes a class."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.directives import ObjectDescription
from sphinx.util.nodes import make_id

from sphinxext_cache.catalog import Code, Query, QuerySyntaxError, parse_query
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.unknown import unknown_name
from sphinxext_cache.documents.directives.bodies import paragraphs, without_options
from sphinxext_cache.documents.directives.common import find_tag, split_argument
from sphinxext_cache.documents.directives.load import load_nodes
from sphinxext_cache.documents.directives.options import Options, names_of, presence
from sphinxext_cache.documents.nodes import cache_table, mark_generated
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.domain.described import Described
from sphinxext_cache.domain.questions import BesideQuestion, PackageQuestion
from sphinxext_cache.messages import _
from sphinxext_cache.render.as_of import as_of
from sphinxext_cache.render.definitions import definitions_node
from sphinxext_cache.render.doctree import pieces_to_nodes
from sphinxext_cache.tables import COLUMNS
from sphinxext_cache.tables.other_tags import NewestVersions, in_a_line
from sphinxext_cache.warnings import line_of, warn_at

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.catalog import Package
    from sphinxext_cache.domain.questions import Beside
    from sphinxext_cache.tables.dependencies import Relations
    from sphinxext_cache.tables.description import Description

PARTS: Final = ("summary", "facts", "matrix", "specs", "mirror", "dependencies", "tags")
"""The parts of a description that `:show:` can choose."""
_ASKED: Final[tuple[tuple[str, Beside], ...]] = (
    ("summary", "origin"),
    ("facts", "facts"),
    ("mirror", "load"),
    ("specs", "load"),
    ("specs", "variants"),
    ("dependencies", "relations"),
    ("tags", "tags"),
)
"""The questions for each part whose answers do not follow from the package itself."""


class Named(NamedTuple):
    """A package that a directive names.

    Attributes:
        tag: The tag.
        name: The name.
        asked: The tag, if the author named one.
    """

    tag: str
    name: str
    asked: str | None


class PackageDirective(ObjectDescription[Named]):
    """The description of a package: a summary, how to install it, where it is built, and its specs.

    Without an argument, it describes the package in the front matter of the document.
    """

    required_arguments = 0
    optional_arguments = 1
    option_spec: ClassVar[OptionSpec] = Options(
        {
            **dict.fromkeys(ObjectDescription.option_spec, presence),
            "tag": directives.unchanged_required,
            "show": names_of(PARTS),
        }
    )

    def get_signatures(self) -> list[str]:
        """The names of the packages; by default, the one in the front matter of the document."""
        if self.arguments:
            return super().get_signatures()
        own = cache_domain(self.env).front_matter_documents.get(self.env.docname)
        if own is None:
            message = (
                "'cache:package' needs the name of a package, because this document is not a page of a build cache"
            )
            warn_at(Code.REFERENCE, message, line_of(self))
            return []
        self.options["tag"], name = own
        # Invalid front matter has been reported already.
        return [name] if name else []

    def run(self) -> list[nodes.Node]:
        """Describe the packages; warn if the body begins with options."""
        self._tags: dict[str | None, bool] = {}
        for lines in islice(paragraphs(self), 1):
            without_options(self, lines, only_own=True)
        return super().run()

    def handle_signature(self, sig: str, signode: addnodes.desc_signature) -> Named:
        """Show the name, and the tag if it is not the default one."""
        domain = cache_domain(self.env)
        default = domain.catalog.default_tag
        asked, name = split_argument(self, "package", sig)
        tag = asked or default or ""
        if asked not in self._tags:
            self._tags[asked] = find_tag(self, asked)
        domain.ask(self.env.docname, PackageQuestion(asked, name))
        if self._tags[asked] and domain.catalog.package(name, tag) is None:
            warn_at(Code.REFERENCE, self._missing(name, asked), line_of(self))
        domain.ask(self.env.docname, BesideQuestion("title", tag, name))
        title = domain.catalog.facts.title("package", name, tag)
        signode += addnodes.desc_name(title, title)
        if title != name:
            # The name, which users type, is shown beside the title.
            signode += addnodes.desc_annotation("", "", addnodes.desc_sig_space(), nodes.Text(f"({name})"))
        if tag != default:
            signode += addnodes.desc_annotation("", "", addnodes.desc_sig_space(), nodes.Text(tag))
        signode["fullname"] = name
        return Named(tag, name, asked)

    def _missing(self, name: str, tag: str | None) -> str:
        """The message about a name that is not a package."""
        try:
            is_query = replace(parse_query(name), name=None) != Query()
        except QuerySyntaxError:
            if re.search(r"[\s,]", name):
                return f"expected the name of one package on each line, found '{shorten(name)}'"
            is_query = False
        if is_query:
            return f"expected the name of a package, found the query '{shorten(name)}'; 'cache:specs' takes queries"
        return unknown_name(cache_domain(self.env).catalog, "package", name, tag).message

    def _object_hierarchy_parts(self, sig_node: addnodes.desc_signature) -> tuple[str, ...]:
        return (sig_node["fullname"],)

    def _toc_entry_name(self, sig_node: addnodes.desc_signature) -> str:
        return _title_in(sig_node)

    def add_target_and_index(
        self,
        name: Named,
        sig: str,  # noqa: ARG002 Sphinx calls it so
        signode: addnodes.desc_signature,
    ) -> None:
        """Make references to the package link to this description, and add it to the index."""
        domain = cache_domain(self.env)
        tag, package, _asked = name
        parts = (package,) if tag == domain.catalog.default_tag else (tag, package)
        node_id = make_id(self.env, self.state.document, "cache-package", "-".join(parts))
        signode["ids"].append(node_id)
        self.state.document.note_explicit_target(signode)
        line = line_of(self).below(Path(self.env.srcdir))
        shows_specs = "specs" in self._shown
        domain.descriptions.add(Described(self.env.docname, line, tag, package, node_id, shows_specs=shows_specs))
        if "no-index-entry" not in self.options:
            title = _title_in(signode)
            names = (title, package) if title.casefold() != package else (title,)
            entries = [str(_("{package} (package)")).format(package=name) for name in names]
            self.indexnode["entries"] += [("single", text, node_id, "", None) for text in entries]

    @property
    def _shown(self) -> tuple[str, ...]:
        shown: tuple[str, ...] = self.options.get("show", PARTS)
        return shown

    def transform_content(self, content_node: addnodes.desc_content) -> None:
        """Put the summary before the author's own text, and the rest after it; describe several packages one by one."""
        domain = cache_domain(self.env)
        opening: list[nodes.Node] = []
        parts: list[nodes.Node] = []
        for tag, name, _asked in self.names:
            package = domain.catalog.package(name, tag)
            if package is not None:
                # If a description is not indexed, references to the specs do not link to it.
                description = domain.config.describe(package, domain.catalog, anchored="no-index" not in self.options)
                opening += self._opening(description)
                parts += self._parts(description) if package.specs else []
                if not COLUMNS.keys() >= set(description.specs.columns):
                    domain.ask(self.env.docname, description.specs)  # such a column shows more than the specs contain
                parts += self._lines(package, description.relations)
                for part, asked in _ASKED:
                    if part in self._shown:
                        domain.ask(self.env.docname, BesideQuestion(asked, tag, name))
        content_node[:0] = opening
        content_node.extend(parts)

    def _opening(self, description: Description) -> list[nodes.Node]:
        """The description of the package, its summary, and its other facts."""
        about = description.about
        made: list[nodes.Element] = []
        if "facts" in self._shown and about.description:
            text = pieces_to_nodes(about.description, self.env.docname)
            made.append(nodes.paragraph("", "", *text, classes=["cache-description"], support_smartquotes=False))
        if "summary" in self._shown:
            made += self._summary(description)
        if "facts" in self._shown and about.facts:
            made.append(definitions_node(about.facts, self.env.docname))
        for node in made:
            self.set_source_info(node)
            mark_generated(*node.findall(nodes.TextElement))
        return [*made]

    def _summary(self, description: Description) -> list[nodes.paragraph]:
        docname = self.env.docname
        tag, *sources = description.origin
        said = (tag, *as_of(cache_domain(self.env).catalog.day(tag.text), self.config), *sources)
        origin = [nodes.Text(str(_("Build cache"))), nodes.Text(" "), *pieces_to_nodes(said, docname)]
        if description.elsewhere:
            text, address = description.elsewhere.link()
            origin += [nodes.Text(" · "), nodes.reference("", text, refuri=address, internal=False)]
        made = [
            nodes.paragraph("", "", *pieces_to_nodes(description.summary, docname), classes=["cache-summary"]),
            nodes.paragraph("", "", *origin, classes=["cache-origin"]),
        ]
        for paragraph in made:
            # Names are not prose: `a--b` keeps both hyphens.
            paragraph["support_smartquotes"] = False
        return made

    def _parts(self, description: Description) -> list[nodes.Node]:
        parts: list[tuple[str, str, list[nodes.Node]]] = []
        if description.load is not None:
            parts.append(("mirror", _("Load"), load_nodes(self, description.load)))
        if description.install is not None:
            session = description.install.session()
            parts.append(
                (
                    "mirror",
                    _("Install"),
                    [nodes.literal_block(session, session, language="console", classes=["cache-session"])],
                )
            )
        if description.is_placed:
            parts.append(("matrix", _("Where it is built"), [cache_table(recipe=description.matrix)]))
        parts.append(("specs", _("Specs"), [cache_table(recipe=description.specs)]))
        made = [
            node
            for part, heading, content in parts
            if part in self._shown
            for node in (nodes.rubric("", str(heading)), *content)
        ]
        mark_generated(*(node for node in made if isinstance(node, nodes.TextElement)))
        return made

    def _lines(self, package: Package, relations: Relations) -> list[nodes.Node]:
        """The dependencies and dependents of a package, and the other tags with it, if there are any."""
        others = NewestVersions(cache_domain(self.env).catalog).beside(package.name, package.tag)
        lines = (
            ("dependencies", _("Built on"), relations.built_on),
            ("dependencies", _("Used by"), relations.used_by),
            ("tags", _("In other tags"), in_a_line(others) if others else ()),
        )
        made: list[nodes.Element] = []
        for part, heading, line in lines:
            if line and part in self._shown:
                names = pieces_to_nodes(line, self.env.docname)
                paragraph = nodes.paragraph("", "", *names, classes=["cache-names"], support_smartquotes=False)
                self.set_source_info(paragraph)
                made += [nodes.rubric("", str(heading)), paragraph]
        mark_generated(*made)
        return [*made]


def _title_in(signode: addnodes.desc_signature) -> str:
    """The name of the package in a signature."""
    return next(signode.findall(addnodes.desc_name)).astext()
