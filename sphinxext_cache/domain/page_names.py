"""The names of generated pages: which objects have one, and which builders write them."""

from __future__ import annotations

import posixpath
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias
from urllib.parse import unquote

from sphinxext_cache.catalog import Code
from sphinxext_cache.digest import digest
from sphinxext_cache.host.builders import renders_templates, takes_pages
from sphinxext_cache.tables import Ref
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.builders import Builder

    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.config.settings import CacheConfig

Permanent: TypeAlias = Literal["package", "stack", "target"]
PERMANENT: Final[tuple[Permanent, ...]] = ("package", "stack", "target")
"""The kinds of objects with permalinks to the default tag."""
_OF_TAGS: Final = {"tag": "index", "explorer": "explore", "changes": "changes"}
"""The names of the fixed pages in the folder of a tag, by kind of reference."""
_DIGITS = 6
"""The number of digits that distinguish names that differ only in case."""


class Permalink(NamedTuple):
    """A permalink to an object in the default tag.

    Attributes:
        page: Its name as a page.
        file: Its name as a file, which begins with a slash, since no theme renders it.
    """

    page: str
    file: str


class PageNames:
    """The names of the pages of one build.

    Args:
        catalog: The catalog that the pages describe.
        config: The configuration, with the folder and the maximum number of pages.
        instead: For each page whose path has another writer, by name: the page that links lead to instead, or None if
            there is none.
    """

    def __init__(self, catalog: Catalog, config: CacheConfig, instead: Mapping[str, str | None] | None = None) -> None:
        self._catalog = catalog
        self._config = config
        self._instead = instead or {}
        self._renamed: dict[tuple[str, str], Mapping[str, str]] = {}
        self._folders: dict[tuple[str, str], tuple[str, Mapping[str, str]]] = {}

    @cached_property
    def prefix(self) -> str | None:
        """The prefix of the names of all pages; None if there are no pages."""
        if self._config.pages is None:
            return None
        folder = posixpath.normpath(str(self._config.pages))
        return "" if folder == "." else f"{folder}/"

    @property
    def index(self) -> str | None:
        """The name of the page that lists all tags; None if there is none."""
        return None if self.prefix is None else self._leads(f"{self.prefix}index")

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The tags that have pages: as many as `cache_page_limit` allows, the default one first."""
        kept: list[str] = []
        count = 1
        for tag in self._catalog.tags if self.prefix is not None else ():
            count += self.count(tag)
            if count > self._config.page_limit:
                break
            kept.append(tag)
        return tuple(tag for tag in kept if all(self._leads(name) for name in self.fixed(tag)))

    @cached_property
    def _has_pages(self) -> frozenset[str]:
        return frozenset(self.tags)

    def count(self, tag: str) -> int:
        """The number of pages of a tag."""
        catalog = self._catalog
        return (
            2
            + (catalog.tag_before(tag) is not None)
            + len(catalog.packages(tag))
            + len(catalog.stacks(tag))
            + len(catalog.targets(tag))
        )

    def fixed(self, tag: str) -> tuple[str, ...]:
        """The pages and files that all other pages of a tag link to; without them, the tag has no pages."""
        folder = self.folder(tag)
        return (self.index or "", f"{folder}/index", f"{folder}/explore", f"/{folder}/specs.json")

    def explorer(self, tag: str) -> str:
        """The name of the page that searches all specs of a tag, which must be one of `tags`."""
        return self._leads(self.place_of_explorer(tag)) or ""

    def place_of_explorer(self, tag: str) -> str:
        """The name of the page that searches all specs of a tag, regardless of other writers."""
        return self.place(Ref("explorer", tag, tag))

    def changes(self, tag: str) -> str | None:
        """The name of the page of the changes since the previous tag; None if there is none."""
        return self.of(Ref("changes", tag, tag)) if self._catalog.tag_before(tag) is not None else None

    @property
    def feed(self) -> str | None:
        """The name of the feed of changes; None if no tag has a previous one."""
        return f"/{self.prefix}changes.xml" if any(map(self._catalog.tag_before, self.tags)) else None

    def data(self, tag: str) -> str:
        """The name of the file with all specs of a tag; it begins with a slash, since it is not a page."""
        return f"/{self.folder(tag)}/specs.json"

    def of(self, ref: Ref) -> str | None:
        """The name of the page that links to an object (except a spec) lead to; None if there is none."""
        return self._leads(self.place(ref)) if ref.tag in self._has_pages else None

    def is_ours(self, page: str) -> bool:
        """Whether the path of a page has no other writer."""
        return page not in self._instead

    def place(self, ref: Ref) -> str:
        """The name of the page of an object (except a spec), regardless of other writers."""
        key = ref.kind, ref.tag
        found = self._folders.get(key)
        if found is None:  # cached, since it is needed for each link on each page
            folder = f"{self.folder(ref.tag)}/"
            own = _OF_TAGS.get(ref.kind)
            within = (folder, {ref.name: own}) if own else (f"{folder}{ref.kind}s/", self.renamed(*key))
            found = self._folders[key] = within
        folder, renamed = found
        return folder + renamed.get(ref.name, ref.name)

    def elsewhere(self, tag: str) -> dict[str, str | None]:
        """The packages of a tag whose page may have another URL than their name suggests, with the page's name."""
        names = [package.name for package in self._catalog.packages(tag)]
        pages = {name: self.of(Ref("package", tag, name)) for name in names}
        folder = f"{self.folder(tag)}/packages"
        return {name: page for name, page in pages.items() if page != f"{folder}/{name}" or name == "index"}

    def within(self, tag: str) -> Iterator[str]:
        """The names of the pages of a tag, except the fixed ones."""
        if self._catalog.tag_before(tag) is not None:
            yield self.place(Ref("changes", tag, tag))
        for kind in ("stack", "target", "package"):
            for name in self._names(kind, tag):
                yield self.place(Ref(kind, tag, name))

    @cached_property
    def permalinks(self) -> Mapping[tuple[Permanent, str], str]:
        """The names of the permalink pages, which lead to an object in the current default tag, by kind and name.

        There is one for each package, stack and target of any tag, since objects that the default tag no longer has may
        have been linked to before. Objects without a page that links lead to are omitted.
        """
        found: dict[tuple[Permanent, str], str] = {}
        for kind in PERMANENT:
            tags: dict[str, str] = {}
            for tag in self.tags:  # the default one first
                tags |= {name: tag for name in self._names(kind, tag) if name not in tags}
            another = distinct(tags)
            for name, tag in tags.items():
                if self.of(Ref(kind, tag, name)) is not None:
                    found[kind, name] = f"{self.prefix}{kind}s/{another.get(name, name)}"
        return found

    def renamed(self, kind: str, tag: str) -> Mapping[str, str]:
        """The path segments of the objects of a kind in a tag that differ from their names, by name."""
        known = self._renamed.get((kind, tag))
        if known is None:
            known = self._renamed[kind, tag] = distinct(self._names(kind, tag))
        return known

    @cached_property
    def digest(self) -> str:
        """A digest of the targets of links, since these may change on a page that is otherwise unchanged."""
        moved = sorted((page, led) for page, led in self._instead.items() if page != led)
        renamed = [sorted(self.renamed(kind, tag).items()) for tag in self.tags for kind in ("stack", "target")]
        return digest((self.tags, moved, sorted(self.renamed("tag", "").items()), renamed))

    def _leads(self, page: str) -> str | None:
        return self._instead.get(page, page)

    def folder(self, tag: str) -> str:
        """The folder of the pages of a tag."""
        return f"{self.prefix}{self.renamed('tag', '').get(tag, tag)}"

    def _names(self, kind: str, tag: str) -> Iterable[str]:
        match kind:
            case "package":
                return [package.name for package in self._catalog.packages(tag)]
            case "stack":
                return self._catalog.stacks(tag)
            case "target":
                return self._catalog.targets(tag)
            case _:
                return self._catalog.tags


