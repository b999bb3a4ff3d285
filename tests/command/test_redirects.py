"""``sphinxext-cache redirects``: the rules of a site whose tags are those of its sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.catalog import Package, dump
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.command.conftest import Done

    Run = Callable[..., Done]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder of pages of two tags."""
    for tag in ("develop", "v1.0"):
        page = tmp_path / f"_cache/{tag}/hdf5/specs.md"
        page.parent.mkdir(parents=True)
        page.write_bytes(dump(Package(name="hdf5", tag=tag, specs=(make_spec("hdf5", tag),))))
    return tmp_path / "_cache"


def test_rules_lead_from_a_tag_that_left_and_from_the_jekyll_site(cache: Path, run: Run) -> None:
    done = run("redirects", cache, "--gone", "v0.9", "--root", "/en/latest/")

    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[0] == (
        'rewrite "^/en/latest/cache/v0\\.9/packages/(.*)$" "/en/latest/cache/packages/$1" permanent;'
    )
    assert "/package/develop/([^/]+)/specs/" in done.out
    assert "/package/v1\\.0/([^/]+)/specs/" in done.out


def test_each_server_has_its_own_rules(cache: Path, run: Run) -> None:
    rules = json.loads(run("redirects", cache, "--gone", "v0.9", "--format", "rtd").out)

    assert rules[0]["from_url"] == "/cache/v0.9/packages/*"


def test_a_tag_that_is_there_is_not_gone(cache: Path, run: Run) -> None:
    done = run("redirects", cache, "--gone", "v1.0")

    assert done.status == 2
    assert "'v1.0' is not gone: it is in the sources" in done.err


def test_a_root_that_is_no_path_is_a_mistake(cache: Path, run: Run) -> None:
    done = run("redirects", cache, "--root", "a b")

    assert done.status == 2
    assert "expected a path such as '/en/latest/'" in done.err
