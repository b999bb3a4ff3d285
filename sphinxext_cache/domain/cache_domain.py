"""The domain `cache`: which objects there are, where each has its place, and how references reach it.

Objects come from two sides. The catalog knows packages, specs, stacks, targets and tags; their places are generated
pages, which are no documents. Documents may describe a package themselves (``cache:package``), and then references
lead there. Only the latter is kept in the environment; the catalog is read anew for every build.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode

from sphinxext_cache.catalog import Catalog, Code
from sphinxext_cache.config import CacheConfig
from sphinxext_cache.domain.markup import unknown_directive, unknown_role
from sphinxext_cache.domain.page_names import PageNames, generates_pages, plain_one
from sphinxext_cache.domain.questions import answer
from sphinxext_cache.host import PublishedSite, documents_of
from sphinxext_cache.messages import _
from sphinxext_cache.tables import HASH_LENGTH, Ref
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from docutils.parsers.rst import Directive
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import RoleFunction

    from sphinxext_cache.domain.claims import Places
    from sphinxext_cache.domain.described import Described
    from sphinxext_cache.domain.questions import Question

KINDS: Final = ("package", "spec", "stack", "target", "tag")
"""The types of objects, in the order in which a name is looked up among them."""
LABELLED: Final = ("package", "stack", "target", "tag")
"""Those that have labels."""
LABEL: Final = re.compile(rf"cache-({'|'.join(LABELLED)})-(.+)")
BY_LABEL: Final = ("ref", "any", "myst")
"""The roles that find labels; all but the first find names as well."""
SHORTEST_PREFIX: Final = 5
"""How many characters of a hash a reference must give."""


class Place(NamedTuple):
    """Where an object is described: a document or a generated page, and the anchor there (empty: its top)."""

    page: str
    anchor: str
    is_document: bool


class CacheDomain(Domain):
    """The domain. `attach` gives it the catalog of the build."""

    name = "cache"
    label = "Build cache"
    object_types: ClassVar[dict[str, ObjType]] = {
        "package": ObjType(_("package"), "package"),
        "spec": ObjType(_("spec"), "spec"),
        "stack": ObjType(_("stack"), "stack"),
        "target": ObjType(_("target"), "target"),
        "tag": ObjType(_("tag"), "tag"),
    }
    initial_data: ClassVar[dict[str, Any]] = {
        "described": {},
        "answers": {},
        "references": {},
    }
    data_version = 3

    catalog: Catalog
    config: CacheConfig
    builder: Builder
    has_pages: bool
    """Whether this build writes generated pages."""
    page_names: PageNames
    places: Places | None
    """Where the pages lie, once it is known which documents there are; None for builders that write no pages."""
    front_matter_documents: Mapping[str, tuple[str, str]]
    """By name, the tag and the package of each document that has a front matter of ours; empty if it is broken."""

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.front_matter_documents = {}
        self._packages: dict[tuple[str, str], list[Described]] | None = None
        self._answer_from(Catalog(()), CacheConfig())
        self.has_pages = False

    def attach(
        self, catalog: Catalog, config: CacheConfig, builder: Builder, documents: Mapping[str, tuple[str, str]]
    ) -> None:
        """Take what this build answers from, and learn for what.

        Args:
            catalog: The catalog.
            config: Our part of the configuration.
            builder: The builder.
            documents: By name, the tag and the package of each document that has a front matter of ours.
        """
        self._answer_from(catalog, config)
        self.front_matter_documents = documents
        self.builder = builder
        self.has_pages = generates_pages(builder, config)
        self._site = PublishedSite(builder, config.site_builder)
        self._packages = None

    def _answer_from(self, catalog: Catalog, config: CacheConfig) -> None:
        self.catalog = catalog
        self.config = config
        self.page_names = PageNames(catalog, config)
        self.places = None

    def settle(self, places: Places) -> None:
        """Learn where the pages lie, and which of them have lost their place."""
        self.places = places
        self.page_names = places.names

    # -- markup ---------------------------------------------------------------------------------------------------

    def directive(self, name: str) -> type[Directive] | None:
        """A directive; for a name that is none, one that says which is near."""
        found = super().directive(name)
        return found if found or self._is_default else unknown_directive(name, self.directives, self.roles)

    def role(self, name: str) -> RoleFunction | None:
        """A role; for a name that is none, one that says which is near."""
        found = super().role(name)
        return found if found or self._is_default else unknown_role(name, self.roles, self.directives)

    @property
    def _is_default(self) -> bool:
        """Whether the domain is asked first of names that have none before them, most of which are not ours."""
        return self.env.temp_data.get("default_domain") is self

    # -- what documents describe, and what they asked -------------------------------------------------------------

    @property
    def described(self) -> dict[str, list[Described]]:
        """The descriptions of packages, by document."""
        described: dict[str, list[Described]] = self.data["described"]
        return described

    @property
    def packages(self) -> dict[tuple[str, str], list[Described]]:
        """The descriptions in this build, by tag and name of their package; references lead to the first of each.

        To be asked only once all documents are read.
        """
        if self._packages is None:
            self._packages = {}
            shown = documents_of(self.builder)
            # Each document noted them as it was read.
            for docname in sorted(self.described.keys() & shown):
                for each in self.described[docname]:
                    if each.is_shown(self.builder):
                        self._packages.setdefault((each.tag, each.package), []).append(each)
        return self._packages

    @property
    def answers(self) -> dict[str, dict[Question, str]]:
        """By document, what its directives asked of the catalog, with a digest of each answer."""
        answers: dict[str, dict[Question, str]] = self.data["answers"]
        return answers

    @property
    def references(self) -> dict[str, set[tuple[str, str]]]:
        """By document, the kind and the target of each reference."""
        references: dict[str, set[tuple[str, str]]] = self.data["references"]
        return references

    def ask(self, docname: str, question: Question) -> str:
        """Note what a document asks, so that it is read again when the answer is another; gives the answer."""
        found = answer(self.catalog, question)
        self.note(docname, question, found)
        return found

    def note(self, docname: str, question: Question, found: str) -> None:
        """Note what a document asked, and the answer that it was given."""
        self.answers.setdefault(docname, {})[question] = found

    def describe(self, described: Described) -> None:
        """Note that a document describes a package."""
        self.described.setdefault(described.docname, []).append(described)
        self._packages = None

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:  # noqa: ARG002
        """Note of the descriptions in a document what hides them, now that it is known what stands around them."""
        if docname in self.described:
            self.described[docname] = [each.found_in(document) for each in self.described[docname]]

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        self.answers.pop(docname, None)
        self.references.pop(docname, None)
        self.described.pop(docname, None)
        self._packages = None

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for key in ("answers", "references", "described"):
            self.data[key].update({name: found for name, found in otherdata[key].items() if name in docnames})
        self._packages = None

    def check_consistency(self) -> None:
        """Warn of packages that are described more than once."""
        folder = Path(self.env.srcdir)
        for (tag, package), (first, *others) in self.packages.items():
            for other in others:
                message = (
                    f"the package '{package}' of '{tag}' is described in {first.line.above(folder)} too; "
                    "use :no-index: for one of them"
                )
                warn_at(Code.DUPLICATE, message, other.line.above(folder))

    # -- places ---------------------------------------------------------------------------------------------------

    def locate(self, ref: Ref) -> Place | None:
        """Where an object is described; None if there is no such object, or no page for it."""
        if ref.kind in {"package", "spec"}:
            return self._locate_package(ref)
        page = self.page_names.of(ref)
        return Place(page, "", is_document=False) if page is not None else None

    def _locate_package(self, ref: Ref) -> Place | None:
        if ref.kind == "package":
            return self._place_of(ref.tag, ref.name, "")
        found = self.catalog.find(ref.name, ref.tag)
        return self._place_of(ref.tag, found[0].package, ref.name) if found else None

    def _place_of(self, tag: str, package: str, spec: str) -> Place | None:
        """Where a package is described, or one of its specs (a hash; empty for none)."""
        for described in self.packages.get((tag, package), ())[:1]:
            if described.shows_specs or not spec:
                return Place(described.docname, spec or described.node_id, is_document=True)
        ref = Ref("package", tag, package)
        page = self.page_names.of(ref)
        if page is None:
            return None
        if spec and not self.page_names.is_ours(self.page_names.place(ref)):
            spec = ""  # what somebody else has put in the place of the page has no anchors of ours
        return Place(page, spec, is_document=False)

    def address(self, builder: Builder, from_page: str, ref: Ref) -> str | None:
        """The address of an object as a page links to it; None where there is nothing to link to."""
        place = self.locate(ref)
        if place is None:
            return None
        fragment = f"#{place.anchor}" if place.anchor else ""
        if place.is_document or self.has_pages:
            try:
                uri = builder.get_relative_uri(from_page, place.page)
            except NoUri:
                return None
            # Where all documents are one page, its name is an anchor, and another one behind it leads nowhere.
            return fragment if fragment and uri.startswith("#") else uri + fragment
        published = self._site.address(place.page)
        return None if published is None else published + fragment

    # -- references -----------------------------------------------------------------------------------------------

    def lookup(self, kind: str, target: str) -> list[Ref]:
        """The objects that the target of a reference can mean: none, one, or (for a hash prefix) several."""
        if kind in BY_LABEL:
            return self._lookup_any(target)
        tag, name = split_target(kind, target)
        if kind == "tag":
            return [Ref("tag", name, name)] if name in self.catalog.tags else []
        if kind == "spec":
            if len(name) < SHORTEST_PREFIX:
                return []
            return [Ref("spec", spec.tag, spec.hash or "") for spec in self.catalog.find(name, tag)]
        where = tag or self.catalog.default_tag or ""
        if kind == "package":
            known = self.catalog.package(name, where) is not None or (where, name) in self.packages
        else:
            known = name in self.names(kind, where)
        return [Ref(kind, where, name)] if known else []

    def _lookup_any(self, target: str) -> list[Ref]:
        """The objects of any kind that a name or a label can mean."""
        found = [ref for kind in KINDS for ref in self.lookup(kind, target)]
        if match := LABEL.fullmatch(target):
            kind, label = match.groups()
            if (name := self.labelled(kind, label)) is not None:
                found += self.lookup(kind, name)
        return found

    def labelled(self, kind: str, label: str) -> str | None:
        """The name that the last part of a label means, such as ``hdf5`` in ``cache-package-hdf5``.

        Labels are in lower case, names need not be. Of names that differ in nothing but case one has the label: that in
        lower case, if there is one.
        """
        names = self.names(kind, self.catalog.default_tag or "")
        alike = [name for name in names if name.casefold() == label.casefold()]
        return plain_one(alike) if alike else None

    def names(self, kind: str, tag: str) -> tuple[str, ...]:
        """The names of all objects of a kind (but specs) within a tag, in the order in which readers expect them."""
        match kind:
            case "package":
                return tuple(package.name for package in self.catalog.packages(tag))
            case "stack":
                return self.catalog.stacks(tag)
            case "target":
                return self.catalog.targets(tag)
            case _:
                return self.catalog.tags

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
        """Resolve a reference of one of our roles; what several objects could be meant by is resolved to none."""
        found = self.lookup(typ, target)
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
            found = self.lookup(kind, target)
            if len(found) == 1:
                resolved.append((f"cache:{kind}", self._reference(builder, fromdocname, found[0], contnode)))
        return resolved

    def _reference(self, builder: Builder, fromdocname: str, ref: Ref, contnode: nodes.Element) -> nodes.reference:
        """A reference to an object, or just its text where this builder has no place for it."""
        address = self.address(builder, fromdocname, ref)
        place = self.locate(ref)
        if address is None or place is None:
            # Sphinx takes any node as the answer; the type is that of the usual one.
            return contnode  # type: ignore[return-value]
        title = f"/{ref.name}" if ref.kind == "spec" else None
        if place.is_document:
            source = place.page if address.startswith("#") else fromdocname
            return make_refnode(builder, source, place.page, place.anchor, contnode, title)
        made = nodes.reference("", "", contnode, internal=self.has_pages, refuri=address)
        if title:
            made["reftitle"] = title
        return made

    def get_full_qualified_name(self, node: nodes.Element) -> str | None:
        """The whole hash that a prefix means in the inventories of other projects, where only one fits.

        Intersphinx asks this when a name as written is in no inventory.
        """
        if node.get("reftype") != "spec":
            return None
        prefix = split_target("spec", node.get("reftarget", ""))[1]
        if len(prefix) < SHORTEST_PREFIX:
            return None
        found = {name for name in _inventory_specs(self.env, node.get("inventory")) if name.startswith(prefix)}
        return found.pop() if len(found) == 1 else None

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Every object that has a place in this build, for the inventory and the search.

        The search leaves out what has a priority below 0: the second name of an object, and all hashes, which would
        make its index ten times as large.
        """
        for tag in self.catalog.tags:
            if (place := self.shown_place(Ref("tag", tag, tag))) is not None:
                yield tag, tag, "tag", place.page, place.anchor, 1
            is_default = tag == self.catalog.default_tag
            for kind in ("package", "stack", "target"):
                for name in self.names(kind, tag):
                    if (place := self.shown_place(Ref(kind, tag, name))) is not None:
                        yield f"{tag}/{name}", name, kind, place.page, place.anchor, -1 if is_default else 1
                        if is_default:
                            yield name, name, kind, place.page, place.anchor, 1
            if is_default and self.config.inventory_specs:
                yield from self._spec_objects(tag)

    def _spec_objects(self, tag: str) -> Iterator[tuple[str, str, str, str, str, int]]:
        """The specs of a tag. Of packages that hold the same one, the first counts, as in `Catalog.find`."""
        seen: set[str] = set()
        for package in self.catalog.packages(tag):
            place = self._place_of(tag, package.name, "any")
            if place is None or not (place.is_document or self.has_pages):
                continue
            hashes = dict.fromkeys(spec.hash for spec in package.specs if spec.hash and spec.hash not in seen)
            seen.update(hashes)
            for found in hashes:
                yield found, f"/{found[:HASH_LENGTH]}", "spec", place.page, found, -1

    def shown_place(self, ref: Ref) -> Place | None:
        """Where an object is described in this build; None if that is nowhere."""
        place = self.locate(ref)
        return place if place is not None and (place.is_document or self.has_pages) else None


def split_target(kind: str, target: str) -> tuple[str | None, str]:
    """Split ``tag/name``, or just ``name``, into the tag and the name. A hash may have its slash before it."""
    if kind == "tag":
        return None, target
    tag, slash, name = target.rpartition("/")
    return (tag or None, name) if slash else (None, target)


def _inventory_specs(env: BuildEnvironment, inventory: str | None) -> Iterable[str]:
    """The hashes in one inventory of another project, or in all."""
    if inventory is not None:
        named: dict[str, Any] = getattr(env, "intersphinx_named_inventory", {})
        return list(named.get(inventory, {}).get("cache:spec", ()))
    every: dict[str, Any] = getattr(env, "intersphinx_inventory", {})
    return list(every.get("cache:spec", ()))


def cache_domain(env: BuildEnvironment) -> CacheDomain:
    """The domain of an environment."""
    domain = env.get_domain(CacheDomain.name)
    assert isinstance(domain, CacheDomain)  # noqa: S101 nobody else registers that name
    return domain


def setup_domain(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(CacheDomain)
