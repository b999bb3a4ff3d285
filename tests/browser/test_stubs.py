"""Stubs forward, with a script and without; those that do not are pages like others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.serving import POLICY, serve
from tests.html.vnu import check
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

_SPEC = make_spec()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in which a package is described in a document, and another one left the default tag."""
    project = Project(root=tmp_path_factory.mktemp("stubs"))
    project.add(_SPEC, make_spec("zlib"), make_spec("fftw", "v1.0"))
    project.write("index.rst", "Title\n=====\n\n.. cache:package:: zlib\n")
    return project.build(cache_default_tag="develop").outdir


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """Where it is served under the strictest policy."""
    with serve(folder, POLICY) as root:
        yield root


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def test_a_stub_forwards_by_itself(site: str, page: Page) -> None:
    page.goto(f"{site}/cache/packages/hdf5.html")
    expect(page).to_have_url(f"{site}/cache/develop/packages/hdf5.html")

    page.goto(f"{site}/cache/packages/zlib.html")
    expect(page).to_have_url(f"{site}/index.html#cache-package-zlib")


@pytest.mark.parametrize("rest", [f"#{_SPEC.hash}", "?cpu=zen4", f"?cpu=zen4#{_SPEC.hash}"])
def test_what_comes_after_the_address_goes_along(browser: Browser, site: str, rest: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    for _again in range(3):
        page.goto(f"{site}/cache/packages/hdf5.html{rest}")
        expect(page).to_have_url(f"{site}/cache/develop/packages/hdf5.html{rest}")
    context.close()


def test_the_place_in_a_document_is_kept_unless_there_is_another(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/cache/packages/zlib.html?cpu=zen4")
    expect(page).to_have_url(f"{site}/index.html?cpu=zen4#cache-package-zlib")
    context.close()


def test_it_works_from_files(browser: Browser, folder: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{(folder / 'cache/packages/hdf5.html').as_uri()}#{_SPEC.hash}")
    expect(page).to_have_url(f"{(folder / 'cache/develop/packages/hdf5.html').as_uri()}#{_SPEC.hash}")
    context.close()


def test_it_keeps_nobody_out(browser: Browser, site: str, folder: Path) -> None:
    """The one that forwards is looked at without that. Dark colours are the browser's, which axe does not know of."""
    text = (folder / "cache/packages/hdf5.html").read_text()
    (folder / "still.html").write_text("\n".join(line for line in text.splitlines() if "refresh" not in line))
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    for name in ("still.html", "cache/packages/fftw.html"):
        page.goto(f"{site}/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.evaluate("document.querySelectorAll('script').forEach((each) => each.remove())")
        assert violations(page) == []
    context.close()


def test_it_is_valid(folder: Path) -> None:
    names = [f"cache/{name}.html" for name in ("packages/hdf5", "packages/zlib", "packages/fftw", "stacks/e4s")]
    assert check(folder, names) == []


def test_a_check_of_links_takes_it_for_right(site: str, tmp_path: Path) -> None:
    project = Project(root=tmp_path, conf={})
    names = ("packages/hdf5", "packages/fftw", "stacks/e4s")
    links = "\n".join(f"`{name} <{site}/cache/{name}.html>`__" for name in names)
    project.write("index.rst", f"Title\n=====\n\n{links}\n")

    build = project.build("linkcheck")

    assert build.warnings == []
    found = [json.loads(line) for line in build.text("output.json").splitlines()]
    assert sorted((each["status"], each["uri"]) for each in found) == sorted(
        ("working", f"{site}/cache/{name}.html") for name in names
    )
