"""What the reader makes of texts that are meant to do harm: names are refused, and text that no screen can show."""

from __future__ import annotations

import json

import pytest

from sphinxext_cache.catalog import Code
from sphinxext_cache.catalog.names import is_safe_segment
from sphinxext_cache.catalog.sources.front_matter.reader import read_front_matter
from tests.browser.hostile_site import NAMES
from tests.browser.payloads import PAYLOADS, REFUSED
from tests.pages import detail, page


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_cannot_be_a_name_is_refused_as_one(payload: str) -> None:
    if is_safe_segment(payload):
        assert payload in NAMES
        return
    sound = detail(1)
    pages = {
        "title": page("x", sound, title=json.dumps(payload)),
        "categories": page("x", sound, categories=json.dumps(["package", payload])),
        "target": page("x", sound, detail(2, target=payload)),
        "hash": page("x", sound, detail(2, hash=payload)),
        "stacks": page("x", sound, detail(2, stacks=[payload])),
        "tarball": page("x", sound, detail(2, tarball=payload)),
    }
    read = {key: read_front_matter(content) for key, content in pages.items()}

    assert all(found.problems for found in read.values())
    assert read["title"].package is read["categories"].package is None
    for key in ("target", "hash", "stacks", "tarball"):
        package = read[key].package
        assert package is not None
        for spec in package.specs:
            assert payload not in {spec.target, spec.hash, *spec.stacks}


@pytest.mark.parametrize("payload", REFUSED)
@pytest.mark.parametrize("key", ["compiler", "os", "platform", "variants", "versions"])
def test_what_no_screen_can_show_is_refused_everywhere(key: str, payload: str) -> None:
    wrong = detail(2, **{key: [payload] if key in {"variants", "versions"} else payload})

    found = read_front_matter(page("x", detail(1), wrong))

    assert {problem.code for problem in found.problems} == {Code.UNSAFE}
    assert found.package is not None
    assert [spec.hash for spec in found.package.specs] == [detail(1)["hash"]]
