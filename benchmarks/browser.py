"""Measures what a page costs a reader's browser: the largest table of specs, and the explorer.

The time of a key is that from its event until the browser has painted what came of it, by ``performance.now``. A long
task is one during which the browser answers nobody for more than 50 ms. Without Playwright and a Chromium of the system
nothing is measured.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

from benchmarks.make_trees import DEVELOP
from benchmarks.projects import write_project

if TYPE_CHECKING:
    from playwright.sync_api import Page

_PROGRAMS: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_TYPED: Final = ("mpi +cuda %gcc@12 target=:zen4", "py-* @1: ~shared stack=e4s,hep", "neoverse ubuntu", "zlib")
"""What is typed into the filter, one after the other, from an empty box each time."""

_LISTEN: Final = """() => {
    window.times = [];
    addEventListener("keydown", () => {
        const start = performance.now();
        requestAnimationFrame(() => {
            const painted = new MessageChannel();
            painted.port1.onmessage = () => window.times.push(performance.now() - start);
            painted.port2.postMessage(0);
        });
    }, true);
}"""


_WATCH: Final = """
    window.longest = 0;
    new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
    }).observe({ type: "longtask", buffered: true });
"""
_BYTES: Final = """() => performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
    .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)"""


def press_keys(output: Path, tag: str) -> dict[str, float]:
    """Type into the filters of a site, and give what keys took, in milliseconds, and what else the pages cost.

    Args:
        output: What was built.
        tag: The tag whose explorer, and whose largest package page, are meant.
    """
    pages = sorted((output / "cache" / tag / "packages").glob("*.html"), key=lambda path: path.stat().st_size)
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 the other benchmarks do without it
    except ImportError:
        program = None
    if program is None:
        print("no Chromium, or no Playwright: keys are not measured")
        return {}
    figures: dict[str, float] = {}
    handler = partial(_Quiet, directory=str(output))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chromium = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        for name, path in (("table", pages[-1]), ("explorer", output / "cache" / tag / "explore.html")):
            page = chromium.new_page()
            page.add_init_script(_WATCH)
            page.goto(f"http://127.0.0.1:{server.server_port}/{path.relative_to(output).as_posix()}")
            page.locator(".cache-tools input[type=search]").first.wait_for()
            page.wait_for_load_state("networkidle")
            loading: float = page.evaluate("window.longest")
            page.evaluate("window.longest = 0")
            times = _type(page)
            rows = page.locator(".cache-result [role=status]").inner_text()
            figures[f"{name}, {rows}, a key, median ms"] = median(times)
            figures[f"{name}, {rows}, a key, 95th percentile ms"] = quantiles(times, n=20)[-1]
            figures[f"{name}, {rows}, longest task while it comes, ms"] = loading
            figures[f"{name}, {rows}, longest task while one types, ms"] = page.evaluate("window.longest")
            figures[f"{name}, {rows}, MB that it loads, with all that is in it"] = page.evaluate(_BYTES) / 1e6
            figures[f"{name}, {rows}, MB of memory of its scripts"] = _memory(page) / 1e6
            page.close()
        chromium.close()
        server.shutdown()
    return figures


def _type(page: Page) -> list[float]:
    box = page.locator(".cache-tools input[type=search]").first
    box.wait_for()
    page.evaluate(_LISTEN)
    keys = 0
    for text in _TYPED:
        box.fill("")
        for key in text:
            box.press("Space" if key == " " else key)
            keys += 1
            # Nobody types faster than the screen is painted.
            page.wait_for_function("keys => window.times.length >= keys", arg=keys)
    box.fill("")
    times: list[float] = page.evaluate("window.times")
    return times


def _memory(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    size: float = session.send("Runtime.getHeapUsage")["usedSize"]
    return size


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class calls it so
        pass


def main() -> int:
    """Build the tag that collects everything, type, and print what it cost."""
    DEVELOP.pages()
    with tempfile.TemporaryDirectory() as name:
        project = write_project(Path(name) / "project", sources=[DEVELOP.folder])
        subprocess.run(project.command(), check=True)
        for figure, number in press_keys(project.output, DEVELOP.tag).items():
            print(f"{figure:80}{number:8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