def distinct(names: Iterable[str]) -> dict[str, str]:
    """Find distinct path segments for names that are equal on case-insensitive file systems.

    Of names that differ only in case, the one in lower case is kept, else the first in the order of code points. The
    others get a digest of the name as a suffix, so the segment does not depend on the platform or on the other names.

    Args:
        names: The names in a folder; each can be a path segment.
    """
    names = list(names)
    groups: dict[str, list[str]] = {}
    if len({name.casefold() for name in names}) == len(names):
        return {}
    for name in names:
        groups.setdefault(name.casefold(), []).append(name)
    found: dict[str, str] = {}
    for alike in [alike for alike in groups.values() if len(alike) > 1]:
        for name in set(alike) - {plain_one(alike)}:
            digits = blake2b(name.encode()).hexdigest()
            longer = (f"{name}-{digits[:length]}" for length in range(_DIGITS, len(digits)))
            found[name] = next(segment for segment in longer if segment.casefold() not in groups)
    return found


def plain_one(alike: Iterable[str]) -> str:
    """Of names that differ only in case, the one that keeps its name and has their common label."""
    return min(alike, key=lambda name: (name != name.casefold(), name))


def folder_of(builder: Builder, page: str) -> str:
    """The folder that relative links of a page start from: pages with the same folder have the same links.

    It depends on the builder: one that gives each page a folder of its own (`dirhtml`) puts ``a/index`` one folder
    above its siblings, beside ``a`` itself.

    Args:
        builder: The builder, which determines the paths of pages.
        page: The name of a page.
    """
    uri = unquote(builder.get_target_uri(page))
    if uri == f"{page}/":
        return f"{page.rpartition('/')[0]}/*"
    return uri.rpartition("/")[0]


def names_above(documents: Iterable[str]) -> frozenset[str]:
    """The names of the folders that contain documents; a page of such a name has particular relative links to these."""
    found: set[str] = set()
    for document in documents:
        name = document
        while (name := name.rpartition("/")[0]) and name not in found:
            found.add(name)
    return frozenset(found)


def warn_of_limit(catalog: Catalog, config: CacheConfig) -> None:
    """Warn if there are more pages than `cache_page_limit` allows."""
    names = PageNames(catalog, config)  # regardless of other writers
    count, limit, kept = 1 + sum(map(names.count, catalog.tags)), config.page_limit, names.tags
    if count <= limit:
        return
    made = (
        f"only those of {len(kept)} of {len(catalog.tags)} tags are" if kept else "only the page that lists all tags is"
    )
    message = (
        f"the build cache has {count} pages, more than cache_page_limit = {limit}; {made} generated. Select fewer "
        f"specs with cache_select (such as 'tag={catalog.tags[0]}' or 'stack=e4s'), raise the limit, or generate no "
        "pages with cache_pages = None"
    )
    warn_at(Code.LIMIT, message, None)


def generates_pages(builder: Builder, config: CacheConfig) -> bool:
    """Whether this builder writes generated pages."""
    return config.pages is not None and takes_pages(builder)


def has_permalinks(builder: Builder, config: CacheConfig) -> bool:
    """Whether this builder writes permalinks."""
    return config.permalinks and generates_pages(builder, config) and renders_templates(builder)
