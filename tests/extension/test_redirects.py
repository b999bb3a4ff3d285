"""Rules for web servers lead from addresses of before to files of the site."""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.command.redirect_rules import STYLES, Site, redirects
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.projects import Build, Project

_GONE = "develop-2025-04-20"


def _by_pattern(line: str) -> Callable[[str], str | None]:
    """What a rule of nginx or Apache does."""
    found = re.fullmatch(r'(?:rewrite|RedirectMatch 301) "(.*)" "(.*)"(?: permanent;)?', line)
    assert found is not None
    pattern, target = found[1], re.sub(r"\$(\d)", r"\\\1", found[2])
    return lambda path: re.sub(pattern, target, path) if re.search(pattern, path) else None


def _by_segments(line: str) -> Callable[[str], str | None]:
    """What a line of Netlify does."""
    old, new, status = line.split()
    assert status == "301!"
    pattern = re.sub(r":(\w+)", r"(?P<\1>[^/]+)", old.rstrip("/").replace(".", r"\.").replace("*", "(?P<splat>.*)"))
    target = re.sub(r":(\w+)", r"\\g<\1>", new)
    return lambda path: found.expand(target) if (found := re.fullmatch(f"{pattern}/?", path)) else None


def _by_star(rule: dict[str, str]) -> Callable[[str], str | None]:
    """What a redirect of Read the Docs does."""
    old, star, nothing = rule["from_url"].partition("*")
    assert (star, nothing) == ("*", "")
    return lambda path: rule["to_url"].replace(":splat", path.removeprefix(old)) if path.startswith(old) else None


def _server(style: str, text: str) -> Callable[[str], str | None]:
    """Where a server leads that has these rules."""
    if style == "rtd":
        rules = [_by_star(rule) for rule in json.loads(text)]
    else:
        rules = [(_by_segments if style == "netlify" else _by_pattern)(line) for line in text.splitlines()]
    return lambda path: next((found for rule in rules if (found := rule(path)) is not None), None)


def _is_there(build: Build, address: str) -> bool:
    """Whether a server has the file of an address; each looks for the index of a folder, and one for the suffix."""
    assert address.startswith("/en/latest/")
    file = build.outdir / address.removeprefix("/en/latest/")
    return file.is_file() or (file / "index.html").is_file() or file.with_name(f"{file.name}.html").is_file()


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("style", STYLES)
def test_each_address_of_before_leads_to_a_file(hdf5: Project, style: str, builder: str) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    gone = make_spec("zlib", _GONE, stacks=("e4s",), target="zen4")
    hdf5.add(gone, make_spec("hdf5", _GONE))
    before = hdf5.build(builder, cache_default_tag="develop").pages()
    for package in ("zlib", "hdf5"):
        (hdf5.root / f"_cache/{_GONE}/{package}/specs.md").unlink()
    build = hdf5.build(builder, cache_default_tag="develop")

    site = Site(tags=build.domain.catalog.tags, gone=(_GONE,), root="/en/latest", dirhtml=builder == "dirhtml")
    lead = _server(style, redirects(style, site))

    old = [page for page in before if page.startswith(f"cache/{_GONE}/")]
    assert len(old) >= 7
    for page in [*old, *(posixpath.dirname(page) + "/" for page in old if page.endswith("/index.html"))]:
        address = lead(f"/en/latest/{page}")
        assert address is not None, page
        assert _is_there(build, address), f"{page}: {address}"
    assert lead("/en/latest/cache/develop/packages/zlib.html") is None
    if style == "rtd":
        return
    for old_path, page in {
        "/package/develop/hdf5/specs/": "develop/packages/hdf5",
        "/package/v1.0/zlib/specs": "v1.0/packages/zlib",
        f"/package/{_GONE}/hdf5/specs/": "packages/hdf5",
        "/package/v1x0/hdf5/specs/": "packages/hdf5",
    }.items():
        address = lead(old_path)
        assert address is not None
        assert address.removesuffix("/").removesuffix(".html") == f"/en/latest/cache/{page}"
        assert _is_there(build, address)


def test_rules_are_as_servers_write_them() -> None:
    site = Site(tags=("v1.0",), gone=("v0.9",), pages=".")

    assert redirects("nginx", site).splitlines()[-3:] == [
        'rewrite "^/v0\\.9/.*$" "/v1.0/" permanent;',
        'rewrite "^/package/v1\\.0/([^/]+)/specs/?$" "/v1.0/packages/$1.html" permanent;',
        'rewrite "^/package/[^/]+/([^/]+)/specs/?$" "/packages/$1.html" permanent;',
    ]
    assert redirects("apache", site).splitlines()[0] == 'RedirectMatch 301 "^/v0\\.9/packages/(.*)$" "/packages/$1"'
    assert redirects("netlify", site).splitlines()[0] == "/v0.9/packages/*  /packages/:splat  301!"
    assert json.loads(redirects("rtd", site))[0] == {
        "type": "exact",
        "from_url": "/v0.9/packages/*",
        "to_url": "/packages/:splat",
        "http_status": 301,
    }


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"tags": ("a b",)}, "expected a tag of letters, digits and '_.+-', found 'a b'"),
        ({"tags": ("v1",), "gone": ('v"; x',)}, "expected a tag of letters"),
        ({"tags": ()}, "the site must have at least one tag"),
        ({"tags": ("v1",), "root": '/"/'}, "expected a path such as '/en/latest/'"),
    ],
)
def test_what_is_no_name_becomes_no_rule(named: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        Site(**named)  # type: ignore[arg-type]  # as a command line may give them
