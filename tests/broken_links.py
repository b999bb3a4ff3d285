"""Says which links within built sites lead nowhere: ``python -m tests.broken_links build/docs build/example``."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.html.links import Site


def main(folders: list[str]) -> int:
    """Look at all pages below some folders; the number of broken links."""
    broken = [
        f"{folder}/{name}: '{link}' {fault}"
        for folder in folders
        for site in [Site(Path(folder))]
        for name, page in sorted(site.pages.items())
        for link in dict.fromkeys(page.links)
        if (fault := site.fault(name, link)) is not None
    ]
    print("\n".join(broken) or f"no broken link in {' or '.join(folders)}")
    return len(broken)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
