"""Sites of one tag each, as the documentation says to build them: separately, published, and joined by intersphinx."""

from __future__ import annotations

import runpy
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final

import pytest

from tests.docs.blocks import Block
from tests.html.links import Site
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.docs.blocks import Documentation
    from tests.projects import Build

_PAGE: Final = "how-to/several-builds"
_PUBLISHED: Final = "https://docs.hpc.example/"
_FOLDERS: Final = {
    "develop-2025-10-12": "en/latest",
    "v2025.07.0": "projects/2025-07/en/latest",
    "v2025.04.0": "projects/2025-04/en/latest",
}
"""Where the site of each tag lies on the server."""
_SUFFIXES: Final = {"reStructuredText": ".rst", "MyST": ".md"}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """The folder of what is published."""
    folder = tmp_path / "published"
    folder.mkdir()
    return folder


@pytest.fixture
def address(published: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a web server that shows what is published."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(published))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(params=_SUFFIXES)
def source(request: pytest.FixtureRequest, docs: Documentation, address: str, tmp_path: Path) -> Path:
    """The folder that all sites are built from: what the documentation says, and a cache of three tags."""
    project = Project(root=tmp_path / "source")
    for block in docs.steps(_PAGE, request.param):
        if isinstance(block, Block) and block.file in {"conf.py", f"index{_SUFFIXES[request.param]}"}:
            conf = 'extensions += ["myst_parser"]\n' if block.file == "conf.py" else ""
            project.write(block.file, block.text.replace(_PUBLISHED, address) + conf)
    for number, tag in enumerate(_FOLDERS):
        project.add(
            make_spec("hdf5", tag=tag, version=f"1.14.{number}"),
            make_spec("hdf5", tag=tag, version=f"1.14.{number}", target="zen4"),
            make_spec("zlib", tag=tag, stacks=("hep",)),
        )
    return project.root


def _publish(tag: str, source: Path, root: Path, published: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Build the site of a tag in a folder of its own, as another machine would, and put it where readers find it."""
    monkeypatch.setenv("CACHE_TAG", tag)
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(source, root)
    said = runpy.run_path(str(root / "conf.py"))
    build = Project(root=root, conf={"exclude_patterns": said["exclude_patterns"]}).build(nitpicky=True)
    shutil.copytree(build.outdir, published / _FOLDERS[tag], dirs_exist_ok=True)
    return build


def test_sites_of_one_tag_each_refer_to_each_other(
    source: Path, address: str, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [_publish(tag, source, tmp_path / tag, published, monkeypatch) for tag in _FOLDERS]
    assert all("[cache.reference]" in build.warnings[-1] for build in first[:2]), "not all have an inventory yet"

    for tag in _FOLDERS:
        build = _publish(tag, source, tmp_path / tag, published, monkeypatch)

        assert build.warnings == []
        assert build.domain.catalog.tags == (tag,)
        site = {name: "" if name == tag else f"{address}{folder}/" for name, folder in _FOLDERS.items()}
        assert [a["href"] for a in build.soup("index.html").select('a[href*="cache/"]')] == [
            f"cache/{tag}/packages/hdf5.html",  # the name alone is that of the site's own tag
            f"{site['v2025.07.0']}cache/v2025.07.0/packages/hdf5.html",
            f"{site['v2025.04.0']}cache/v2025.04.0/packages/hdf5.html",
            f"{site['v2025.07.0']}cache/v2025.07.0/stacks/e4s.html",
            *(f"{site[name]}cache/{name}/index.html" for name in _FOLDERS),
        ]
    _no_link_between_sites_is_broken(address, published)


def _no_link_between_sites_is_broken(address: str, published: Path) -> None:
    whole = Site(published)
    between = {
        (page, link.removeprefix(address))
        for page, found in whole.pages.items()
        for link in found.links
        if link.startswith(address)
    }
    assert {page for page, _link in between} >= {f"{folder}/index.html" for folder in _FOLDERS.values()}
    assert [(page, link) for page, link in between if whole.fault("index.html", link) is not None] == []
    assert list(whole.faults()) == []


def test_hashes_and_labels_of_another_site_are_found(
    source: Path, address: str, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = {tag: _publish(tag, source, tmp_path / tag, published, monkeypatch) for tag in _FOLDERS}
    summer = built["v2025.07.0"].domain.catalog.specs("hdf5 target=zen4")[0].hash or ""
    text = (
        f":cache:spec:`{summer[:7]}`, :external+v2025.04.0:ref:`cache-package-zlib`, :cache:target:`v2025.07.0/zen4`\n"
    )
    Project(root=source).write("more.rst", f":orphan:\n\nMore\n====\n\n{text}")

    build = _publish("develop-2025-10-12", source, tmp_path / "again", published, monkeypatch)

    assert build.warnings == []
    links = [str(a["href"]) for a in build.soup("more.html").select("a.external") if "127" in str(a["href"])]
    assert links == [
        f"{address}projects/2025-07/en/latest/cache/v2025.07.0/packages/hdf5.html#{summer}",
        f"{address}projects/2025-04/en/latest/cache/packages/zlib.html",
        f"{address}projects/2025-07/en/latest/cache/v2025.07.0/targets/zen4.html",
    ]
