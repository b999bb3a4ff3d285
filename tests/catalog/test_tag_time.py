"""When a tag is of: the day in its name, or that of its source; and the order of tags in time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog import Catalog, Origin, Package, SourceItem, load
from sphinxext_cache.catalog.tag_order import before_in_time, day_in, in_time
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pathlib import Path

_APRIL, _OCTOBER = date(2025, 4, 20), date(2025, 10, 12)


@pytest.mark.parametrize(
    ("tag", "day"),
    [
        ("develop-2025-04-20", _APRIL),
        ("2025-04-20", _APRIL),
        ("2025.04.20", _APRIL),
        ("2025_04_20", _APRIL),
        ("release-20250420", _APRIL),
        ("202504201530", _APRIL),
        ("20-Apr-2025", _APRIL),
        ("2025-apr-20", _APRIL),
        ("20.04.2025", _APRIL),
        ("2025-04-20-1", _APRIL),
        ("develop", None),
        ("v2025.07.1", None),
        ("v0.23.1", None),
        ("2025.7.1", None),
        ("2025-10", None),
        ("2025Q3", None),
        ("2025", None),
        ("2025-02-30", None),
        ("2025-13-01", None),
        ("site-10", None),
    ],
)
def test_the_day_in_a_name_is_a_whole_one(tag: str, day: date | None) -> None:
    assert day_in(tag) == day


@given(st.text())
def test_any_name_has_a_day_or_none(tag: str) -> None:
    assert day_in(tag) is None or isinstance(day_in(tag), date)


@pytest.mark.parametrize(
    "ordered",
    [
        ["develop", "develop-2025-10-12", "v2025.07.0", "develop-2025-04-20", "v0.23.1", "v0.9.0"],
        ["2025-10", "2025-Q3", "20250612", "24.04", "site"],
        ["site-10", "site-9"],
        ["2025-10", "testing"],
    ],
    ids=" ".join,
)
def test_tags_are_ordered_by_the_date_in_their_names_then_by_their_numbers(ordered: list[str]) -> None:
    assert in_time(reversed(ordered), {}) == ordered


def test_where_a_name_has_no_date_the_day_of_the_source_counts() -> None:
    days = {"develop": _APRIL, "v1.0": date(2025, 6, 1), "testing": _OCTOBER, "v2025.07.0": date(2020, 1, 1)}

    ordered = in_time([*days, "develop-2025-05-01"], days)

    assert ordered == ["testing", "v2025.07.0", "v1.0", "develop-2025-05-01", "develop"]


def test_a_release_of_no_known_date_comes_right_after_the_one_before_it() -> None:
    days = {"v0.22.0": date(2024, 5, 1), "v1.0": date(2025, 7, 1)}

    ordered = in_time(["v0.21.0", "v0.23.0", "v0.22.0", "v1.0", "v0.23.1", "develop-2024-06-16"], days)

    assert ordered == ["v1.0", "develop-2024-06-16", "v0.23.1", "v0.23.0", "v0.22.0", "v0.21.0"]


@given(st.lists(st.text(max_size=12), max_size=8), st.dictionaries(st.text(max_size=12), st.dates(), max_size=4))
def test_any_tags_have_one_order_in_time(tags: list[str], days: dict[str, date]) -> None:
    ordered = in_time([*tags, *days], days)
    assert in_time(reversed([*tags, *days]), days) == ordered
    assert set(ordered) == {*tags, *days}


def test_a_catalog_knows_the_day_of_each_tag() -> None:
    packages = [Package(name="hdf5", tag=tag, specs=()) for tag in ("develop", "develop-2025-04-20", "v1.0")]
    origins = [
        Origin(file="a", tag="develop", date=_APRIL),
        Origin(file="b", tag="develop", date=_OCTOBER),
        Origin(file="c", tag="develop"),
        Origin(file="d", tag="develop-2025-04-20", date=_OCTOBER),
    ]

    catalog = Catalog(packages, origins=origins)

    assert catalog.day() == catalog.day("develop") == _OCTOBER
    assert catalog.day("develop-2025-04-20") == _APRIL
    assert catalog.day("v1.0") is None
    assert catalog.day("none") is None
    assert catalog.tags_in_time == ("develop", "develop-2025-04-20", "v1.0")


def test_the_day_of_front_matter_is_what_is_said_of_its_folder(tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    project.add(make_spec(), make_spec("zlib"), make_spec(tag="v1.0"))
    folder = tmp_path / "_cache"

    catalog = load([SourceItem(path=folder, date=_OCTOBER)])

    assert catalog.origins == tuple(Origin(file=str(folder), tag=tag, date=_OCTOBER) for tag in ("develop", "v1.0"))
    assert catalog.day() == _OCTOBER
    assert load([folder]).day() is None


@pytest.mark.parametrize(
    ("tags", "days", "before"),
    [
        (
            ["develop", "develop-2025-04-20", "develop-2025-10-12", "v2025.07.0"],
            {},
            {
                "develop": "develop-2025-10-12",
                "develop-2025-10-12": "v2025.07.0",
                "v2025.07.0": "develop-2025-04-20",
            },
        ),
        (["v1.0", "v2.0"], {}, {"v2.0": "v1.0"}),
        (["1.0", "2.0"], {"1.0": _OCTOBER, "2.0": _APRIL}, {"1.0": "2.0"}),
        (["develop", "site"], {}, {}),
        (["develop-2025-04-20", "site"], {"site": _OCTOBER}, {}),
        (["old", "new"], {}, {}),
        (["old", "new"], {"old": _APRIL, "new": _OCTOBER}, {"new": "old"}),
        (
            ["nightly-2025-04-20", "nightly-2025-10-12", "release-2025-07"],
            {},
            {"nightly-2025-10-12": "nightly-2025-04-20"},
        ),
        (["develop"], {}, {}),
    ],
)
def test_the_tag_before_is_one_with_which_a_tag_can_be_compared(
    tags: list[str], days: dict[str, date], before: dict[str, str]
) -> None:
    assert before_in_time(tags, days) == before
    assert before_in_time(reversed(tags), days) == before
