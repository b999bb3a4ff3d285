"""Take the pictures of the documentation from a real build of the example, in the system's Chromium.

Run it as ``make pictures`` when what the pages look like has changed.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

_SITE = Path(sys.argv[1] if len(sys.argv) > 1 else "build/example").resolve()
_PICTURES = Path(__file__).parent / "pictures"


def main() -> None:
    """Take them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_page(viewport={"width": 1120, "height": 1150})
        page.goto((_SITE / "cache/develop-2025-10-12/packages/hdf5.html").as_uri())
        page.screenshot(path=_PICTURES / "package.png")
        browser.close()


if __name__ == "__main__":
    main()
