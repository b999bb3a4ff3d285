"""A generated page as data: its kind, its title, its place among the others, and the variables of its template."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from sphinxext_cache.messages import _, later

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinxext_cache.tables import Piece

Kind: TypeAlias = Literal["index", "tag", "explore", "changes", "package", "stack", "target"]

_COMMON: Final = {
    "title": "The heading of the page.",
    "label": "The name of what the page is about, as the last of the breadcrumbs shows it.",
    "parents": "The pages above this one, from the top; each has ``link`` and ``title``.",
    "summary": "One sentence on what there is.",
}
_COUNTED: Final = {
    "tag": "The tag.",
    "called": "The name, as HTML, where its title is another one; else empty.",
    "packages": "How many packages there are.",
    "specs": "How many specs there are.",
    "letters": "The letters of an A-Z list; each has ``letter`` and ``link``.",
    "list": "The table of packages, as HTML.",
    "explore": "The address of the page that searches all specs of the tag.",
}
VARIABLES: Final[Mapping[Kind | Literal["stub"], Mapping[str, str]]] = {
    "index": _COMMON
    | {
        "list": "The table of tags, as HTML.",
        "tag": "The default tag; empty if there is none.",
        "explore": "The address of the page that searches all specs of that tag; empty if there is none.",
    },
    "tag": _COMMON
    | _COUNTED
    | {
        "matrix": "The table of packages by stack and target, as HTML.",
        "ladder": "How much runs on each target, as HTML; empty if there is but one.",
        "overlap": "What the stacks have in common, as HTML; empty if there is but one.",
        "data": "The address of the data file.",
        "before": "The tag before it in time; empty if there is none with which it can be compared.",
        "changes": "The address of the page of what changed since then; empty if there is none.",
    },
    "explore": _COMMON
    | {
        "tag": "The tag.",
        "specs": "How many specs there are.",
        "data": "The address of the data file.",
        "package": "The address of the page of a package, with ``{package}`` in the place of its name.",
        "links": "The addresses of the pages of stacks and of targets, by name, below ``stacks`` and ``target``.",
        "packages": "The address of the list of all packages of the tag.",
        "elsewhere": "By name, the addresses of packages whose page may have another one; None for one without a page.",
        "columns": "The columns of the table; of each its name in the data file, and its heading. "
        "Names of facts begin with ``fact:``.",
    },
    "changes": _COMMON
    | {
        "tag": "The tag.",
        "before": "The tag before it.",
        "origin": "Links to the pages of both tags, with the days of which they are, as HTML.",
        "list": "The table of the packages that came, left or changed, as HTML; may be empty.",
        "rebuilt": "The packages of which all that came is rebuilt on other dependencies, as HTML; may be empty.",
        "stacks": "The table of the stacks that specs came to or left, as HTML; may be empty.",
        "targets": "The table of the targets that specs came for or left, likewise.",
        "feed": "The address of the feed of changes; empty if there is none.",
    },
    "stack": _COMMON
    | _COUNTED
    | {"stack": "The name of the stack.", "install": "The commands that add its mirror, as HTML; may be empty."},
    "target": _COMMON
    | _COUNTED
    | {
        "target": "The name of the target.",
        "about": "A sentence on what kind of target it is; empty if archspec knows no more than its name.",
        "ladder": "How much runs on it and on targets that are above or below it, as HTML; may be empty.",
        "cpus": "The CPUs that run binaries for it, as HTML; may be empty.",
        "below": "The other targets of the tag whose binaries it runs, as HTML; may be empty.",
    },
    "package": _COMMON
    | {
        "package": "The name of the package.",
        "called": "The name, as HTML, where its title is another one; else empty.",
        "tag": "The tag.",
        "description": "What the package is, as HTML; empty if nobody says it.",
        "facts": "What else is said about it, as HTML; empty if nothing is.",
        "origin": "A link to the page of the tag, and what is known of the Spack that wrote its sources, as HTML.",
        "elsewhere": "The text and the address of its page elsewhere, or None.",
        "load": "The commands that load it, as HTML; empty if it is not installed.",
        "install": "The commands that install it, as HTML; empty if no build cache has it.",
        "matrix": "The table of its specs by stack and target, as HTML; empty if it has no specs.",
        "list": "The table of its specs, as HTML; empty if it has none.",
        "built_on": "The packages that it is built on directly, as HTML; empty if there are none, or none are known.",
        "used_by": "The packages that are built on it directly, likewise.",
        "other_tags": "Its newest version in each other tag, as HTML; empty if no other tag has it.",
    },
    "stub": {
        "title": "What it is about: the heading of the page to which it leads.",
        "tag": "The tag in which that is.",
        "default": "The default tag: if that is another one, it no longer has what the stub is about.",
        "link": "The address to which it leads.",
        "canonical": "The whole address of that, if it is known where the project is published.",
        "above": "The address of the page of the default tag.",
        "script": "The address of the script that takes along what comes after the address.",
        "encoding": "How the file is encoded.",
        "language": "The attributes that tell the language and the direction of our words.",
    },
}
"""The variables of the template ``cache/<kind>.html`` of each kind of page, and of stubs, which lead to pages.

What is HTML need not be escaped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A generated page.

    Attributes:
        name: Its name: where it lies below the output root, without a suffix.
        kind: What it is about.
        title: Its heading.
        tag: The tag that it belongs to; None for the index of tags.
        label: The name of what it is about.
        summary: One sentence on what there is.
        about: What it is that the page describes; empty if nobody says it.
        parents: The names and labels of the pages above it, from the top.
        previous: The name and the title of the page before it.
        next: Those of the page after it.
        variables: What its template is given beside the above; tables, tuples of pieces, and commands become HTML.
    """

    name: str
    kind: Kind
    title: str
    tag: str | None = None
    label: str
    summary: tuple[Piece, ...]
    about: tuple[Piece, ...] = ()
    parents: tuple[tuple[str, str], ...] = ()
    previous: tuple[str, str] | None = None
    next: tuple[str, str] | None = None
    variables: Mapping[str, object] = field(default_factory=dict)


_TITLES: Final[Mapping[Kind, str]] = {
    "index": later("Build cache"),
    "tag": later("Build cache {tag}"),
    "explore": later("Search all specs"),
    "changes": later("What changed since {tag}"),
    "stack": later("Stack {stack}"),
    "target": later("Target {target}"),
}
"""The headings of pages, but of those of packages, whose names are enough."""


def title_of(kind: Kind, name: str) -> str:
    """The heading of a page of that kind, on what has that name; of changes, on the tag before them."""
    return _(_TITLES[kind]).format(tag=name, stack=name, target=name) if kind in _TITLES else name


class Way(NamedTuple):
    """The way to another page or to a file, which becomes an address.

    Attributes:
        name: Its name; that of a file begins with a slash.
        anchor: The place there; empty for its top.
    """

    name: str
    anchor: str = ""


class Plan(NamedTuple):
    """A page that can be made, or a file: of data, a feed, or a stub.

    Attributes:
        name: Its name; that of a file begins with a slash.
        kind: What it is about.
        digest: A digest of all on the page that the build cache or its configuration says.
        make: Makes it; of a file, what it holds.
    """

    name: str
    kind: Kind | Literal["data", "feed", "stub"]
    digest: str
    make: Callable[[], Page | str | bytes]

    @property
    def is_file(self) -> bool:
        """Whether it is a file that no theme renders."""
        return self.kind in {"data", "feed", "stub"}
