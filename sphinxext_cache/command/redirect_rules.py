"""Rules by which a web server leads from addresses of before to those of a site: of tags that are gone, and of Jekyll.

They are for servers only, and no build needs them: stubs last by themselves, and lead on whatever arrives there.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_NAME, _TAG, _REST = "{name}", "{tag}", "{rest}"
_SEGMENT: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*")
_FOLDER: Final = re.compile(r"/(?:[\w.+-]+/)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site, as far as it takes to lead there.

    Attributes:
        tags: The tags that it has, the default one first.
        gone: Tags that it had.
        root: Where it is served, such as ``/`` or ``/en/latest/``.
        pages: The folder of its generated pages, as in ``cache_pages``.
        dirhtml: Whether each page has a folder of its own, as the builder ``dirhtml`` lays them out.
    """

    tags: tuple[str, ...]
    gone: tuple[str, ...] = ()
    root: str = "/"
    pages: str = "cache"
    dirhtml: bool = False

    def __post_init__(self) -> None:
        wrong = next((tag for tag in (*self.tags, *self.gone) if not _SEGMENT.fullmatch(tag)), None)
        if wrong is not None:
            raise ValueError(f"expected a tag of letters, digits and '_.+-', found {wrong!r}")
        if not self.tags:
            raise ValueError("the site must have at least one tag, as the target of the rules")
        if not _FOLDER.fullmatch(self._folder):
            raise ValueError(f"expected a path such as '/en/latest/', found {self._folder!r}")

    @property
    def _folder(self) -> str:
        """The folder of the generated pages, with a slash on both sides."""
        parts = [part for part in (*self.root.split("/"), *self.pages.split("/")) if part not in {"", "."}]
        return "".join(["/", *(f"{part}/" for part in parts)])

    def rules(self) -> Iterator[Rule]:
        """The rules; of those that fit an address the first counts."""
        top, end = self._folder, "/" if self.dirhtml else ".html"
        for tag in self.gone:
            for kind in ("packages", "stacks", "targets"):
                yield Rule(f"{top}{tag}/{kind}/{_REST}", f"{top}{kind}/{_REST}")
            yield Rule(f"{top}{tag}/{_REST}", f"{top}{self.tags[0]}/")
        for tag in self.tags:
            yield Rule(f"/package/{tag}/{_NAME}/specs/", f"{top}{tag}/packages/{_NAME}{end}")
        yield Rule(f"/package/{_TAG}/{_NAME}/specs/", f"{top}packages/{_NAME}{end}")


class Rule(NamedTuple):
    """Where an address leads.

    Attributes:
        old: The path. In braces: ``name`` and ``tag`` for one part of it, ``rest`` for all that follows.
        new: The path to which it leads, with the same in braces.
    """

    old: str
    new: str


def redirects(style: str, site: Site) -> str:
    """Rules for a web server.

    Those of Read the Docs are bodies of requests to its API, in one list. Its patterns have a star at their end only;
    so there are none for addresses of Jekyll.

    Args:
        style: The server, one of `STYLES`.
        site: The site.
    """
    return STYLES[style](site.rules())


def _nginx(rules: Iterable[Rule]) -> str:
    return "".join(f'rewrite "{_pattern(rule)}" "{_target(rule)}" permanent;\n' for rule in rules)


def _apache(rules: Iterable[Rule]) -> str:
    return "".join(f'RedirectMatch 301 "{_pattern(rule)}" "{_target(rule)}"\n' for rule in rules)


def _netlify(rules: Iterable[Rule]) -> str:
    """A file ``_redirects``. There, an address needs no suffix, and with one, a name would not end before it."""
    lines: list[str] = []
    for old, new in rules:
        names = {_NAME: ":name", _TAG: ":tag"}
        source, target = _filled(old, {**names, _REST: "*"}), _filled(new, {**names, _REST: ":splat"})
        lines.append(f"{source}  {target.removesuffix('.html')}  301!\n")
    return "".join(lines)


def _read_the_docs(rules: Iterable[Rule]) -> str:
    listed = [
        {
            "type": "exact",
            "from_url": _filled(old, {_REST: "*"}),
            "to_url": _filled(new, {_REST: ":splat"}),
            "http_status": 301,
        }
        for old, new in rules
        if _NAME not in old
    ]
    return json.dumps(listed, indent=2) + "\n"


STYLES: Final[dict[str, Callable[[Iterable[Rule]], str]]] = {
    "apache": _apache,
    "netlify": _netlify,
    "nginx": _nginx,
    "rtd": _read_the_docs,
}
"""What writes the rules of each server."""


def _pattern(rule: Rule) -> str:
    """The regular expression that an address fits."""
    escaped = re.sub(r"([.+])", r"\\\1", rule.old)
    rest = "(.*)" if _REST in rule.new else ".*"
    optional = f"{escaped}?" if escaped.endswith("/") else escaped
    return f"^{_filled(optional, {_NAME: '([^/]+)', _TAG: '[^/]+', _REST: rest})}$"


def _target(rule: Rule) -> str:
    return _filled(rule.new, {_NAME: "$1", _REST: "$1"})


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text
