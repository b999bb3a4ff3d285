"""Every address in the documentation that stays within it leads to a place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.html.links import Site

if TYPE_CHECKING:
    from tests.docs.blocks import Documentation

_DOCS: Final = Path(__file__).parents[2] / "docs"
_HOSTS: Final = {
    "archspec.readthedocs.io",
    "binaries.spack.io",
    "github.com",
    "packages.spack.io",
    "readthedocs.org",
    "www.sphinx-doc.org",
}
"""Where the documentation leads, beside hosts that are made up."""


def test_no_link_within_the_documentation_is_broken(docs: Documentation) -> None:
    site = Site(docs.app.outdir)

    assert list(site.faults()) == []
    assert sum(len(page.links) for page in site.pages.values()) > 3000


def test_each_address_elsewhere_is_of_a_known_host() -> None:
    texts = [path.read_text(encoding="utf-8") for path in _DOCS.rglob("*.rst")]
    hosts = {host for text in texts for host in re.findall(r"https?://(?!oauth2:)([\w.-]+)", text)}
    assert {host for host in hosts if not host.endswith(".example")} <= _HOSTS


def test_each_picture_is_shown(docs: Documentation) -> None:
    there = {path.name for path in (_DOCS / "pictures").iterdir()}
    shown = {Path(name).name for name in docs.app.env.images}
    assert there == shown
