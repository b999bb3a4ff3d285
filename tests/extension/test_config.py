"""The configuration values: checked when a build begins, and described for the documentation."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import Field, fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sphinx.errors import ConfigError
from sphinx.testing.util import SphinxTestApp

from sphinxext_cache.config.settings import CacheConfig
from tests.projects import Project, make_spec, table_texts

_WRONG: dict[str, list[Any]] = {
    "cache_sources": [
        "_cache",
        None,
        1,
        True,
        {"a": 1},
        [1],
        [None],
        ["$NO_SUCH_VARIABLE/x"],
        ["a\0b"],
        [""],
        b"x",
        ["~no-one/x"],
    ],
    "cache_facts": [
        "facts.yaml",
        None,
        1,
        {"facts.yaml"},
        {"a": 1},
        [1],
        [{"path": "a"}],
        ["$NO_SUCH/x"],
        ["a\0b"],
        [""],
    ],
    "cache_default_tag": [1, True, ["v1"], {}, b"v1"],
    "cache_select": ["hdf5@@", None, 1, ["hdf5"], "hdf5 taget=", True],
    "cache_pages": ["../elsewhere", "/elsewhere", "a//b", 1, True, ["cache"], "a b", "C:/x"],
    "cache_page_limit": [0, -1, None, "many", 1.5, True, [1]],
    "cache_hidden_stacks": ["root", None, 1, [1], {1}, {"root": 1}],
    "cache_package_columns": [["package", "a b"], "package", None, [1], {"package"}],
    "cache_columns": [["hash", "a b"], "hash", None, [], [1], {"hash"}, [["hash"]]],
    "cache_search_tags": ["develop", None, 1, [1], {1}, {"develop": 1}],
    "cache_cpus": [
        *(["zen4"], None, 1, "zen4", {1: "zen4"}, {"Alder": 1}, {"Alder": ["zen4"]}, {"Alder": "zen 4"}),
        *({"": "zen4"}, {"x" * 41: "zen4"}, {"a\u202eb": "zen4"}, {"a\nb": "zen4"}),
    ],
    "cache_words": [
        *(["stack"], None, 1, "stack", {1: ("a", "b")}, {"stak": ("a", "b")}, {"stack": "Cluster"}, {"stack": ("a",)}),
        *({"stack": ("a", 1)}, {"stack": ("a", "")}, {"stack": ("a", "{n}")}, {"stack": ("a", "b\u200b")}),
        *({"stack": ("a", "x" * 41)}, {"stack": ("a", "<b>")}),
    ],
    "cache_providers": [["mpi"], None, 1, "mpi", {1: ["openmpi"]}, {"mpi": 1}, {"mpi": [1]}, {"mpi": ["a b"]}],
    "cache_mirror_url": [
        "https://x.example/{stak}",
        "https://x.example/{tag",
        "https://x.example/tag}",
        "https://x.example/{tag:{stack}}",
        "https://x.example/{tag!z}",
        "https://x.example/{tag:>99999999}",
        "https://x.example/{tag.__class__}",
        "https://x.example/{0}",
        "https://x.example/{}",
        "https://x.example/{{tag}}",
        "https://x.example/{tag[0]}",
        "x.example",
        "javascript:alert(1)",
        "https://x.example/a b",
        1,
        True,
        ["https://x.example"],
    ],
    "cache_package_url": [
        "https://x.example/{package:{y}}",
        "https://x.example/{tag}",
        "https://[::1",
        "https://",
        1,
        "/x",
    ],
    "cache_inventory_specs": [None, 1, "yes", []],
    "cache_permalinks": [None, 1, "yes", []],
    "cache_max_age": [0, -1, "many", 1.5, True, [1]],
    "cache_page_events": [None, 1, "yes", []],
    "cache_site_builder": ["pdf", "HTML", 1, True, ["html"]],
}


_OF_ANY_TYPE: list[Any] = [
    *(None, True, False, 0, 1, 10**30, 1.5, float("nan"), 1j, date(2025, 10, 12)),
    *("", " ", "cache", "None", "a/../b", "hash", "https://x.example/{package}", "x" * 10_000, "\udc80"),
    *(b"cache", Path("cache"), object(), print, int, range(3), iter("ab"), {}, {"a": 1}, {"a": 1}.keys()),
    *([], [""], ["hash"], ("hash",), {"hash"}, frozenset(("hash",)), [Path("hash")], {Path("hash"), "os"}),
    *([None], [["hash"]], [b"hash"], ["x" * 10_000], ["hash", 1], {1, "hash"}),
]


_SOURCE = re.compile(r"WARNING: the source '(.*?)' (.*) \[cache\.source\]")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> SphinxTestApp:
    root = tmp_path_factory.mktemp("config")
    (root / "conf.py").write_text("extensions = ['sphinxext_cache']\ncache_sources = []\n")
    (root / "index.rst").write_text("Title\n=====\n")
    made = SphinxTestApp("html", srcdir=root)
    made.cleanup()
    return made


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in _WRONG.items() for value in values])
def test_a_value_that_means_nothing_stops_the_build_with_one_line_that_names_it(
    app: SphinxTestApp,
    name: str,
    value: Any,  # noqa: ANN401 wrong values are of any type
) -> None:
    right = getattr(app.config, name)
    setattr(app.config, name, value)
    try:
        with pytest.raises(ConfigError) as error:
            app.emit("config-inited", app.config)
    finally:
        setattr(app.config, name, right)

    message = str(error.value)
    assert message.startswith(f"{name} must be ")
    # Only a query shows below where it goes wrong.
    assert "\n" not in message or name == "cache_select"
    assert "; it is " in message


@pytest.mark.parametrize("item", fields(CacheConfig), ids=lambda item: item.name)
def test_a_value_of_any_type_is_taken_in_its_declared_type_or_refused(app: SphinxTestApp, item: Field[Any]) -> None:
    name = f"cache_{item.name}"
    right = getattr(app.config, name)
    refused = []
    for value in _OF_ANY_TYPE:
        setattr(app.config, name, value)
        try:
            app.emit("config-inited", app.config)
            taken = getattr(app.config, name)
            assert isinstance(taken, item.metadata["types"]), value
            assert item.metadata["validator"](taken) is None, value
        except ConfigError as error:
            refused.append(str(error))
        finally:
            setattr(app.config, name, right)

    assert 0 < len(refused) < len(_OF_ANY_TYPE)
    for message in refused:
        assert message.startswith(f"{name} must be ")
        assert len(message) < 500
        # Only a query shows below where it goes wrong.
        assert "\n" not in message or "must be a query: " in message


def test_each_value_has_wrong_ones_here() -> None:
    assert {f"cache_{item.name}" for item in fields(CacheConfig)} == _WRONG.keys()


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("cache_columns", ["hash", "a b"], "in which 'a b' must be a name of letters, digits and '_.+-'"),
        (
            "cache_providers",
            {"mpi": ["a b"]},
            "a map, in which ['a b'], the value of 'mpi', must be a list of packages, in which 'a b' ",
        ),
        ("cache_providers", {"a/b": ["x"]}, "a map, in which the key 'a/b' must be a name of letters"),
        ("cache_columns", [], "a list of at least one column name"),
        ("cache_select", "hdf5@@", "a query: expected a version after '@'"),
        ("cache_pages", "../elsewhere", "a relative folder such as 'cache'"),
        ("cache_mirror_url", "https://x.example/{stak}", "only {tag} and {stack} can be in braces, not {stak}"),
        ("cache_mirror_url", "https://x.example/{tag!z}", "a URL in which only {tag} and {stack} can be in braces"),
        ("cache_package_url", "javascript:alert(1)", "an http(s) URL"),
        ("cache_sources", "_cache", "must be a list of paths; it is '_cache'"),
        ("cache_sources", ["$NO_SUCH/x"], "the environment variable $NO_SUCH is not set"),
        ("cache_sources", ["~no-one/x"], "there is no home folder ~no-one"),
        ("cache_sources", ["$EMPTY"], "the environment variable is empty"),
        ("cache_sources", [{"tag": "x"}], "must be a map with a 'path'"),
        ("cache_sources", [{"path": 1}], "must be a map in which 'path' is a path"),
        ("cache_sources", [{"path": "x", "tags": "x"}], "a map without the key 'tags'; did you mean tag?"),
        ("cache_sources", [{"path": "x", 1: "x"}], "a map without the key 1"),
        ("cache_sources", [{"path": "x", "tag": "a/b"}], "'tag' is a name of letters, digits and '_.+-'"),
        ("cache_sources", [{"path": "x", "stack": 1}], "'stack' is a name of letters, digits and '_.+-'"),
        ("cache_sources", [{"path": "x", "implicit": "no"}], "'implicit' is True or False"),
        ("cache_sources", [{"path": "x", "date": "2025-02-30"}], "'date' is a date such as 2025-04-20"),
        ("cache_sources", [{"path": "x", "date": 2025}], "'date' is a date such as 2025-04-20"),
        ("cache_sources", [{"path": "x", "kind": "here"}], "'kind' is 'cache' or 'installed'"),
        ("cache_facts", {"facts.yaml"}, "must be a list of paths"),
        ("cache_facts", [{"path": "facts.yaml"}], "must be a path"),
        ("cache_facts", ["$NO_SUCH/facts.yaml"], "the environment variable $NO_SUCH is not set"),
        ("cache_page_limit", 0, "a number above 0"),
        ("cache_hidden_stacks", "root", "a list of strings"),
        ("cache_site_builder", "dirhtm", "one of html, dirhtml, singlehtml, or None; did you mean dirhtml"),
    ],
)
def test_what_is_expected_is_said(
    hdf5: Project, name: str, value: object, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMPTY", "")
    hdf5.write("index.rst", "Title\n=====\n")
    hdf5.write("conf.py", f"{name} = {value!r}\n")

    with pytest.raises(ConfigError) as error:
        hdf5.build()

    assert complaint in str(error.value)


def test_every_value_has_a_default_that_is_right_and_a_help() -> None:
    defaults = CacheConfig()

    for item in fields(CacheConfig):
        value = getattr(defaults, item.name)
        assert isinstance(value, item.metadata["types"])
        assert item.metadata["validator"](value) is None
        assert item.metadata["help"].endswith(".")


def test_values_are_taken_as_people_write_them(hdf5: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n")
    (hdf5.root / "_cache").rename(tmp_path / "data")
    monkeypatch.setenv("SITE_DATA", "data")
    monkeypatch.setenv("HOME", str(tmp_path))
    hdf5.write(
        "conf.py",
        "from pathlib import Path\n"
        "cache_sources = {Path('~/$SITE_DATA')}\n"
        "cache_hidden_stacks = frozenset({'root', 'e4s'})\n"
        "cache_pages = False\n"
        "cache_mirror_url = None\n"
        "cache_package_url = False\n"
        "cache_columns = ('hash', 'version')\n",
    )

    build = hdf5.build()

    assert build.warnings == []
    page = build.soup("index.html")
    assert page.select_one("table.cache-specs") is not None
    assert "mirror add" not in page.get_text()
    assert "spack install --use-buildcache only hdf5@" in page.get_text()
    assert page.select_one("a.external[href*='spack.io']") is None
    assert "e4s" not in page.get_text()
    assert {path.name for path in build.outdir.iterdir()}.isdisjoint({"cache", "False", "None"})


@pytest.mark.parametrize("written", ["None", "", "False", "0"])
def test_the_command_line_can_say_none(hdf5: Project, written: str) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:mirror:: e4s\n")
    names = ("cache_pages", "cache_mirror_url", "cache_package_url", "cache_default_tag")

    build = hdf5.build(**dict.fromkeys(names, written))

    assert build.warnings == []
    assert [getattr(build.app.config, name) for name in names] == [None] * 4
    assert not [name for name in build.pages() if name.startswith(("cache/", "None", "False"))]
    assert "spack mirror" not in build.text("index.html")


def test_the_command_line_sets_every_value(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: zlib\n")
    values = {
        "cache_sources": ("_cache, ../elsewhere", ["_cache", "../elsewhere"]),
        "cache_facts": ("facts.yaml,more.csv", ["facts.yaml", "more.csv"]),
        "cache_default_tag": ("v1.0", "v1.0"),
        "cache_select": ("zlib", "zlib"),
        "cache_pages": ("software/cache", "software/cache"),
        "cache_page_limit": ("99", 99),
        "cache_permalinks": ("1", True),
        "cache_max_age": ("none", None),
        "cache_hidden_stacks": ("", []),
        "cache_columns": ("hash,stacks", ["hash", "stacks"]),
        "cache_package_columns": ("package,versions", ["package", "versions"]),
        "cache_search_tags": ("v1.0, develop", ["v1.0", "develop"]),
        "cache_words.stack": ("Cluster, Clusters", {"stack": ["Cluster", "Clusters"]}),
        "cache_cpus.Alder": ("zen4", {"Alder": "zen4"}),
        "cache_providers.mpi": ("openmpi, our-mpi", {"mpi": ["openmpi", "our-mpi"]}),
        "cache_mirror_url": ("s3://bucket/{stack}", "s3://bucket/{stack}"),
        "cache_package_url": ("https://x.example/{package}", "https://x.example/{package}"),
        "cache_site_builder": ("dirhtml", "dirhtml"),
        "cache_inventory_specs": ("0", False),
        "cache_page_events": ("1", True),
    }
    meant = {name.partition(".")[0]: meant for name, (_written, meant) in values.items()}
    assert meant.keys() == {f"cache_{item.name}" for item in fields(CacheConfig)}
    (hdf5.root.parent / "elsewhere").symlink_to(hdf5.root / "_cache")
    for name in ("facts.yaml", "more.csv"):
        hdf5.write(name, "")

    build = hdf5.build(**{name: written for name, (written, _meant) in values.items()})

    assert build.warnings == []
    assert {name: getattr(build.app.config, name) for name in meant} == meant
    assert table_texts(build.soup("index.html").select("table.cache-specs")[0])[1][1] == "e4s, root"
    assert build.pages() >= {"software/cache/v1.0/packages/zlib.html", "software/cache/v1.0/stacks/root.html"}
    assert "cache:spec" not in build.inventory()
    assert hdf5.build(cache_sources="").app.config.cache_sources == []


def test_a_name_that_is_almost_that_of_a_setting_is_a_warning_with_its_place(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    lines = (
        "cache_source = ['x']",
        "import string as cache_selection",
        "cache_tag = 'v1'",
        "cache_folder = 'mine'",
        "def cache_page(): pass",
        "CACHE_SELECT = ''",
        "cach_sources = ['x']",
        "_cache_sources = sources = source_suffix = ['.rst']",
    )
    hdf5.write("conf.py", "\n".join(lines))

    assert hdf5.build().warnings == [
        f"{hdf5.root / 'conf.py'}:{line}: WARNING: '{name}' is not a setting; did you mean {meant}? [cache.schema]"
        for line, name, meant in (
            (1, "cache_source", "cache_sources"),
            (3, "cache_tag", "cache_default_tag"),
            (6, "CACHE_SELECT", "cache_select"),
            (7, "cach_sources", "cache_sources"),
        )
    ]


def test_what_a_source_is_instead_of_a_folder_is_said(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    hdf5.write("_cache/notes.md", "{}")
    os.mkfifo(hdf5.root / "pipe")
    (hdf5.root / "round").symlink_to("again")
    (hdf5.root / "again").symlink_to("round")
    addresses = ["https://cache.example/pages", "git@cache.example:pages.git"]

    build = hdf5.build(cache_sources=[*addresses, "_cache/notes.md", "pipe", "round", "_cach", "a" * 5000, "_cache"])

    told = {re.split("[/']", found[1])[-1]: found[2] for found in map(_SOURCE.match, build.warnings) if found}
    assert len(told) == len(build.warnings)
    address = (
        "is a URL, and builds do not download anything: fetch the pages first (see the how-to guide 'Get data'), "
        "and add their folder to 'cache_sources'"
    )
    assert [told.pop(key) for key in ("pages", "git@cache.example:pages.git")] == [address, address]
    assert all(len(name) < 300 for name in told)
    assert list(told.values()) == [
        "is neither a folder nor a file; 'cache_sources' lists folders of pages and files that Spack writes",
        "is a file; 'cache_sources' lists folders of pages and files that Spack writes",
        "is neither a folder nor a file; 'cache_sources' lists folders of pages and files that Spack writes",
        "is a named pipe; 'cache_sources' lists folders of pages and files that Spack writes",
        "is a broken link; 'cache_sources' lists folders of pages and files that Spack writes",
    ]


def test_links_and_what_they_lead_to_are_no_documents(hdf5: Project, tmp_path: Path) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n:cache:count:`hdf5`\n")
    root = hdf5.root
    (root / "real").mkdir()
    (root / "_cache").rename(root / "real" / "data")
    (root / "middle").symlink_to("real/data")
    (root / "_cache").symlink_to("middle")
    # A link in the data, to a place among the documents.
    (root / "real/data/v1.0").rename(root / "old")
    (root / "real/data/v1.0").symlink_to("../../old")
    # And what lies elsewhere, under two names.
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/data").symlink_to(root / "real/data")
    (root / "beside").symlink_to(tmp_path / "elsewhere")

    build = hdf5.build(cache_sources=["_cache", "beside/data"])

    assert build.warnings == []
    assert build.app.env.all_docs.keys() == {"index"}
    assert build.domain.catalog.tags == ("develop", "v1.0")


def test_one_conf_py_for_several_checkouts_reads_the_data_of_each(hdf5: Project, tmp_path: Path) -> None:
    hdf5.write("conf.py", "extensions = ['sphinxext_cache', 'myst_parser']\n")
    old = tmp_path / "old"
    shutil.copytree(hdf5.root, old)
    (old / "conf.py").unlink()
    (old / "index.rst").write_text("Title\n=====\n\n:cache:count:`hdf5`, :cache:count:`old`\n")
    project = Project(root=old)
    project.add(make_spec(package="old"))

    counts = []
    for _ in range(2):
        run = subprocess.run(
            [sys.executable, "-m", "sphinx", "-q", "-c", hdf5.root, old, tmp_path / "out"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stderr == ""
        assert not (tmp_path / "out/_cache").exists()
        counts.append((tmp_path / "out/cache/develop/packages/old.html").exists())
        shutil.rmtree(old / "_cache", ignore_errors=True)  # without data of its own, that beside conf.py counts
        (old / "index.rst").write_text("Title\n=====\n\n:cache:count:`hdf5`\n")

    assert counts == [True, False]


@pytest.mark.parametrize("patterns", [["_build"], []])
def test_what_a_build_wrote_is_no_source(hdf5: Project, patterns: list[str]) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. toctree::\n   :glob:\n\n   _cache/**\n\n:cache:count:`hdf5`\n")
    for page in hdf5.root.rglob("specs.md"):
        page.write_bytes(page.read_bytes() + b"\n# Title\n")
    conf = {"cache_sources": ["."], "html_sourcelink_suffix": "", "exclude_patterns": patterns}

    builds = [hdf5.build(builder, **conf) for builder in ("html", "dirhtml", "html", "text", "html")]

    assert [build.warnings for build in builds] == [[]] * len(builds)
    assert list(hdf5.root.glob("_build/*/_sources/_cache/develop/hdf5/specs.md"))


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("stack=e4ss", "did you mean e4s?"),
        ("hdf4", "did you mean hdf5?"),
        ("tag=v1.1", "did you mean v1.0?"),
        ("hdf5 +mppi", "did you mean mpi?"),
    ],
)
def test_a_selection_that_leaves_nothing_is_one_warning_that_says_why(hdf5: Project, query: str, reason: str) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n:cache:count:`hdf5`\n")

    warnings = hdf5.build(cache_select=query, cache_default_tag="v1.0").warnings

    assert warnings[0].startswith(f"WARNING: cache_select '{query}' matches none of the specs that were read: ")
    assert reason in warnings[0]
    assert warnings[0].endswith("[cache.empty]")


def test_select_lets_only_matching_specs_in(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")

    page = hdf5.build(cache_select="hdf5 target=zen4")

    assert [(package.tag, package.name, len(package.specs)) for package in page.domain.catalog.packages()] == [
        ("develop", "hdf5", 1)
    ]
    assert "cache/develop/packages/zlib.html" not in page.pages()


def test_hidden_stacks_are_neither_shown_nor_counted(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:matrix:: hdf5\n   :totals:\n")

    rows = table_texts(hdf5.build(cache_hidden_stacks=["e4s"]).soup("index.html").select("table.cache-matrix")[0])

    assert [row[0] for row in rows] == ["Stack", "hep", "root", "Specs"]


def test_the_columns_of_tables_and_the_mirror_are_the_projects_own(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: zlib\n")

    page = hdf5.build(
        cache_columns=["version", "target"],
        cache_mirror_url="file:///apps/mirror/{stack}",
        cache_package_url=None,
        cache_default_tag="develop",
    )

    assert table_texts(page.soup("index.html").select("table.cache-specs")[0]) == [
        ["Version", "Target"],
        ["1.3.1", "neoverse_v2"],
    ]
    package = page.soup("cache/develop/packages/zlib.html")
    assert "spack mirror add hep file:///apps/mirror/hep" in package.get_text()
    assert package.select_one(".cache-origin a.external") is None


def test_sources_may_be_globs_and_lie_outside_the_documents(hdf5: Project) -> None:
    (hdf5.root / "_cache").rename(hdf5.root.parent / "mirror-a")
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: zlib\n")

    page = hdf5.build(cache_sources=["../mirror-*"])

    assert page.warnings == []
    assert page.domain.catalog.tags == ("develop", "v1.0")
