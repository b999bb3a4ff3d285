"""Of which day the data is: pages say it, and a build warns if it is too old."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.rebuild.age import today
from tests.projects import make_spec

if TYPE_CHECKING:
    from tests.projects import Build, Project

_TAG = "develop-2025-04-20"


def _build_on(monkeypatch: pytest.MonkeyPatch, project: Project, day: str) -> Build:
    """Build as on a day."""
    moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    return project.build(verbosity=1)


@pytest.fixture
def centre(project: Project) -> Project:
    project.add(make_spec(tag=_TAG), make_spec(tag="v1.0"))
    project.write("index.rst", "Title\n=====\n")
    project.write("conf.py", f'cache_default_tag = "{_TAG}"\ncache_max_age = 90\n')
    return project


def test_data_that_is_too_old_is_warned_of_at_the_setting(centre: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _warnings(_build_on(monkeypatch, centre, "2025-07-19")) == []

    (warning,) = _warnings(_build_on(monkeypatch, centre, "2025-07-20"))

    assert warning == (
        f"{centre.root}/conf.py:2: WARNING: the data of '{_TAG}' is from 2025-04-20, 91 days ago, and cache_max_age = "
        "90: fetch newer data (see the how-to guide 'Keep the data fresh'), or set cache_default_tag to a "
        "newer tag [cache.age]"
    )


def _warnings(build: Build) -> list[str]:
    return [line for line in build.warnings if "WARNING" in line]


def test_it_is_warned_of_in_a_build_without_changes_too_and_in_each(
    centre: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _warnings(_build_on(monkeypatch, centre, "2025-04-21")) == []
    rested = _build_on(monkeypatch, centre, "2025-04-21")
    assert "reading build cache" not in rested.app.status.getvalue(), "nothing changed"

    for _again in range(2):
        assert len(_warnings(_build_on(monkeypatch, centre, "2025-08-01"))) == 1


def test_the_age_of_other_tags_is_nobodys_business(centre: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    centre.add(make_spec(tag="develop-2022-01-01"))
    assert _warnings(_build_on(monkeypatch, centre, "2025-04-21")) == []


def test_where_no_day_is_known_a_warning_says_how_to_give_one(centre: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    centre.write("conf.py", 'cache_max_age = 90\ncache_default_tag = "v1.0"\n')

    (warning,) = _warnings(_build_on(monkeypatch, centre, "2025-07-20"))

    assert warning == (
        f"{centre.root}/conf.py:1: WARNING: the age of the data of 'v1.0' is not known, because its name contains "
        'no date: give the date in cache_sources, as in {"path": "_cache", "date": "2025-07-20"} [cache.age]'
    )
    centre.conf["cache_sources"] = [{"path": "_cache", "date": "2025-07-20"}]
    assert _warnings(_build_on(monkeypatch, centre, "2025-07-20")) == []
    assert len(_warnings(_build_on(monkeypatch, centre, "2025-12-20"))) == 1


def test_the_last_day_of_all_is_never_reached(centre: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    centre.conf["cache_max_age"] = 10**9
    assert _warnings(_build_on(monkeypatch, centre, "2125-04-21")) == []


def test_a_project_without_a_cache_has_no_age(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("index.rst", "Title\n=====\n")
    project.conf |= {"cache_sources": [], "cache_max_age": 1}
    assert _warnings(_build_on(monkeypatch, project, "2025-04-21")) == []


def test_a_moment_that_is_none_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of most, Sphinx says itself what is wrong."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "9" * 12)
    assert today() < date(9999, 1, 1)


@pytest.mark.parametrize(
    ("language", "said", "conf"),
    [
        ("en", "as of Apr 20, 2025", {}),
        ("de", "Stand 20. Apr. 2025", {"today_fmt": "%d. %b %Y"}),
        ("en", "as of 2025-04-20", {"today_fmt": "%Y-%m-%d"}),
    ],
)
def test_pages_say_of_which_day_their_tag_is(centre: Project, language: str, said: str, conf: dict[str, str]) -> None:
    build = centre.build(language=language, cache_max_age=None, **conf)

    packages, specs = ("1 Paket", "1 Spec") if language == "de" else ("1 package", "1 spec")
    for name in ("index", "stacks/e4s", "targets/x86_64_v3"):
        (summary,) = build.soup(f"cache/{_TAG}/{name}.html").select(".cache-summary")
        assert summary.get_text() == f"{packages}, {specs}, {said}."
    (origin,) = build.soup(f"cache/{_TAG}/packages/hdf5.html").select(".cache-origin")
    assert f"{_TAG}, {said} · " in origin.get_text()
    assert "," not in build.soup("cache/v1.0/packages/hdf5.html").select(".cache-origin")[0].get_text()


def test_another_day_of_the_source_is_on_the_pages_after_the_next_build(centre: Project) -> None:
    texts = []
    for day in ("2025-07-01", "2025-08-02"):
        build = centre.build(cache_max_age=None, cache_sources=[{"path": "_cache", "date": day}])
        texts.append(build.soup("cache/v1.0/packages/hdf5.html").select(".cache-origin")[0].get_text())
    assert ["as of Jul 01, 2025" in texts[0], "as of Aug 02, 2025" in texts[1]] == [True, True]
