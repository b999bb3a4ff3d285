"""Plan the pages of changes: one for each tag that has a previous tag in time.

The two tags are compared only when the page is made. An outline of the changes is kept for the feed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinxext_cache.catalog import ChangeKind, compare
from sphinxext_cache.messages import _
from sphinxext_cache.pages.page import Page, Plan, Way, title_of
from sphinxext_cache.render.as_of import as_of
from sphinxext_cache.tables import SEPARATOR, ChangesRecipe, Piece, Ref
from sphinxext_cache.tables.changes import (
    all_specs,
    changes_table,
    counts_table,
    outline_changes,
    summarize_changes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxext_cache.catalog import Difference
    from sphinxext_cache.domain.cache_domain import CacheDomain
    from sphinxext_cache.pages.digests import Digests


class ChangesPages:
    """The pages of changes of one build.

    Args:
        domain: The domain, with the catalog and the names of the pages.
        digests: The digests of the pages.
    """

    def __init__(self, domain: CacheDomain, digests: Digests) -> None:
        self._domain = domain
        self._catalog = domain.catalog
        self._digests = digests
        self._outlines: dict[str, str] = {}
        tags = domain.page_names.tags
        self._after = {before: tag for tag in tags if (before := self._catalog.tag_before(tag)) is not None}

    def plans(self, tag: str) -> Iterator[Plan]:
        """Plan the page of the changes in a tag, if it has one, with those of the previous and the next tag."""
        before = self._catalog.tag_before(tag)
        if before is None:
            return
        neighbours = self._neighbour(before), self._neighbour(self._after.get(tag))
        yield Plan(
            self._domain.page_names.place(Ref("changes", tag, tag)),
            "changes",
            self._digests.changes(before, tag, neighbours),
            partial(self._make, before, tag, neighbours),
        )

    def named(self, tag: str) -> dict[str, object]:
        """The variables for the page of a tag that refer to its changes."""
        page = self._domain.page_names.changes(tag)
        return {
            "before": self._catalog.tag_before(tag) or "",
            "changes": Way(page) if page is not None else "",
        }

    def _neighbour(self, tag: str | None) -> tuple[str, str] | None:
        """The name and the title of the page of changes of another tag; None if there is none."""
        page = self._domain.page_names.changes(tag) if tag is not None else None
        return None if page is None else (page, self._title(tag or ""))

    def _title(self, tag: str) -> str:
        return title_of("changes", self._catalog.tag_before(tag) or "")

    def _make(self, before: str, tag: str, neighbours: tuple[tuple[str, str] | None, ...]) -> Page:
        """Make the page of the changes from one tag to another."""
        catalog, names = self._catalog, self._domain.page_names
        difference = self._compare(before, tag)
        feed = self._domain.page_places.feed if self._domain.page_places is not None else None
        tags = before, tag
        rebuilt = [package for package in difference.shown if package.kind is ChangeKind.REBUILT]
        others = [package for package in difference.shown if package.kind is not ChangeKind.REBUILT]
        return Page(
            name=names.place(Ref("changes", tag, tag)),
            kind="changes",
            title=self._title(tag),
            tag=tag,
            label=_("What changed"),
            summary=(Piece(summarize_changes(difference)),),
            parents=tuple(
                (page, label)
                for page, label in ((names.index, title_of("index", "")), (names.of(Ref("tag", tag, tag)), tag))
                if page is not None
            ),
            previous=neighbours[0],
            next=neighbours[1],
            variables={
                "tag": tag,
                "before": before,
                "origin": (*self._origin(before), Piece(" \N{RIGHTWARDS ARROW} "), *self._origin(tag)),
                "list": changes_table(others, ChangesRecipe(before=before, tag=tag), catalog) if others else "",
                "rebuilt": _names([Ref("package", tag, package.name) for package in rebuilt]),
                "stacks": counts_table("stack", difference.stacks, catalog, tags) if difference.stacks else "",
                "targets": counts_table("target", difference.targets, catalog, tags) if difference.targets else "",
                "feed": Way(feed) if feed is not None else "",
            },
        )

    def outline(self, tag: str) -> str:
        """A short outline of the changes in a tag since the previous one; empty if there are none."""
        before = self._catalog.tag_before(tag)
        if before is not None and tag not in self._outlines:
            self._compare(before, tag)
        return self._outlines.get(tag, "")

    def _compare(self, before: str, tag: str) -> Difference:
        """Compare two tags, and keep only an outline of the difference."""
        difference = compare(all_specs(self._catalog, before), all_specs(self._catalog, tag))
        self._outlines[tag] = outline_changes(difference)
        return difference

    def _origin(self, tag: str) -> tuple[Piece, ...]:
        """A tag, linked to its page, with its date."""
        return (Piece(tag, ref=Ref("tag", tag, tag)), *as_of(self._catalog.day(tag), self._domain.builder.config))


def _names(refs: Iterable[Ref]) -> tuple[Piece, ...]:
    """The names of objects as links, separated by commas."""
    return tuple([piece for ref in refs for piece in (Piece(SEPARATOR), Piece(ref.name, ref=ref))][1:])
