"""Take the pictures of the documentation from real builds of the example, in the system's Chromium.

Run it as ``make pictures`` when what the pages look like has changed.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

Scheme: TypeAlias = Literal["light", "dark"]

_HERE: Final = Path(__file__).parent
_EXAMPLE: Final = _HERE.parent / "example_project"
_PICTURES: Final = _HERE / "pictures"

_PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")

_TAG: Final = "cache/develop-2025-10-12"
_PACKAGE: Final = f"{_TAG}/packages/hdf5.html"
_THEMES: Final = ("alabaster", "furo", "sphinx_rtd_theme", "pydata_sphinx_theme", "sphinx_book_theme")
_SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")


class Picture(NamedTuple):
    """A picture.

    Attributes:
        name: Its name.
        page: The page, with what is asked for in its address.
        theme: The theme of the site.
        scheme: The colours that the reader prefers.
        width: The width of the window.
        height: Its height.
        place: A selector of what is at the top of the window.
        cpu: The CPU that the reader has chosen.
        clicks: Selectors of what the reader clicks on, one after the other.
    """

    name: str
    page: str
    theme: str = "furo"
    scheme: Scheme = "light"
    width: int = 1100
    height: int = 700
    place: str = "body"
    cpu: str = ""
    clicks: tuple[str, ...] = ()


def _pictures() -> list[Picture]:
    gallery = [Picture(f"{theme}-{scheme}", _PACKAGE, theme, scheme) for theme in _THEMES for scheme in _SCHEMES]
    return [
        *gallery,
        Picture("package", _PACKAGE, width=1120, height=1150),
        Picture("tag", f"{_TAG}/index.html"),
        Picture("specs", f"{_PACKAGE}?q=%2Bmpi", place="#specs", cpu="zen3"),
        Picture("explore", f"{_TAG}/explore.html?q=py-*&target=x86_64_v3"),
        Picture("explore-row", f"{_TAG}/explore.html?q=hdf5+%2Bmpi", clicks=(".cache-open-row",)),
        Picture("compare", f"{_TAG}/explore.html?q=hdf5+%2Bmpi", clicks=("input.cache-compare:not(:checked)",) * 2),
        Picture("front", "cache/index.html", height=420),
        Picture("search", "search.html?q=hdf5+mpi+zen4", height=560),
        Picture("phone", _PACKAGE, width=360, height=700),
        Picture("software", "software/index.html", width=1120, height=900),
    ]


def main() -> None:
    """Take them."""
    with TemporaryDirectory() as folder, _served(folder) as address, sync_playwright() as playwright:
        for theme in _THEMES:
            _build(theme, Path(folder, theme))
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, _PROGRAMS))),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for picture in _pictures():
            _take(picture, browser, f"{address}/{picture.theme}/{picture.page}")
        browser.close()


@contextmanager
def _served(folder: str) -> Iterator[str]:
    """Show a folder to browsers of this machine; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def _build(theme: str, site: Path) -> None:
    """Build the example in a theme."""
    options = ["--quiet", "--builder", "html", "--define", f"html_theme={theme}", "--doctree-dir", f"{site}-doctrees"]
    subprocess.run([sys.executable, "-m", "sphinx", *options, str(_EXAMPLE), str(site)], check=True)


def _take(picture: Picture, browser: Browser, address: str) -> None:
    """Look at a page, and keep what is seen in 256 colours, which is a third of the bytes."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.scheme,
        reduced_motion="reduce",
    )
    page.add_init_script(f"localStorage.setItem('sphinxext-cache-cpu', '{picture.cpu}')")
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    page.locator(picture.place).evaluate("element => element.scrollIntoView({behavior: 'instant'})")
    for selector in picture.clicks:
        page.locator(selector).first.click()
    page.wait_for_timeout(200)  # what is sticky moves along
    seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    seen.quantize(256).save(_PICTURES / f"{picture.name}.png", optimize=True)
    page.close()


if __name__ == "__main__":
    main()
