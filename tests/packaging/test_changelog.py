"""The changelog keeps to the form that tools and people expect: that of Keep a Changelog."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

import pytest

import sphinxext_cache
from tests.distributions import ROOT

_KINDS: Final = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
_RELEASE: Final = re.compile(r"## (\d+)\.(\d+)\.(\d+) - (\d{4}-\d\d-\d\d)")


class Release(NamedTuple):
    """A part of the changelog: its heading, and the entries of each kind."""

    heading: str
    entries: dict[str, list[str]]


@pytest.fixture(scope="module")
def releases() -> list[Release]:
    """The parts, from the top."""
    found: list[Release] = []
    for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            found.append(Release(line, {}))
        elif line.startswith("### "):
            kind = line.removeprefix("### ")
            assert kind not in found[-1].entries, f"{kind} occurs twice below {found[-1].heading}"
            found[-1].entries[kind] = []
        elif line.startswith("- "):
            assert found[-1].entries, f"an entry below no kind of change: {line}"
            found[-1].entries[list(found[-1].entries)[-1]].append(line)
    return found


def test_what_is_not_released_stands_first(releases: list[Release]) -> None:
    assert releases[0].heading == "## Unreleased"


def test_every_other_part_is_a_version_and_its_day_from_new_to_old(releases: list[Release]) -> None:
    matches = [_RELEASE.fullmatch(release.heading) for release in releases[1:]]
    dated = [(tuple(map(int, match.groups()[:3])), date.fromisoformat(match[4])) for match in matches if match]

    assert None not in matches
    assert all(newer[0] > older[0] and newer[1] >= older[1] for newer, older in pairwise(dated))


def test_changes_are_of_known_kinds_in_their_order(releases: list[Release]) -> None:
    for release in releases:
        kinds = list(release.entries)
        assert kinds == [kind for kind in _KINDS if kind in kinds], release.heading


def test_no_part_is_empty(releases: list[Release]) -> None:
    assert [release.heading for release in releases[1:] if not any(release.entries.values())] == []
    assert [kind for release in releases for kind, entries in release.entries.items() if not entries] == []


def test_the_version_of_the_code_is_the_newest_or_yet_to_come(releases: list[Release]) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+(?:(?:a|b|rc|\.dev)\d+)?", sphinxext_cache.__version__)
    if len(releases) > 1:
        assert releases[1].heading.startswith(f"## {sphinxext_cache.__version__} - ")
