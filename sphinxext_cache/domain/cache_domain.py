"""The domain `cache`: its objects, their places, and references to them.

Objects have two origins. The catalog has packages, specs, stacks, targets and tags; their places are generated pages,
which are not documents. Documents can also describe a package (``cache:package``), and then references lead there. The
environment stores only these descriptions; every build reads the catalog again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain, ObjType

from sphinxext_cache.catalog import Catalog, Code
from sphinxext_cache.config.settings import CacheConfig
from sphinxext_cache.domain.described import Descriptions
from sphinxext_cache.domain.inventory import objects, specs_elsewhere
from sphinxext_cache.domain.known import Known, Sources
from sphinxext_cache.domain.links import link_to
from sphinxext_cache.domain.lookup import KINDS, SHORTEST_PREFIX, split_target
from sphinxext_cache.domain.markup import unknown_directive, unknown_role
from sphinxext_cache.domain.page_names import PageNames, generates_pages
from sphinxext_cache.domain.published_site import PublishedSite
from sphinxext_cache.domain.questions import answer
from sphinxext_cache.messages import later
from sphinxext_cache.tables import HASH_LENGTH, Ref
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from docutils.parsers.rst import Directive
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import RoleFunction

    from sphinxext_cache.domain.lookup import Lookup
    from sphinxext_cache.domain.page_places import PagePlaces
    from sphinxext_cache.domain.places import Places
    from sphinxext_cache.domain.questions import Question


class CacheDomain(Domain):
    """The domain. `attach` gives it access to the catalog of the build."""

    name = "cache"
    label = "Build cache"
    object_types: ClassVar[dict[str, ObjType]] = {
        "package": ObjType(later("package"), "package"),
        "spec": ObjType(later("spec"), "spec"),
        "stack": ObjType(later("stack"), "stack"),
        "target": ObjType(later("target"), "target"),
        "tag": ObjType(later("tag"), "tag"),
    }
    initial_data: ClassVar[dict[str, Any]] = {
        "described": {},
        "answers": {},
        "references": {},
    }
    data_version = 4

    config: CacheConfig
    builder: Builder
    has_pages: bool
    """Whether this build writes generated pages."""
    page_places: PagePlaces | None
    """The paths of the pages, once the documents are known; None for builders that do not write pages."""
    descriptions: Descriptions

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.config = CacheConfig()
        self.descriptions = Descriptions(self.data["described"])
        self.has_pages = False
        self.page_places = None
        self._site: PublishedSite | None = None
        self._read: Callable[[], Sources] = lambda: Sources(Catalog(()), {})
        self._known: Known | None = None

    def attach(self, read: Callable[[], Sources], config: CacheConfig, builder: Builder) -> None:
        """Set the sources, the configuration and the builder of this build.

        Args:
            read: Reads the sources; called when they are first needed.
            config: Our part of the configuration.
            builder: The builder.
        """
        self.builder = builder
        self.config = config
        self.has_pages = generates_pages(builder, config)
        self.page_places = None
        self.descriptions.attach(builder)
        self._site = None if self.has_pages else PublishedSite(builder, config.site_builder)
        self._read, self._known = read, None

    def settle(self, page_places: PagePlaces) -> None:
        """Set the paths of the pages, including those that pages have lost."""
        self.page_places = page_places
        self._known = self._knows(self._asked.sources, page_places.names)

    def _has_document(self, name: str) -> bool:
        """Whether a document exists in the project."""
        return name in self.env.found_docs

    def title_of_document(self, name: str) -> str:
        """The title of a document; its name if it has no title or does not exist."""
        title = self.env.titles.get(name)
        return title.astext() if title is not None else name

    @property
    def is_asked(self) -> bool:
        """Whether the sources have been loaded."""
        return self._known is not None

    @property
    def catalog(self) -> Catalog:
        """The catalog."""
        return self._asked.sources.catalog

    @property
    def front_matter_documents(self) -> Mapping[str, tuple[str, str]]:
        """The tag and the package of each document with our front matter, by name; empty strings if it is invalid."""
        return self._asked.sources.documents

    @property
    def page_names(self) -> PageNames:
        """The names of the pages."""
        return self._asked.page_names

    @property
    def lookup(self) -> Lookup:
        """Looks up objects by name."""
        return self._asked.lookup

    @property
    def places(self) -> Places:
        """The places of objects."""
        return self._asked.places

    @property
    def _asked(self) -> Known:
        if self._known is None:
            sources = self._read()
            self._known = self._knows(sources, PageNames(sources.catalog, self.config))
        return self._known

    def _knows(self, sources: Sources, names: PageNames) -> Known:
        return Known.of(sources, names, self.descriptions, self._site, self._has_document)

    def directive(self, name: str) -> type[Directive] | None:
        """A directive; for an unknown name, one that suggests similar names."""
        found = super().directive(name)
        return found if found or self._is_default else unknown_directive(name, self.directives, self.roles)

    def role(self, name: str) -> RoleFunction | None:
        """A role; for an unknown name, one that suggests similar names."""
        found = super().role(name)
        return found if found or self._is_default else unknown_role(name, self.roles, self.directives)

    @property
    def _is_default(self) -> bool:
        """Whether this is the default domain, which most names without a domain do not belong to."""
        return self.env.temp_data.get("default_domain") is self

    @property
    def answers(self) -> dict[str, dict[Question, str]]:
        """The questions that each document asked the catalog, with a digest of each answer."""
        answers: dict[str, dict[Question, str]] = self.data["answers"]
        return answers

    @property
    def references(self) -> dict[str, set[tuple[str, str]]]:
        """The kind and the target of each reference, by document."""
        references: dict[str, set[tuple[str, str]]] = self.data["references"]
        return references

    def ask(self, docname: str, question: Question) -> str:
        """Answer a question of a document, and record both, so that it is read again if the answer changes."""
        found = answer(self.catalog, question)
        self.note(docname, question, found)
        return found

    def note(self, docname: str, question: Question, found: str) -> None:
        """Record a question of a document and its answer."""
        self.answers.setdefault(docname, {})[question] = found

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:  # noqa: ARG002
        """Record the conditions of the descriptions in a document."""
        self.descriptions.look_around(docname, document)

    def clear_doc(self, docname: str) -> None:
        """Remove the data of a document."""
        self.answers.pop(docname, None)
        self.references.pop(docname, None)
        self.descriptions.forget(docname)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Merge the data of another process."""
        for key in ("answers", "references"):
            self.data[key].update({name: found for name, found in otherdata[key].items() if name in docnames})
        self.descriptions.merge(docnames, otherdata["described"])

    def check_consistency(self) -> None:
        """Warn of packages with several descriptions."""
        folder = Path(self.env.srcdir)
        for (tag, package), (first, *others) in self.descriptions.packages.items():
            for other in others:
                message = (
                    f"the package '{package}' of '{tag}' is also described in {first.line.above(folder)}; "
                    "add :no-index: to one of them"
                )
                warn_at(Code.DUPLICATE, message, other.line.above(folder))

    def resolve_xref(
        self,
        env: BuildEnvironment,  # noqa: ARG002 Sphinx calls it so
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Resolve a reference of one of our roles; an ambiguous one stays unresolved."""
        found = self.lookup.find(typ, target)
        if len(found) != 1:
            return None
        ref = found[0]
        if typ == "spec" and not node.get("refexplicit"):
            text = f"/{ref.name[:HASH_LENGTH]}"
            contnode = nodes.literal(text, text, classes=contnode["classes"])
        return self._reference(builder, fromdocname, ref, contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,  # noqa: ARG002 Sphinx calls it so
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,  # noqa: ARG002
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Resolve a reference of the role ``any``: to every object of that name."""
        resolved: list[tuple[str, nodes.reference]] = []
        for kind in KINDS:
            found = self.lookup.find(kind, target)
            if len(found) == 1:
                resolved.append((f"cache:{kind}", self._reference(builder, fromdocname, found[0], contnode)))
        return resolved

    def _reference(self, builder: Builder, fromdocname: str, ref: Ref, contnode: nodes.Element) -> nodes.reference:
        """A reference to an object, or just its text if this builder has no place for it."""
        # Sphinx accepts any node, although the declared type is narrower.
        return link_to(self.places, builder, fromdocname, ref, contnode)  # type: ignore[return-value]

    def get_full_qualified_name(self, node: nodes.Element) -> str | None:
        """The full hash for a prefix in the inventories of other projects, if only one matches.

        Intersphinx calls this if no inventory has the name as written.
        """
        if node.get("reftype") != "spec":
            return None
        prefix = split_target("spec", node.get("reftarget", ""))[1]
        if len(prefix) < SHORTEST_PREFIX:
            return None
        found = {name for name in specs_elsewhere(self.env, node.get("inventory")) if name.startswith(prefix)}
        return found.pop() if len(found) == 1 else None

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Every object with a place in this build, for the inventory and the search."""
        permalinks = self.page_places.permalinks if self.page_places is not None else {}
        yield from objects(self.catalog, self.lookup, self.places, permalinks, with_specs=self.config.inventory_specs)


def cache_domain(env: BuildEnvironment) -> CacheDomain:
    """The domain of an environment."""
    domain = env.get_domain(CacheDomain.name)
    assert isinstance(domain, CacheDomain)  # noqa: S101 only we register that name
    return domain


def setup_domain(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(CacheDomain)
