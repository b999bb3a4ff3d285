"""Which documents follow a change of the cache that they do not see in their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.incremental.builds import build
from tests.incremental.sources import Directive, Document, Link, Role
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from tests.incremental.builds import Run
    from tests.incremental.sources import Block, Sources


def _body(out: Path, name: str) -> BeautifulSoup:
    soup = BeautifulSoup((out / name).read_text(encoding="utf-8"), "html5lib")
    body = soup.select_one("div.body")
    assert body is not None
    return BeautifulSoup(str(body), "html5lib")


def _with_guide(sources: Sources, out: Path, *blocks: Block) -> Run:
    """Build with a guide of these blocks, and no other document that describes a package."""
    sources.documents["guide"] = Document(title="Guide", suffix=".md", blocks=list(blocks))
    sources.documents["sub/notes"].blocks = []
    sources.write()
    return build(sources.root, out)


def test_what_to_type_for_a_stack_follows_the_default_tag(sources: Sources, tmp_path: Path) -> None:
    del sources.pages["_cache/develop/hdf5/specs.md"], sources.pages["_cache/develop/zlib/specs.md"]
    sources.documents["own"].specs = ()
    _with_guide(sources, tmp_path / "out", Directive("cache:mirror", "e4s"))
    assert "binaries.spack.io/v1.0/e4s" in _body(tmp_path / "out", "guide.html").get_text()

    sources.pages["_cache/zlib.md"] = (make_spec("zlib"),)
    sources.write()
    build(sources.root, tmp_path / "out")

    assert "binaries.spack.io/develop/e4s" in _body(tmp_path / "out", "guide.html").get_text()


@pytest.mark.parametrize(
    "reference",
    [Role("cache:package", "zlib"), Role("ref", "cache-package-zlib"), Role("any", "zlib"), Link("cache-package-zlib")],
    ids=["role", "label", "any", "Markdown"],
)
def test_a_reference_follows_a_package_that_is_described_elsewhere(
    sources: Sources, tmp_path: Path, reference: Block
) -> None:
    _with_guide(sources, tmp_path / "out", reference)

    def target() -> object:
        link = _body(tmp_path / "out", "guide.html").select_one("p a.reference")
        return link and link["href"]

    assert target() == "cache/develop/packages/zlib.html"

    sources.documents["plain"].blocks.append(Directive("cache:package", "zlib"))
    sources.write()
    build(sources.root, tmp_path / "out")
    assert target() == "plain.html#cache-package-zlib"

    sources.documents["plain"].blocks.clear()
    del sources.pages["_cache/develop/zlib/specs.md"]
    sources.write()
    run = build(sources.root, tmp_path / "out")
    assert "guide.md:3: WARNING: " in run.warned
    assert target() != "cache/develop/packages/zlib.html", "there is no such page"


def test_a_page_leads_to_where_another_tag_of_its_package_is_described_now(sources: Sources, tmp_path: Path) -> None:
    build(sources.root, tmp_path / "out")
    sources.documents["plain"].blocks.append(Directive("cache:package", "zlib", (("tag", "v1.0"),)))
    sources.write()

    build(sources.root, tmp_path / "out")

    page = _body(tmp_path / "out", "cache/develop/packages/zlib.html")
    assert page.select_one("a[href='../../../plain.html#cache-package-v1.0-zlib']") is not None


def test_documents_that_a_build_of_one_left_out_are_written_by_the_next(sources: Sources, tmp_path: Path) -> None:
    _with_guide(sources, tmp_path / "out", Directive("cache:packages", "zlib"), Directive("cache:specs", "hdf5"))
    sources.documents["plain"].blocks.append(Directive("cache:package", "zlib"))
    sources.pages["_cache/develop/hdf5/specs.md"] = (make_spec("hdf5", version="2.0"),)
    sources.write()

    build(sources.root, tmp_path / "out", only=sources.root / "plain.rst")
    build(sources.root, tmp_path / "out")

    guide = _body(tmp_path / "out", "guide.html")
    assert guide.select_one('a[href="plain.html#cache-package-zlib"]') is not None
    assert "2.0" in guide.get_text()


def test_a_tag_that_left_is_missed_where_nothing_of_it_was_shown(sources: Sources, tmp_path: Path) -> None:
    table = Directive("cache:packages", "target=a64fx", (("tag", "v1.0"), ("empty", "None yet")))
    assert _with_guide(sources, tmp_path / "out", table).warned == ""

    sources.pages = {path: specs for path, specs in sources.pages.items() if "v1.0" not in path}
    sources.write()
    run = build(sources.root, tmp_path / "out")

    assert "guide.md:3: WARNING: no tag 'v1.0' in the build cache" in run.warned
