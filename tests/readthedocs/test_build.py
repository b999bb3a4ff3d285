"""Read the Docs builds this project's documentation, and the example that users copy, in every format."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.distributions import ROOT
from tests.html.links import Site
from tests.projects import Project
from tests.readthedocs.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.readthedocs.conftest import Published

_CONFIGURATIONS = [".readthedocs.yaml", "example_project/.readthedocs.yaml"]


@pytest.fixture(
    # All tests of one project in one process: it takes a minute to publish.
    params=[pytest.param(name, marks=pytest.mark.xdist_group(f"readthedocs-{name}")) for name in ("docs", "example")]
)
def published(request: pytest.FixtureRequest, publish: Callable[[str], Published]) -> Published:
    """Each project in turn."""
    return publish(request.param)


@pytest.mark.parametrize("name", _CONFIGURATIONS)
def test_the_configuration_is_one_that_read_the_docs_takes(name: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.readthedocs", str(ROOT / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("name", _CONFIGURATIONS)
def test_all_formats_are_wanted_and_every_warning_is_an_error(name: str) -> None:
    configuration = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    assert configuration["formats"] == "all"
    assert configuration["sphinx"]["fail_on_warning"] is True


def test_no_format_has_a_warning(published: Published) -> None:
    assert published.said == {"html": "", "htmlzip": "", "pdf": "", "epub": ""}


def test_every_format_is_where_read_the_docs_looks_for_it(published: Published) -> None:
    output, slug = published.service.output, published.service.slug
    assert (output / "html/index.html").is_file()
    for name in (f"htmlzip/{slug}.zip", f"pdf/{slug}.pdf", f"epub/{slug}.epub"):
        assert (output / name).stat().st_size > 20_000, name


def test_generated_pages_are_published(published: Published) -> None:
    pages = {path.stem for path in (published.service.output / "html/cache").rglob("packages/*.html")}
    assert {"hdf5", "py-torch", "root"} <= pages


def test_no_published_link_is_broken(published: Published) -> None:
    faults = Site(published.service.output / "html").faults()
    assert [fault for fault in faults if not re.fullmatch(r".*: the id 'id\d+' stands there 2 times", fault)] == []


def test_the_zip_holds_the_single_page_and_its_files(published: Published) -> None:
    service = published.service
    with zipfile.ZipFile(service.output / f"htmlzip/{service.slug}.zip") as archive:
        names = archive.namelist()
        text = archive.read(f"{service.slug}-latest/index.html").decode()
    assert f"{service.slug}-latest/_static/sphinxext-cache.css" in names
    assert 'class="docutils cache-table cache-specs' in text


def test_books_link_to_the_pages_of_their_own_version(published: Published) -> None:
    service = published.service
    with zipfile.ZipFile(service.output / f"epub/{service.slug}.epub") as book:
        texts = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    pages = set(re.findall(rf'href="{re.escape(service.address)}([^"#]+)', texts))
    assert any(page.startswith("cache/") for page in pages)
    assert [page for page in pages if not (service.output / "html" / page).is_file()] == []


@pytest.mark.parametrize(
    ("version", "tag"),
    [("stable", "v2025.07.0"), ("latest", "develop-2025-10-12"), ("pr-12", "develop-2025-10-12"), (None, None)],
)
def test_the_version_of_the_documentation_chooses_the_tag(
    version: str | None, tag: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if version is None:
        monkeypatch.delenv("READTHEDOCS_VERSION", raising=False)
    else:
        monkeypatch.setenv("READTHEDOCS_VERSION", version)
    project = Project(root=tmp_path / "source")
    example = Service(repository=ROOT / "example_project", environment=tmp_path, slug="example")
    project.write("conf.py", (example.repository / example.configuration["sphinx"]["configuration"]).read_text())
    project.write("index.rst", "Title\n=====\n\n:cache:package:`hdf5`\n")

    page = project.build(cache_sources=[str(ROOT / "example_project/_cache")], cache_facts=[])

    assert page.warnings == []
    (link,) = page.soup("index.html").select("main a.reference, [role=main] a.reference")
    assert link["href"] == f"cache/{tag or 'develop-2025-10-12'}/packages/hdf5.html"
