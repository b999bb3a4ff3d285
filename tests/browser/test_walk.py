"""What runs when a reader types is what the documentation of the code says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tests.browser.tables import HDF5, filter_box
from tests.checkout import assets
from tests.docs.walks import WALKS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

_WALK: Final = WALKS["From a key to the rows that are shown"]


def test_a_key_takes_the_way_that_is_shown(example: Path, visit: Callable[..., Page]) -> None:
    page = visit((example / HDF5).as_uri())
    # With the names that the sources have: those in a wheel are short.
    source = assets.join()["browser/sphinxext-cache.js"]
    told, _newline, _shipped = (example / "_static/sphinxext-cache.js").read_text(encoding="utf-8").partition("\n")
    page.route(
        re.compile(r"/sphinxext-cache\.js"),
        lambda route: route.fulfill(body=f"{told}\n{source}", content_type="text/javascript"),
    )
    page.reload()
    box = filter_box(page)
    profiler = page.context.new_cdp_session(page)
    profiler.send("Profiler.enable")
    profiler.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": False})

    box.press("m")

    scripts = profiler.send("Profiler.takePreciseCoverage")["result"]
    ran = {
        function["functionName"]
        for script in scripts
        if "sphinxext-cache" in script["url"]
        for function in script["functions"]
        if function["ranges"][0]["count"]
    }
    begins, *hops = _WALK
    assert "input.oninput" in ran, f"is in {begins.name}"
    assert [hop.name for hop in hops if hop.name.rpartition(".")[2] not in ran] == []
