"""What facts say is shown: on the pages of packages, in documents that describe them, and where readers search."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

import pytest

from tests.extension.test_search import read_index
from tests.projects import make_spec

if TYPE_CHECKING:
    from bs4 import Tag

    from tests.projects import Build, Project

PAGE: Final = "cache/develop/packages/hdf5.html"
FACTS: Final = """\
hdf5:
  description: A *file* format for <large> data.
  homepage: https://hdf5.example/a?b=1&c=2
  licence: BSD-3-Clause
  module: hdf5/1.14
  maintainers: [ann, bob]
  Support level: full
zlib:
  support level: none
"""


@pytest.fixture
def told(hdf5: Project) -> Project:
    """A project that knows something of HDF5."""
    hdf5.write("index.rst", "Title\n=====\n")
    hdf5.write("facts.yaml", FACTS)
    return hdf5


def build(project: Project, builder: str = "html") -> Build:
    page = project.build(builder, cache_facts=["facts.yaml"])
    project.touch()
    return page


def listed(within: Tag) -> list[tuple[str, str]]:
    """The facts of a list, each with its label."""
    (found,) = within.select("dl.cache-facts")
    texts = [each.get_text().strip() for each in found.select("dt, dd")]
    return [*zip(texts[::2], texts[1::2], strict=True)]


def described(within: Tag) -> str:
    """The description."""
    (found,) = within.select("p.cache-description")
    return found.get_text()


def test_the_page_of_a_package_has_its_description_below_its_title(told: Project) -> None:
    page = build(told)

    assert page.warnings == []
    soup = page.soup(PAGE)
    assert described(soup) == "A *file* format for <large> data."
    above = soup.select_one("p.cache-description")
    assert above is not None
    assert [each.name for each in (above.find_previous_sibling(), above.find_next_sibling()) if each] == ["h1", "p"]


def test_a_page_has_the_title_that_somebody_gives(told: Project) -> None:
    told.write("facts.yaml", "hdf5: {title: HDF5 & friends}\nstack=e4s: {title: Triton/2025}\n")
    page = build(told)

    headings = [
        str(page.soup(name).select("h1")[0].find(string=True)) for name in (PAGE, "cache/develop/stacks/e4s.html")
    ]
    assert [heading.strip() for heading in headings] == ["HDF5 & friends", "Stack Triton/2025"]
    crumb = page.soup(PAGE).select_one('.cache-breadcrumbs [aria-current="page"]')
    assert crumb is not None
    assert crumb.get_text() == "hdf5"
    # Before Sphinx 9, the search shows titles as HTML.
    assert unescape(read_index(page).titles["cache/develop/packages/hdf5"]) == "HDF5 & friends"
    assert read_index(page).words["hdf5"] == {"cache/develop/packages/hdf5"}


def test_the_name_that_one_types_stays_beside_the_title(told: Project) -> None:
    told.write("facts.yaml", "hdf5: {title: The HDF5 library}\nstack=e4s: {title: Alder}\n")
    told.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n   :show: summary\n")

    page = build(told)

    signature = page.soup("index.html").select_one("dt.sig")
    assert signature is not None
    assert signature.get_text().strip() == "The HDF5 library (hdf5)¶"
    assert page.app.env.tocs["index"].astext().split("\n\n") == ["Title", "The HDF5 library"]
    entries = page.soup("genindex.html").get_text()
    assert "The HDF5 library (package)" in entries
    assert "hdf5 (package)" in entries
    headings = [page.soup(name).select("h1")[0].get_text() for name in (PAGE, "cache/develop/stacks/e4s.html")]
    assert headings == ["The HDF5 library hdf5¶", "Stack Alder e4s¶"]


def test_a_description_has_a_new_title_at_once(told: Project) -> None:
    told.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n   :show: summary\n")
    build(told)
    told.write("facts.yaml", "hdf5: {title: HDF}\n")

    (name,) = build(told).soup("index.html").select("dt .sig-name")
    assert name.get_text() == "HDF"


def test_it_lists_what_else_is_said(told: Project) -> None:
    soup = build(told).soup(PAGE)

    assert listed(soup) == [
        ("Homepage", "https://hdf5.example/a?b=1&c=2"),
        ("Licence", "BSD-3-Clause"),
        ("Maintainer", "ann, bob"),
        ("Support level", "full"),
    ]
    assert [link["href"] for link in soup.select("dl.cache-facts a")] == ["https://hdf5.example/a?b=1&c=2"]


def test_a_module_that_somebody_names_is_loaded(told: Project) -> None:
    soup = build(told).soup(PAGE)

    assert [block.get_text().strip() for block in soup.select("#load pre")] == ["$ module load hdf5/1.14"]
    assert {row["data-load"] for row in soup.select("table.cache-specs tbody tr")} == {"module load hdf5/1.14"}


def test_a_document_that_describes_a_package_shows_the_same(told: Project) -> None:
    told.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n\n   Own text.\n")

    page = build(told)

    assert page.warnings == []
    document, generated = page.soup("index.html"), page.soup(PAGE)
    assert described(document) == described(generated)
    assert listed(document) == listed(generated)


def test_facts_are_a_part_that_an_author_picks(told: Project) -> None:
    told.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n   :show: facts\n")
    assert listed(build(told).soup("index.html"))
    assert not build(told).soup("index.html").select(".cache-summary, #load")

    told.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n   :show: summary\n")
    assert not build(told).soup("index.html").select(".cache-facts, .cache-description")


def test_what_is_not_said_of_all_specs_says_of_which_it_is(told: Project) -> None:
    told.write("facts.yaml", "hdf5: {support: full}\nhdf5@1.12: {support: limited, note: old}\n")

    assert listed(build(told).soup(PAGE)) == [("Note", "old (1.12.3)"), ("Support", "full (1.14.5), limited (1.12.3)")]


def test_where_no_version_tells_the_stack_does_or_the_hash(project: Project) -> None:
    made = [
        make_spec("hdf5", stacks=(stack,), variants=(f"+{variant}",))
        for stack, variant in (("e4s", "a"), ("hep", "b"), ("hep", "c"))
    ]
    project.add(*made)
    project.write("index.rst", "Title\n=====\n")
    project.write(
        "facts.yaml",
        "stack=e4s: {title: Alder}\n'hdf5 stack=e4s': {note: new}\n"
        f"/{made[2].hash}: {{note: slow, support: full}}\n",
    )

    assert listed(build(project).soup(PAGE)) == [
        ("Note", f"slow ({(made[2].hash or '')[:7]}), new (Alder)"),
        ("Support", f"full ({(made[2].hash or '')[:7]})"),
    ]


def test_what_would_take_many_words_has_the_number_of_specs(project: Project) -> None:
    project.add(*(make_spec("hdf5", version=f"1.{minor}") for minor in range(9)))
    project.write("index.rst", "Title\n=====\n")
    project.write("facts.yaml", "'hdf5@1.3:': {note: new}\n")

    assert listed(build(project).soup(PAGE)) == [("Note", "new (6 of 9)")]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("rst", r"Reads ``a*b``, **well** and *fast*; see `its site <https://a.example/x>`_, \*not* here."),
        ("md", r"Reads `a*b`, **well** and *fast*; see [its site](https://a.example/x), \*not* here."),
    ],
)
def test_a_description_has_markup_where_its_file_says_so(markup: str, text: str, told: Project) -> None:
    told.write("facts.yaml", f"markup: {markup}\nhdf5:\n  description: '{text}'\n")

    (found,) = build(told).soup(PAGE).select("p.cache-description")

    assert found.get_text() == "Reads a*b, well and fast; see its site, *not* here."
    assert [(each.name, each.get_text()) for each in found.select("code, strong, .cache-note, a")] == [
        ("code", "a*b"),
        ("strong", "well"),
        ("span", "fast"),
        ("a", "its site"),
    ]
    assert [link["href"] for link in found.select("a")] == ["https://a.example/x"]


@pytest.mark.parametrize(("markup", "text"), [("rst", "`me <javascript:alert(1)>`_"), ("md", "[me](javascript:a)")])
def test_a_link_leads_to_the_web_or_nowhere(markup: str, text: str, told: Project) -> None:
    told.write("facts.yaml", f"markup: {markup}\nhdf5:\n  description: 'Ask {text}.'\n")

    (found,) = build(told).soup(PAGE).select("p.cache-description")

    assert not found.select("a")
    assert found.get_text() == "Ask me."


def test_the_page_tells_search_engines_its_description(told: Project) -> None:
    (meta,) = build(told).soup(PAGE).select('meta[name="description"]')

    assert meta["content"] == "hdf5: A *file* format for <large> data."


def test_the_search_finds_a_package_by_what_is_said_of_it(told: Project) -> None:
    told.write("facts.yaml", "hdf5: {description: Something wonderful, discipline: glaciers}\n")

    words = read_index(build(told)).words

    assert words["wonder"] == words["glacier"] == {"cache/develop/packages/hdf5"}


def test_a_page_without_facts_is_as_it_is_without_any(told: Project) -> None:
    without = told.build().text("cache/develop/packages/zlib.html")
    told.write("facts.yaml", "hdf5: {note: x}\n")

    assert build(told).text("cache/develop/packages/zlib.html") == without


def test_a_change_of_a_fact_makes_again_what_shows_it_and_nothing_else(told: Project) -> None:
    told.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   shows\n   other\n")
    told.write("shows.rst", "Shows\n=====\n\n.. cache:package:: hdf5\n   :show: facts\n")
    told.write("other.rst", "Other\n=====\n\n.. cache:package:: zlib\n")

    def written() -> dict[str, int]:
        page = build(told)
        return {path.name: path.stat().st_mtime_ns for path in page.outdir.rglob("*.html")}

    before = written()
    told.write("facts.yaml", FACTS.replace("full", "limited"))
    after = written()

    assert {name for name, when in after.items() if before[name] != when} == {"hdf5.html", "shows.html"}


def test_facts_that_change_places_among_specs_change_the_usual_columns(told: Project) -> None:
    specs = [make_spec("ncdu", version=version) for version in ("3.0", "2.0", "1.0")]
    told.add(*specs)
    told.conf["cache_columns"] = ["version", "seats"]
    told.write("index.rst", "Title\n=====\n\n.. cache:package:: ncdu\n   :show: specs\n")

    for seats in (["8", "8", "9"], ["8", "9", "8"]):
        told.write(
            "facts.yaml", "".join(f"/{spec.hash}: {{seats: {n}}}\n" for spec, n in zip(specs, seats, strict=True))
        )
        page = build(told)
        for name in ("index.html", "cache/develop/packages/ncdu.html"):
            assert [cell.get_text() for cell in page.soup(name).select(".cache-specs td")] == seats


def test_it_is_not_for_translators_of_the_document(told: Project) -> None:
    told.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n   :show: facts\n\n   Own text.\n")

    page = told.build("gettext", cache_facts=["facts.yaml"], gettext_additional_targets=["literal-block"])

    messages = re.findall(r'^msgid "(.+)"', page.text("index.pot"), re.MULTILINE)
    assert messages == ["Title", "Own text."]


@pytest.mark.parametrize("builder", ["text", "man", "latex"])
def test_it_is_shown_in_other_outputs(builder: str, told: Project) -> None:
    told.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n")

    page = build(told, builder)

    assert page.warnings == []
    text = "".join(
        file.read_text(encoding="utf-8") for file in page.outdir.iterdir() if file.suffix in {".txt", ".1", ".tex"}
    )
    for said in ("large", "BSD", "Support level", "ann, bob"):
        assert said in text
