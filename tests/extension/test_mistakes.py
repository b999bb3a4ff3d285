"""What is said of the mistakes that people make: one warning each, that names the place and what was meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from sphinxext_cache.documents.directives import DIRECTIVES
from tests.projects import Project, make_spec, table_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.projects import Build

MISTAKES: Final[tuple[tuple[str, int, str], ...]] = (
    # directives and roles that there are not
    (
        ".. cache:spec:: hdf5\n   :columns: hash\n\n   zlib",
        0,
        "unknown directive 'cache:spec'; that is a role; did you mean cache:specs?",
    ),
    (
        ".. cache:table:: hdf5",
        0,
        f"unknown directive 'cache:table'; available: {', '.join(f'cache:{name}' for name in sorted(DIRECTIVES))}",
    ),
    (
        ".. cache:target:: zen4",
        0,
        "unknown directive 'cache:target'; that is a role",
    ),
    (":cache:pkg:`hdf5`", 0, "unknown role 'cache:pkg'; did you mean cache:package?"),
    (":cache:specs:`hdf5`", 0, "unknown role 'cache:specs'; that is a directive; did you mean cache:spec?"),
    (":cache:versions:`hdf5`", 0, "unknown role 'cache:versions'; did you mean cache:version?"),
    # options
    (".. cache:specs:: hdf5\n   :limit: ten", 0, "expected a whole number from 1, such as 20, found 'ten'"),
    (".. cache:specs:: hdf5\n   :limit: 0", 0, "expected a whole number from 1, such as 20, found '0'"),
    (".. cache:specs:: hdf5\n   :limit: 2.5", 0, "expected a whole number from 1, such as 20, found '2.5'"),
    (".. cache:specs:: hdf5\n   :colums: hash", 0, "no such option; did you mean columns?"),
    (".. cache:specs:: hdf5\n   :group: stack", 0, "no such option; available: tag, caption, empty, allow-empty, name"),
    (".. cache:mirror:: e4s\n   :instal: hdf5", 0, "no such option; did you mean install?"),
    (".. cache:package:: hdf5\n   :tags: v1.0", 0, "no such option; did you mean tag?"),
    (".. cache:specs:: hdf5\n   :columns: Hash", 0, "'Hash' is not one of hash, package, tag, version"),
    (".. cache:specs:: hdf5\n   :columns: versions", 0, "external, explicit; did you mean version or variants?"),
    (".. cache:specs:: hdf5\n   :columns:", 0, "expected one or more of hash, package"),
    (".. cache:specs:: hdf5\n   :sort: version desc", 0, "explicit; put '-' before a name to reverse its order"),
    (".. cache:matrix::\n   :rows: stacks", 0, "version, package, tag; did you mean stack?"),
    (
        ".. cache:matrix::\n   :cell: marks",
        0,
        "'marks' is not one of specs, packages, versions, mark; did you mean mark?",
    ),
    (".. cache:matrix::\n   :totals: 3", 0, "expected yes, no or no value, found '3'"),
    (".. cache:packages::\n   :style: lists", 0, "'lists' is not one of table, list, inline; did you mean list?"),
    (
        ".. cache:package:: hdf5\n   :show: spec",
        0,
        "'spec' is not one of summary, facts, matrix, specs, mirror, dependencies, tags; did you mean specs?",
    ),
    (
        ".. cache:package:: hdf5\n   :no-index: no",
        0,
        "expected no value, found 'no'; leave the option out to switch it off",
    ),
    (
        ".. cache:specs:: hdf5\n   :empty:",
        0,
        "expected the text to show when nothing matches; ':allow-empty:' takes no text",
    ),
    (".. cache:specs:: hdf5\n   :tag: develp", 0, "no tag 'develp' in the build cache; did you mean develop?"),
    (".. cache:specs:: hdf5\n\n   :tag: v1.0", 2, "':tag:' is in the body; put options directly below the first line"),
    (".. cache:specs::\n\n   :tag: v1.0\n   :columns: hash", 2, "':tag:' is in the body"),
    (".. cache:specs:: hdf5\n\n   :colums: hash", 2, "without a blank line in between; did you mean columns?"),
    (".. cache:package:: hdf5\n\n   :show: specs", 2, "':show:' is in the body; put options directly below"),
    # packages, stacks and tags
    (".. cache:package:: hdff", 0, "no package 'hdff' in 'develop' of the build cache; did you mean hdf5?"),
    (".. cache:package:: HDF5", 0, "no package 'HDF5' in 'develop' of the build cache; did you mean hdf5?"),
    (".. cache:package:: gromacs", 0, "no package 'gromacs' in 'develop' of the build cache; it is in v1.0"),
    (".. cache:package:: e4s", 0, "no package 'e4s' in 'develop' of the build cache; 'e4s' is a stack"),
    (".. cache:package:: hdf5, zlib", 0, "expected the name of one package on each line, found 'hdf5, zlib'"),
    (".. cache:package:: hdf5 zlib", 0, "expected the name of one package on each line, found 'hdf5 zlib'"),
    (".. cache:package:: hdf5@1.14 +mpi", 0, "expected the name of a package, found the query 'hdf5@1.14 +mpi'"),
    (".. cache:package:: v1.1/zlib", 0, "no tag 'v1.1' in the build cache; did you mean v1.0?"),
    (".. cache:package:: v1.0/zlib\n   :tag: develop", 0, "expected one tag, found 'v1.0' before 'zlib' and 'develop'"),
    (
        ".. cache:package::",
        0,
        "'cache:package' needs the name of a package, because this document is not a page of a build cache",
    ),
    (".. cache:mirror:: e4", 0, "no stack 'e4' in 'develop' of the build cache; did you mean e4s?"),
    (".. cache:mirror:: stack=e4s", 0, "no stack 'stack=e4s' in 'develop' of the build cache; did you mean e4s?"),
    (".. cache:mirror:: v2/e4s", 0, "no tag 'v2' in the build cache; available: develop, v1.0"),
    # queries
    (
        ".. cache:specs:: HDF5",
        0,
        "nothing matches 'HDF5': no package 'HDF5' in 'develop' of the build cache; did you mean hdf5?",
    ),
    (".. cache:specs:: hdf5 taget=zen4", 0, "'taget' is not a variant or a key; did you mean target=zen4?"),
    (
        ".. cache:specs:: stacks=e4s",
        0,
        "nothing matches 'stacks=e4s': 'stacks' is not a variant or a key; did you mean stack=e4s?",
    ),
    (".. cache:specs:: hdf5 compiler=gcc", 0, "'compiler' is not a variant; write %gcc"),
    (".. cache:specs:: hdf5 compiler=gcc@13", 0, "write the compiler as %gcc@... (column 18)"),
    (".. cache:specs:: hdf5 version=1.14", 0, "'version' is not a variant; write @1.14"),
    (".. cache:specs:: hdf5=1.14", 0, "'hdf5' is not a variant; write hdf5@1.14"),
    (".. cache:specs:: hdf5-1.14.5", 0, "'hdf5-1.14.5' is not a package; write the version as hdf5@1.14.5 (column 1)"),
    (".. cache:specs:: hdf5 1.14", 0, "'1.14' is not a package; write the version as @1.14 (column 6)"),
    (".. cache:specs:: hdf5>=1.14", 0, "unexpected '>'; a range has a colon, as in @1.12: or target=:zen4 (column 5)"),
    (".. cache:specs:: hdf5 arch=zen4", 0, "expected arch=platform-os-target; write the target as target=zen4"),
    (".. cache:specs:: v2/hdf5", 0, "nothing matches 'v2/hdf5': no package 'v2'"),
    (".. cache:specs:: v2025.07.0/hdf5", 0, "'v2025.07.0' is not a package; write the tag as tag=v2025.07.0"),
    (".. cache:specs:: v1.0/zlib +mpi +", 0, "expected the name of a variant after '+' (column 17)"),
    (".. cache:specs:: v1.0/zlib tag=develop", 0, "a second tag; the first one is before the slash (column 6)"),
    (
        ".. cache:specs:: hdf5 +mppi",
        0,
        "nothing matches 'hdf5 +mppi': no variant 'mppi' in 'develop' of the build cache; did you mean mpi?",
    ),
    (".. cache:specs:: hdf5   target=:zen44", 0, "nothing matches 'hdf5   target=:zen44': no target 'zen44'"),
    (".. cache:matrix:: stack=e4ss", 0, "no stack 'e4ss' in 'develop' of the build cache; did you mean e4s?"),
    (
        ".. cache:packages:: hdf5 tag=v1.00",
        0,
        "nothing matches 'hdf5 tag=v1.00': no tag 'v1.00' in the build cache; did you mean v1.0?",
    ),
    (".. cache:tags:: gromax", 0, "no package 'gromax' in any tag of the build cache; did you mean gromacs?"),
    (
        ".. cache:tags:: hdf5@9",
        0,
        "matches 'hdf5@9' in any tag; without '@9' 2 specs would match; if that is intended, add ':allow-empty:'",
    ),
    (
        ".. cache:specs:: hdf5 @9",
        0,
        "matches 'hdf5 @9' in the tag 'develop'; without '@9' 2 specs would match; if that is intended, add ",
    ),
    (
        ".. cache:specs:: hdf5, gromacs",
        0,
        "unexpected ','; separate conditions with spaces, and put each package on its own line",
    ),
    (
        ".. cache:specs:: hdf5 zlib",
        0,
        "a second package name; write a dependency as ^name, and a variant as +name, ~name or name=value",
    ),
    (
        ".. cache:specs::\n\n   hdf5\n   namd\n   zlib",
        3,
        "nothing matches 'namd': no package 'namd' in 'develop' of the build cache",
    ),
    (
        ".. cache:specs:: hdf5\n\n   These are our builds of HDF5\n   for all of our nodes\n   today",
        2,
        "expected a query on each line of the body, found 'These are our builds of HDF5'",
    ),
    (
        ".. cache:specs:: hdf5\n\n   Coming soon.",
        2,
        "found 'Coming soon.'; put each package on its own line",
    ),
    # roles
    (
        ":cache:count:`Number <hdf5>`",
        0,
        "'cache:count' takes a query and no title, found 'Number <hdf5>'; write 'hdf5'",
    ),
    (
        ":cache:count:`hdff`",
        0,
        "nothing matches 'hdff': no package 'hdff' in 'develop' of the build cache; did you mean hdf5?",
    ),
    (":cache:count:`stack=e4ss`", 0, "nothing matches 'stack=e4ss': no stack 'e4ss'"),
    (":cache:count:`hdf5 version=1.14`", 0, "'version' is not a variant; write @1.14"),
    (":cache:version:`hdf5 tag=v1.00`", 0, "no tag 'v1.00' in the build cache; did you mean v1.0?"),
    (
        ":cache:version:`hdf5@9`",
        0,
        "matches 'hdf5@9' in the tag 'develop'; without '@9' 2 specs would match, so there is no version to name",
    ),
    (":cache:package:`hep`", 0, "no package 'hep' in 'develop' of the build cache; 'hep' is a stack"),
    (":cache:package:`hdf5@1.14`", 0, "no package 'hdf5@1.14' in 'develop' of the build cache; did you mean hdf5?"),
    (":cache:package:`zlib/v1.0`", 0, "expected tag/package, found 'zlib/v1.0'; write 'v1.0/zlib'"),
    (":cache:spec:`hdf5/abcdefg`", 0, "'hdf5' is a package; write '/abcdefg', but no spec has that hash"),
    (
        ":cache:spec:`zlib-ng`",
        0,
        "no spec whose hash begins with 'zlib-ng' in any tag of the build cache; there is a package of that name",
    ),
    (":cache:target:`zen4x`", 0, "no target 'zen4x' in 'develop' of the build cache; did you mean zen4?"),
)
"""What was written, the line of it that is to blame, from 0, and what is said of it."""

FINE: Final = (
    ".. cache:specs:: hdf5\n   :columns: [hash, version]",
    '.. cache:specs:: hdf5\n   :columns: ["hash", "version"]',
    ".. cache:matrix:: hdf5\n   :totals: no",
    ".. cache:package:: v1.0/zlib",
    ".. cache:mirror:: v1.0/e4s",
    ".. cache:specs:: v1.0/zlib",
    ".. cache:specs:: namd\n   :allow-empty:",
    ".. cache:specs::\n   :empty: No more.\n\n   hdf5\n   namd",
    ":cache:count:`hdf5@9`, :cache:count:`hdf5 target=zen5`, :cache:count:`v1.0/zlib`",
    ".. cache:package:: zlib-ng\n   :no-index:\n\n   :Author: us",
)
"""What looks like a mistake and is none."""


def _myst(text: str) -> str:
    """The same in MyST."""
    if not text.startswith(".. "):
        return re.sub(r":(cache:\w+):`", r"{\1}`", text)
    first, *rest = text.removeprefix(".. ").split("\n")
    name, argument = re.split(r":: ?", first, maxsplit=1)
    return "\n".join([f"```{{{name}}} {argument}", *(line.removeprefix("   ") for line in rest), "```"])


MARKUPS: Final[Mapping[str, tuple[str, str, Callable[[str], str]]]] = {
    "rst": (".rst", "Title\n=====\n\n{}\n", str),
    "myst": (".md", "# Title\n\n\n{}\n", _myst),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, dict[str, list[str]]]:
    """A project with a document for each mistake in each markup, and the warnings of each document."""
    project = Project(root=tmp_path_factory.mktemp("project"))
    project.add(
        make_spec(variants=("build_system=cmake", "+cxx", "+mpi")),
        make_spec(version="1.12.3", variants=("build_system=cmake", "~cxx", "+mpi"), target="zen4", compiler=None),
        make_spec(package="zlib", version="1.3.1", variants=("+pic",), stacks=("hep", "root")),
        make_spec(package="zlib-ng", version="2", variants=("+pic",)),
        make_spec(package="zlib", version="1.2.13", tag="v1.0"),
        make_spec(package="gromacs", version="2024", tag="v1.0"),
    )
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n   :glob:\n\n   */*\n")
    for markup, (suffix, document, translate) in MARKUPS.items():
        for number, text in enumerate([*(text for text, *_rest in MISTAKES), *FINE]):
            project.write(f"{markup}/{number:03}{suffix}", document.format(translate(text)))
    page = project.build(nitpicky=True, suppress_warnings=["cache.duplicate"])
    warnings: dict[str, list[str]] = {}
    current = ""
    for line in page.warnings:
        text = line.removeprefix(f"{project.root}/")
        if place := re.match(r"((?:rst|myst)/\d+)\.[\w.]+:", text):
            current = place[1]
            warnings.setdefault(current, []).append(text)
        else:
            warnings[current][-1] += f"\n{text}"
    return page, warnings


@pytest.mark.parametrize("number", range(len(MISTAKES)))
@pytest.mark.parametrize("markup", MARKUPS)
def test_a_mistake_gets_one_warning_that_names_the_place_and_what_was_meant(
    built: tuple[Build, dict[str, list[str]]], markup: str, number: int
) -> None:
    text, line, message = MISTAKES[number]
    (warning,) = built[1].get(f"{markup}/{number:03}", ["none"])

    assert message in warning, text
    if "myst.directive_option" not in warning:  # of which MyST itself names the place, each release in its own way
        assert warning.startswith(f"{markup}/{number:03}{MARKUPS[markup][0]}:{4 + line}: ")


@pytest.mark.parametrize("number", range(len(FINE)))
@pytest.mark.parametrize("markup", MARKUPS)
def test_what_looks_like_a_mistake_and_is_none_gets_no_warning(
    built: tuple[Build, dict[str, list[str]]], markup: str, number: int
) -> None:
    assert built[1].get(f"{markup}/{len(MISTAKES) + number:03}", []) == [], FINE[number]


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (".. cache:specs::\n\n   hdf5\n   namd\n   zlib", ["hdf5", "hdf5", "zlib"]),
        (
            ".. cache:specs:: hdf5\n\n   These are our builds of HDF5\n   for all of our nodes\n   today",
            ["1.14.5", "1.12.3"],
        ),
        (".. cache:specs::\n   :empty: No more.\n\n   hdf5\n   namd", ["1.14.5", "1.12.3"]),
        ('.. cache:specs:: hdf5\n   :columns: ["hash", "version"]', ["1.14.5", "1.12.3"]),
        (".. cache:specs:: v1.0/zlib", ["1.2.13"]),
        (".. cache:matrix:: hdf5\n   :totals: no", ["1"]),
    ],
)
def test_a_mistake_loses_nothing_else(
    built: tuple[Build, dict[str, list[str]]], markup: str, text: str, shown: list[str]
) -> None:
    number = [*(mistake for mistake, *_rest in MISTAKES), *FINE].index(text)

    rows = table_texts(built[0].soup(f"{markup}/{number:03}.html").select("main table, .body table")[0])

    assert [row[1] for row in rows[1:]] == shown
    assert "Total" not in rows[0]


def test_the_default_domain_leaves_other_markup_alone(project: Project) -> None:
    project.add(make_spec())
    project.write(
        "index.rst", "Title\n=====\n\n.. note:: :package:`hdf5`, :emphasis:`yes`, :ref:`search`\n\n.. specs:: hdf5\n"
    )

    page = project.build(primary_domain="cache")

    assert page.warnings == []
    soup = page.soup("index.html")
    assert soup.select_one(".admonition.note em") is not None
    assert soup.select_one("table.cache-specs") is not None


def test_an_empty_cache_is_said_once(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n\n:cache:count:`hdf5`, :cache:version:`hdf5`\n")

    no_sources = project.build(cache_sources=[]).warnings
    project.write("index.rst", project.root.joinpath("index.rst").read_text() + "\n")
    missing = project.build(cache_sources=["nowhere"]).warnings

    assert [warning.partition("WARNING: ")[2] for warning in no_sources] == [
        "nothing matches 'hdf5': the build cache is empty [cache.empty]"
    ] * len(no_sources)
    assert no_sources
    assert len(missing) == 1
    assert "nowhere" in missing[0]
