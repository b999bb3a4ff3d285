"""Generated pages as data: kind, title, position among other pages, and template variables."""

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
    "label": "The name of what the page is about, as shown in the breadcrumbs.",
    "parents": "The pages above this one, from the top down; each has ``link`` and ``title``.",
    "summary": "A one-sentence summary of the contents.",
}
_COUNTED: Final = {
    "tag": "The tag.",
    "called": "The name, as HTML, if it differs from the title; else empty.",
    "packages": "The number of packages.",
    "specs": "The number of specs.",
    "letters": "The letters of the A-Z list; each has ``letter`` and ``link``.",
    "list": "The table of packages, as HTML.",
    "explore": "The URL of the page that searches all specs of the tag.",
}
VARIABLES: Final[Mapping[Kind | Literal["stub"], Mapping[str, str]]] = {
    "index": _COMMON
    | {
        "list": "The table of tags, as HTML.",
        "tag": "The default tag; empty if there is none.",
        "explore": "The URL of the page that searches all specs of that tag; empty if there is none.",
    },
    "tag": _COMMON
    | _COUNTED
    | {
        "matrix": "The table of packages by stack and target, as HTML.",
        "ladder": "How many packages run on each target, as HTML; empty if there is only one target.",
        "overlap": "What the stacks have in common, as HTML; empty if there is only one stack.",
        "data": "The URL of the data file.",
        "before": "The previous tag; empty if there is none to compare with.",
        "changes": "The URL of the page that shows what changed since then; empty if there is none.",
    },
    "explore": _COMMON
    | {
        "tag": "The tag.",
        "specs": "The number of specs.",
        "data": "The URL of the data file.",
        "package": "The URL of the page of a package, with ``{package}`` for its name.",
        "links": "The URLs of the pages of stacks and targets by name, below ``stacks`` and ``target``.",
        "packages": "The URL of the list of all packages of the tag.",
        "elsewhere": "The URLs, by name, of packages whose page may have a different URL; None if there is no page.",
        "columns": "The columns of the table, each as its name in the data file and its heading. "
        "Names of facts begin with ``fact:``.",
    },
    "changes": _COMMON
    | {
        "tag": "The tag.",
        "before": "The previous tag.",
        "origin": "Links to the pages of both tags with their dates, as HTML.",
        "list": "The table of packages that were added, removed or changed, as HTML; may be empty.",
        "rebuilt": "The packages that were only rebuilt with different dependencies, as HTML; may be empty.",
        "stacks": "The table of stacks with added or removed specs, as HTML; may be empty.",
        "targets": "The table of targets with added or removed specs, as HTML; may be empty.",
        "feed": "The URL of the feed of changes; empty if there is none.",
    },
    "stack": _COMMON
    | _COUNTED
    | {"stack": "The name of the stack.", "install": "The commands that add its mirror, as HTML; may be empty."},
    "target": _COMMON
    | _COUNTED
    | {
        "target": "The name of the target.",
        "about": "A sentence that describes the target; empty if archspec knows only its name.",
        "ladder": "How many packages run on it and on related targets, as HTML; may be empty.",
        "cpus": "The CPUs that run binaries for it, as HTML; may be empty.",
        "below": "The other targets of the tag whose binaries it can run, as HTML; may be empty.",
    },
    "package": _COMMON
    | {
        "package": "The name of the package.",
        "called": "The name, as HTML, if it differs from the title; else empty.",
        "tag": "The tag.",
        "description": "The description of the package, as HTML; empty if there is none.",
        "facts": "Other facts about the package, as HTML; empty if there are none.",
        "origin": "A link to the page of the tag, and what is known about the Spack that wrote its sources, as HTML.",
        "elsewhere": "The text and the URL of its page elsewhere, or None.",
        "load": "The commands that load it, as HTML; empty if it is not installed.",
        "install": "The commands that install it, as HTML; empty if it is not in a build cache.",
        "matrix": "The table of its specs by stack and target, as HTML; empty if it has no specs.",
        "list": "The table of its specs, as HTML; empty if it has none.",
        "built_on": "The packages that it directly depends on, as HTML; empty if there are none or none are known.",
        "used_by": "The packages that directly depend on it, as HTML; empty if there are none or none are known.",
        "other_tags": "Its newest version in each other tag, as HTML; empty if it is in no other tag.",
    },
    "stub": {
        "title": "The heading of the page that it leads to.",
        "tag": "The tag of that page.",
        "default": "The default tag; if it differs from ``tag``, it no longer contains that page.",
        "link": "The URL that it leads to.",
        "canonical": "The full URL of that page, if the URL of the project is known.",
        "above": "The URL of the page of the default tag.",
        "script": "The URL of the script that keeps the query and the fragment of the current URL.",
        "encoding": "The encoding of the file.",
        "language": "The ``lang`` and ``dir`` attributes of the words of this extension.",
    },
}
"""The variables of the template ``cache/<kind>.html`` of each kind of page, and of stubs, which redirect to pages.

HTML values need not be escaped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A generated page.

    Attributes:
        name: Its name: its path below the output root, without a suffix.
        kind: Its kind.
        title: Its heading.
        tag: The tag that it belongs to; None for the index of tags.
        label: The name of the object that it is about.
        summary: A one-sentence summary of the contents.
        about: The description of that object; empty if there is none.
        parents: The names and labels of the pages above it, from the top.
        previous: The name and the title of the previous page.
        next: The name and the title of the next page.
        variables: The other variables of its template; tables, tuples of pieces, and commands become HTML.
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
"""The headings of pages, except those of packages, whose heading is the name."""


def title_of(kind: Kind, name: str) -> str:
    """The heading of a page of a kind, for the object with a name; for changes, the name is the previous tag."""
    return _(_TITLES[kind]).format(tag=name, stack=name, target=name) if kind in _TITLES else name


class Way(NamedTuple):
    """A link target, either a page or a file, which becomes a relative URL.

    Attributes:
        name: Its name; that of a file begins with a slash.
        anchor: The anchor there; empty for its top.
    """

    name: str
    anchor: str = ""


class Plan(NamedTuple):
    """A page that can be made, or a file: a data file, a feed, or a stub.

    Attributes:
        name: Its name; that of a file begins with a slash.
        kind: Its kind.
        digest: A digest of all its content that comes from the build cache or its configuration.
        make: Makes the page, or the content of the file.
    """

    name: str
    kind: Kind | Literal["data", "feed", "stub"]
    digest: str
    make: Callable[[], Page | str | bytes]

    @property
    def is_file(self) -> bool:
        """Whether it is a file, which no theme renders."""
        return self.kind in {"data", "feed", "stub"}
