"""Generated pages: which there are, what they say, and that they are no documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.errors import ThemeError

from sphinxext_cache.pages.page import VARIABLES, Page
from sphinxext_cache.pages.plan import plan_pages
from tests.projects import make_spec, table_texts

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

    from tests.projects import Project


@pytest.fixture
def indexed(hdf5: Project) -> Project:
    hdf5.write("index.rst", "Title\n=====\n\nSee :cache:tag:`develop`.\n")
    return hdf5


def test_there_is_a_page_for_each_object_and_no_file_in_the_sources(indexed: Project) -> None:
    before = {path for path in indexed.root.rglob("*") if "_build" not in path.parts}

    page = indexed.build()

    assert page.warnings == []
    generated = {name for name in page.pages() if name.startswith("cache/")}
    assert generated == {
        "cache/index.html",
        "cache/develop/index.html",
        "cache/develop/explore.html",
        "cache/develop/changes.html",
        "cache/develop/packages/hdf5.html",
        "cache/develop/packages/zlib.html",
        "cache/develop/stacks/e4s.html",
        "cache/develop/stacks/hep.html",
        "cache/develop/targets/neoverse_v2.html",
        "cache/develop/targets/x86_64_v3.html",
        "cache/develop/targets/zen4.html",
        "cache/v1.0/index.html",
        "cache/v1.0/explore.html",
        "cache/v1.0/packages/zlib.html",
        "cache/v1.0/stacks/e4s.html",
        "cache/v1.0/targets/x86_64_v3.html",
    }
    after = {path for path in indexed.root.rglob("*") if "_build" not in path.parts}
    assert after - before <= {indexed.root / "conf.py"}
    assert set(page.app.env.all_docs) == {"index"}


def test_a_package_page_has_its_parts_in_order_and_breadcrumbs(indexed: Project) -> None:
    soup = indexed.build().soup("cache/develop/packages/hdf5.html")

    assert soup.title is not None
    assert soup.title.get_text().startswith("hdf5")
    crumbs = [(a.get_text(), a["href"]) for a in soup.select(".cache-breadcrumbs a")]
    assert crumbs == [("Build cache", "../../index.html"), ("develop", "../index.html")]
    headings = [heading.find(string=True) for heading in soup.select("section h1, section h2")]
    assert headings == ["hdf5", "Install", "Where it is built", "Specs"]
    summary = soup.select_one(".cache-summary")
    assert summary is not None
    assert summary.get_text() == (
        "3 specs of versions 1.14.5 and 1.12.3, built in the stacks e4s and hep for x86_64_v3 and zen4."
    )
    prompts = soup.select(".highlight-console .gp")
    assert len(prompts) == 3, "copy buttons leave out what is marked as a prompt"
    elsewhere = soup.select_one(".cache-origin a.external")
    assert elsewhere is not None
    assert elsewhere["href"] == "https://packages.spack.io/package.html?name=hdf5"


def test_every_row_of_a_package_page_says_how_to_install_exactly_that_spec(indexed: Project) -> None:
    page = indexed.build()

    rows = page.soup("cache/develop/packages/hdf5.html").select("table.cache-specs tbody tr")

    assert [row["id"] for row in rows] == [spec.hash for spec in page.domain.catalog.specs("hdf5")]
    for row in rows:
        command = row.select_one("details code")
        assert command is not None
        assert command.get_text() == f"spack install --use-buildcache only /{row['id']}"


def test_tables_have_names_and_scopes_and_scroll_in_their_own_box(indexed: Project) -> None:
    soup = indexed.build().soup("cache/develop/packages/hdf5.html")

    tables = soup.select("table.cache-table")
    assert len(tables) == 2
    for table in tables:
        assert table.find("caption") or table["aria-label"]
        assert {cell.get("scope") for cell in table.select("thead th")} == {"col"}
        assert {cell.get("scope") for cell in table.select("tbody th, tfoot th")} == {"row"}
        box = table.parent
        assert box is not None
        assert (box["role"], box["tabindex"]) == ("region", "0")
        assert box["aria-label"]


def test_the_tag_page_counts_packages_by_stack_and_target_and_lists_them(indexed: Project) -> None:
    soup = indexed.build().soup("cache/develop/index.html")

    (matrix,), (packages,) = (soup.select(f"table.cache-{kind}") for kind in ("matrix", "packages"))
    assert table_texts(matrix)[-1] == ["Packages", "1", "1", "1", "2"]
    assert table_texts(packages) == [
        ["Package", "Version", "Specs", "Target"],
        ["hdf5", "1.14.5, 1.12.3", "3", "x86_64_v3, zen4"],
        ["zlib", "1.3.1", "1", "neoverse_v2"],
    ]


def test_a_stack_page_adds_its_mirror_and_lists_its_packages(indexed: Project) -> None:
    soup = indexed.build().soup("cache/develop/stacks/hep.html")

    session = soup.select_one(".highlight-console pre")
    assert session is not None
    assert session.get_text().splitlines() == [
        "$ spack mirror add hep https://binaries.spack.io/develop/hep",
        "$ spack buildcache keys --install --trust",
    ]
    assert [row[:3] for row in table_texts(soup.select("table.cache-table")[0])] == [
        ["Package", "Version", "Specs"],
        ["hdf5", "1.14.5", "1"],
        ["zlib", "1.3.1", "1"],
    ]


def test_a_target_page_says_what_runs_where(indexed: Project) -> None:
    page = indexed.build()

    zen4 = page.soup("cache/develop/targets/zen4.html").select_one("section")
    generic = page.soup("cache/develop/targets/x86_64_v3.html").select_one("section")
    assert zen4 is not None
    assert generic is not None
    text = " ".join(zen4.get_text().split())
    assert "zen4 is a microarchitecture of the x86_64 family by AMD." in text
    assert "zen4 CPUs also run binaries for x86_64_v3." in text
    assert "neoverse_v2" not in text, "its picture is of what runs there, and of where it runs"
    assert "Binaries for x86_64_v3 run on" in " ".join(generic.get_text().split())
    assert "icelake" in generic.get_text()
    assert [link["href"] for link in generic.select("#runs-on p a")] == ["zen4.html"], "only what there is is a link"


def test_the_index_page_lists_the_tags(indexed: Project) -> None:
    soup = indexed.build().soup("cache/index.html")

    assert [row[:3] for row in table_texts(soup.select("table")[0])] == [
        ["Tag", "Packages", "Specs"],
        ["develop default", "2", "4"],
        ["v1.0", "1", "1"],
    ]
    assert [link["href"] for link in soup.select("table.cache-table a")] == [
        *("develop/index.html", "develop/explore.html"),
        *("v1.0/index.html", "v1.0/explore.html"),
    ]


def test_bars_on_the_index_page_show_how_many_packages_a_tag_has_beside_the_largest(indexed: Project) -> None:
    soup = indexed.build().soup("cache/index.html")

    (caption,) = soup.select("table caption")
    bars = {row.th.a.get_text(): row.select("svg path") for row in soup.select("tbody tr")}  # type: ignore[union-attr]  # each has them
    assert caption.get_text() == "Tags of the build cache"
    assert {tag: [bar["d"] for bar in found] for tag, found in bars.items()} == {
        "develop": ["M0 4h80"],
        "v1.0": ["M0 4h40"],
    }
    assert all(svg["aria-hidden"] == "true" for svg in soup.select("svg")), "the count says the same"


def test_generated_pages_may_go_elsewhere_or_be_none(indexed: Project) -> None:
    moved = indexed.build(cache_pages="software/spack")
    link = moved.soup("index.html").find("a", string="develop")
    assert link is not None
    assert link["href"] == "software/spack/develop/index.html"
    assert "software/spack/develop/packages/hdf5.html" in moved.pages()

    none = indexed.build(cache_pages=None)
    assert none.warnings == []
    assert none.soup("index.html").find("a", string="develop") is None
    assert "cache:package" not in none.inventory()


def test_in_dirhtml_pages_are_folders(indexed: Project) -> None:
    page = indexed.build("dirhtml")

    link = page.soup("index.html").find("a", string="develop")
    assert link is not None
    assert link["href"] == "cache/develop/"
    assert (page.outdir / "cache/develop/packages/hdf5/index.html").exists()
    assert page.inventory()["cache:package"]["develop/hdf5"] == "cache/develop/packages/hdf5/"


def test_a_project_may_have_a_template_of_its_own(indexed: Project) -> None:
    indexed.write("_templates/cache/package.html", "<h1>Our {{ package }}</h1><p>{{ '<' }}</p>{{ list }}")

    page = indexed.build(templates_path=["_templates"])

    soup = page.soup("cache/develop/packages/hdf5.html")
    assert soup.select_one("h1", string="Our hdf5") is not None
    assert "<p>&lt;</p>" in page.text("cache/develop/packages/hdf5.html")
    assert soup.select_one("table.cache-specs") is not None


def test_data_is_text_until_it_is_escaped(project: Project) -> None:
    attack = "<script>alert(1)</script>"
    project.add(
        make_spec(variants=(f"flags={attack}", '+"onload="x"'), os=f"u{attack}", compiler=f"gcc@{attack}"),
        make_spec(version=f"1{attack}", platform=attack),
    )
    project.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n\n.. cache:matrix::\n   :rows: os\n")

    page = project.build()

    for name in page.pages():
        assert attack not in page.text(name), name
        assert not page.soup(name).find_all(onload=True), name
    assert attack in page.soup("index.html").get_text()


def test_our_style_is_loaded_where_something_of_ours_is(indexed: Project) -> None:
    indexed.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   with\n   without\n")
    indexed.write("with.rst", "With\n====\n\n.. cache:specs:: hdf5\n")
    indexed.write("without.rst", "Without\n=======\n")

    page = indexed.build()

    styled = {name for name in page.pages() if "sphinxext-cache.css" in page.text(name)}
    assert styled == {"with.html", *(name for name in page.pages() if name.startswith("cache/"))}
    assert (page.outdir / "_static/sphinxext-cache.css").exists()


def head_links(soup: BeautifulSoup) -> dict[str, str]:
    """The addresses of the links in the head of a page to those beside it, by their relation."""
    return {str(link["rel"][0]): str(link["href"]) for link in soup.select("head link[rel=next], head link[rel=prev]")}


def test_packages_follow_one_another_in_the_order_of_the_list_of_their_tag(indexed: Project) -> None:
    indexed.add(make_spec(package="pkg10"), make_spec(package="pkg9"))

    page = indexed.build()

    listed = [str(a["href"]) for a in page.soup("cache/develop/index.html").select("table.cache-packages tbody th a")]
    visited = ["packages/hdf5.html"]
    while following := head_links(page.soup(f"cache/develop/{visited[-1]}")).get("next"):
        visited.append(f"packages/{following}")
    assert visited == listed == [f"packages/{name}.html" for name in ("hdf5", "pkg9", "pkg10", "zlib")]
    assert head_links(page.soup("cache/develop/packages/pkg9.html")) == {"prev": "hdf5.html", "next": "pkg10.html"}
    assert head_links(page.soup("cache/v1.0/packages/zlib.html")) == {}, "no package of another tag"


def test_stacks_targets_and_tags_follow_one_another_too(indexed: Project) -> None:
    page = indexed.build()

    assert head_links(page.soup("cache/develop/stacks/e4s.html")) == {"next": "hep.html"}
    assert head_links(page.soup("cache/develop/targets/zen4.html")) == {
        "prev": "x86_64_v3.html",
        "next": "neoverse_v2.html",
    }
    assert head_links(page.soup("cache/v1.0/index.html")) == {"prev": "../develop/index.html"}


def test_the_navigation_of_a_theme_has_the_parents_and_the_pages_beside(indexed: Project) -> None:
    indexed.add(make_spec(package="pkg9"))

    bar = indexed.build().soup("cache/develop/packages/pkg9.html").select("div.related")[0]

    assert {a["href"]: a.get_text() for a in bar.select("li.right a")} == {
        "../../../genindex.html": "index",
        "zlib.html": "next",
        "hdf5.html": "previous",
    }
    assert [a["href"] for a in bar.select("li:not(.right) a")] == [
        "../../../index.html",
        "../../index.html",
        "../index.html",
        "",
    ]


def test_a_page_has_a_title_and_a_description_of_its_own(indexed: Project) -> None:
    page = indexed.build(html_title="Docs")
    heads: dict[str, tuple[str, str]] = {}
    for name in sorted(name for name in page.pages() if name.startswith("cache/")):
        soup = page.soup(name)
        assert soup.title is not None
        (description,) = soup.select("head meta[name=description]")
        heads[name] = (soup.title.get_text(), str(description["content"]))

    assert heads["cache/develop/packages/zlib.html"] == (
        "zlib \N{EM DASH} Docs",
        "zlib: 1 spec of version 1.3.1, built in the stack hep for neoverse_v2.",
    )
    assert heads["cache/v1.0/packages/zlib.html"][0] == "zlib (v1.0) \N{EM DASH} Docs"
    assert heads["cache/develop/stacks/e4s.html"] == ("Stack e4s \N{EM DASH} Docs", "Stack e4s: 1 package, 3 specs.")
    assert heads["cache/index.html"] == ("Build cache \N{EM DASH} Docs", "Build cache: 2 tags.")
    assert len({title for title, _ in heads.values()}) == len(heads)


def test_a_description_is_text(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n")
    project.add(make_spec(version='1"><b>'))

    (description,) = project.build().soup("cache/develop/packages/hdf5.html").select("meta[name=description]")

    assert description["content"] == 'hdf5: 1 spec of version 1"><b>, built in the stack e4s for x86_64_v3.'


def test_letters_lead_to_the_first_package_of_each(indexed: Project) -> None:
    indexed.add(*(make_spec(package=name) for name in ("7zip", "3proxy", "Hwloc", "r-zoo")))

    page = indexed.build()

    for name in ("develop/index", "develop/stacks/e4s"):
        soup = page.soup(f"cache/{name}.html")
        letters = soup.select("nav.cache-letters a")
        rows: list[Tag] = [soup.select(f"tr[id='{str(a['href'])[1:]}']")[0] for a in letters]
        firsts = {a.get_text(): row.select("th")[0].get_text() for a, row in zip(letters, rows, strict=True)}
        expected = {"0\N{EN DASH}9": "3proxy", "H": "hdf5", "R": "r-zoo", "Z": "zlib"}
        assert firsts == {letter: first for letter, first in expected.items() if first != "zlib" or "stack" not in name}


def test_no_letters_where_there_is_but_one(indexed: Project) -> None:
    assert indexed.build().soup("cache/v1.0/index.html").select("nav.cache-letters") == []


def test_ids_and_names_of_navigations_are_unique_on_each_page(indexed: Project) -> None:
    page = indexed.build()

    for name in page.pages():
        soup = page.soup(name)
        ids = [found["id"] for found in soup.select("[id]")]
        assert len(set(ids)) == len(ids), name
        named = [found["aria-label"] for found in soup.select("nav[aria-label]")]
        assert len(set(named)) == len(named), name


@pytest.mark.parametrize(
    ("template", "line", "complaint"),
    [
        ("fine\n{% if %}", 2, "Expected an expression"),
        ("{{ package|colourful }}", 1, "No filter named 'colourful'"),
        ("fine\n\n{{ pakcage }}", 3, "'pakcage' is undefined"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("\n{% include 'cache/missing.html' %}", 2, "cache/missing.html"),
    ],
)
def test_a_broken_template_stops_the_build_and_is_named_with_its_line(
    indexed: Project, template: str, line: int, complaint: str
) -> None:
    file = indexed.write("_templates/cache/package.html", template)

    with pytest.raises(ThemeError) as error:
        indexed.build(templates_path=["_templates"])

    assert str(error.value).startswith(f"{file}:{line}: the template 'cache/package.html' is broken: ")
    assert complaint in str(error.value)


def test_an_error_in_an_included_template_is_found_there(indexed: Project) -> None:
    indexed.write("_templates/cache/package.html", "\n\n{% include 'cache/part.html' %}")
    file = indexed.write("_templates/cache/part.html", "\n{{ nothing.at_all }}")

    with pytest.raises(ThemeError) as error:
        indexed.build(templates_path=["_templates"])

    assert str(error.value).startswith(f"{file}:2: ")


def test_the_variables_of_templates_are_those_that_are_documented(indexed: Project) -> None:
    domain = indexed.build().domain

    given = {
        page.kind: {"title", "label", "parents", "summary", *page.variables}
        for page in (plan.make() for plan in plan_pages(domain))
        if isinstance(page, Page)
    }

    assert given == {kind: set(variables) for kind, variables in VARIABLES.items() if kind != "stub"}


def test_over_the_limit_the_default_tag_keeps_its_pages_and_no_link_is_broken(indexed: Project) -> None:
    indexed.write("index.rst", "Title\n=====\n\n:cache:tag:`v1.0`, :cache:package:`zlib`, :cache:package:`v1.0/zlib`\n")

    page = indexed.build(cache_page_limit=11)

    (warning,) = page.warnings
    assert warning.startswith("WARNING: the build cache has 16 pages, more than cache_page_limit = 11; ")
    assert "only those of 1 of 2 tags are generated" in warning
    assert "cache_select" in warning
    assert "cache_pages = None" in warning
    assert warning.endswith("[cache.limit]")
    assert not any(name.startswith("cache/v1.0/") for name in page.pages())
    assert [a["href"] for a in page.soup("index.html").select("p a[href*=cache]")] == [
        "cache/develop/packages/zlib.html"
    ]
    assert [a["href"] for a in page.soup("cache/index.html").select("table a")] == [
        *("develop/index.html", "develop/explore.html")
    ]
    assert head_links(page.soup("cache/develop/index.html")) == {}
    assert set(page.inventory()["cache:tag"]) == {"develop"}


def test_as_many_tags_as_fit_have_pages(indexed: Project) -> None:
    indexed.add(make_spec(tag="v0.9"))

    page = indexed.build(cache_page_limit=17)

    assert len(page.warnings) == 1
    assert {name.split("/")[1] for name in page.pages() if name.count("/") > 1 and name.startswith("cache/")} == {
        "develop",
        "v1.0",
    }


def test_a_default_tag_over_the_limit_has_no_pages_and_is_named_without_a_link(indexed: Project) -> None:
    page = indexed.build(cache_page_limit=1, cache_select="hdf5")

    assert len(page.warnings) == 1
    assert "only the page that lists all tags is generated" in page.warnings[0]
    assert {name for name in page.pages() if name.startswith("cache")} == {"cache/index.html"}
    assert page.soup("cache/index.html").select("td a, th a") == []
    assert not {kind for kind in page.inventory() if kind.startswith("cache:")}


def test_at_the_limit_nobody_warns_nor_without_pages(indexed: Project) -> None:
    assert indexed.build(cache_page_limit=16).warnings == []
    assert indexed.build(cache_page_limit=1, cache_pages=None).warnings == []
    assert indexed.build("text", cache_page_limit=1).warnings == []


@pytest.mark.parametrize(
    ("builder", "document", "page", "file"),
    [
        ("html", "cache/v1.0/index", "cache/v1.0/index", "cache/v1.0/index.html"),
        ("dirhtml", "cache/v1.0", "cache/v1.0/index", "cache/v1.0/index.html"),
        ("dirhtml", "cache/develop/explore/index", "cache/develop/explore", "cache/develop/explore/index.html"),
    ],
)
def test_a_document_keeps_its_place_against_a_page(
    indexed: Project, builder: str, document: str, page: str, file: str
) -> None:
    indexed.write(f"{document}.rst", ":orphan:\n\nMine\n====\n\nHandwritten.\n")

    warning = (
        f"{indexed.root / document}.rst:1: WARNING: the generated page '{page}' is left out because this document has "
        "its place; rename the document, or set cache_pages to another folder [cache.conflict]"
    )
    for _again in (False, True):
        indexed.touch()
        build = indexed.build(builder)
        assert build.warnings == [warning]
        assert [name for name in build.pages() if "Handwritten." in build.text(name)] == [file]
        assert '"handwritten"' in build.text("searchindex.js")


def test_what_is_found_in_the_place_of_a_page_is_the_document(indexed: Project) -> None:
    indexed.write("cache/develop/packages/hdf5.rst", ":orphan:\n\nMine\n====\n\nHandwritten.\n")

    for _again in (False, True):
        indexed.touch()
        build = indexed.build()
        index = json.loads(build.text("searchindex.js").removeprefix("Search.setIndex(")[:-1])
        assert dict(zip(index["docnames"], index["titles"], strict=True))["cache/develop/packages/hdf5"] == "Mine"


def test_a_page_comes_back_when_the_document_goes(indexed: Project) -> None:
    page = "cache/develop/packages/hdf5.html"
    clean = indexed.build().text(page)
    document = indexed.write("cache/develop/packages/hdf5.rst", ":orphan:\n\nMine\n====\n")
    assert "Mine" in indexed.build().text(page)

    document.unlink()
    indexed.touch()

    assert indexed.build().text(page) == clean


@pytest.mark.parametrize(
    "conf",
    [
        {"html_permalinks": False},
        {"html_permalinks_icon": "<span>#</span>"},
        {"html_theme": "sphinx_rtd_theme"},
        {"html_theme": "pydata_sphinx_theme"},
        {"html_theme": "furo"},
        {"html_theme": "alabaster"},
    ],
    ids=lambda conf: "".join(map(str, conf.values())),
)
def test_headings_have_the_permanent_links_of_those_of_a_document(project: Project, conf: dict[str, Any]) -> None:
    project.write("index.rst", "Title\n=====\n\nPart\n----\n")
    project.add(make_spec())

    build = project.build(**conf)

    def links(page: str) -> list[str]:
        return [str(link.decode_contents()) for link in build.soup(page).select("h1 a.headerlink, h2 a.headerlink")]

    expected = set(links("index.html"))
    kinds = ("index", "develop/index", "develop/explore", "develop/packages/hdf5", "develop/stacks/e4s")
    for name in (*kinds, "develop/targets/x86_64_v3"):
        assert set(links(f"cache/{name}.html")) == expected, name
    contents = build.soup("cache/develop/packages/hdf5.html").select_one("a[href='#specs']:not(.headerlink)")
    assert contents is None or contents.get_text(strip=True) == "Specs"


def test_what_the_translator_of_a_project_writes_is_on_generated_pages_too(project: Project) -> None:
    project.write(
        "conf.py",
        "from sphinx.writers.html5 import HTML5Translator\n"
        "class Translator(HTML5Translator):\n"
        "    def visit_reference(self, node):\n"
        "        mark = len(self.body)\n"
        "        super().visit_reference(node)\n"
        "        if not node.get('internal'):\n"
        "            self.body[mark:] = [part.replace('<a ', '<a target=\"_blank\" ') for part in self.body[mark:]]\n"
        "    def add_permalink_ref(self, node, title):\n"
        "        self.body.append(f'<sup>{title}</sup>')\n"
        "    def visit_literal_block(self, node):\n"
        "        self.body.append('<p>In a terminal:</p>')\n"
        "        super().visit_literal_block(node)\n"
        "def setup(app):\n"
        "    for name in ('html', 'dirhtml'):\n"
        "        app.set_translator(name, Translator)\n",
    )
    project.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n   :no-index:\n")
    project.add(make_spec())

    build = project.build()

    for name in ("index", "cache/develop/packages/hdf5"):
        page = build.soup(f"{name}.html")
        link = page.select_one("a.external[href*='packages.spack.io']")
        assert link is not None
        assert link["target"] == "_blank"
        assert "In a terminal:" in page.get_text()
        assert page.select("h1 > sup")
    assert build.soup("cache/develop/packages/hdf5.html").select("a[href='#specs']:has(sup)") == []


def test_a_template_with_a_misspelt_name_is_a_warning(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    for name in ("packge.html", "Stack.html", "tags.html", "tag.html", "note.html"):
        hdf5.write(f"_templates/cache/{name}", "{{ title }}")

    warnings = hdf5.build(templates_path=["_templates"]).warnings

    assert [text.partition("WARNING: ")[2] for text in warnings] == [
        "no page uses the template 'cache/Stack.html'; did you mean cache/stack.html? [cache.schema]",
        "no page uses the template 'cache/packge.html'; did you mean cache/package.html? [cache.schema]",
    ]
    assert all("_templates/cache/" in text.partition("WARNING: ")[0] for text in warnings)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("suffix", ["", ".htm"])
def test_links_have_the_suffix_that_the_project_chooses(hdf5: Project, builder: str, suffix: str) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n:cache:package:`hdf5`\n")

    build = hdf5.build(builder, html_link_suffix=suffix)

    start = build.soup("index.html").select_one("a.internal[href*='packages/hdf5']")
    name = "cache/develop/stacks/e4s" + ("/index.html" if builder == "dirhtml" else ".html")
    listed = build.soup(name).select_one("table.cache-packages a[href*='hdf5']")
    assert start is not None
    assert listed is not None
    if builder == "dirhtml":
        assert (start["href"], listed["href"]) == ("cache/develop/packages/hdf5/", "../../packages/hdf5/")
    else:
        assert (start["href"], listed["href"]) == (
            f"cache/develop/packages/hdf5{suffix}",
            f"../packages/hdf5{suffix}",
        )


@pytest.mark.parametrize(
    ("theme", "contents"),
    [
        ("basic", ".sphinxsidebarwrapper h3 + ul:not([class])"),
        ("furo", ".toc-tree"),
        ("pydata_sphinx_theme", "nav.page-toc"),
        ("sphinx_book_theme", "nav.page-toc"),
    ],
)
def test_the_local_contents_of_a_page_are_those_of_a_document_with_its_headings(
    project: Project, theme: str, contents: str
) -> None:
    headings = {
        "hdf5": "cache/develop/packages/hdf5",
        "Stack e4s": "cache/develop/stacks/e4s",
        "Build cache": "cache/index",
    }
    sections = {"hdf5": ("Install", "Where it is built", "Specs"), "Stack e4s": ("Install", "Packages")}
    project.add(make_spec(), make_spec(package="zlib"))
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n   :glob:\n\n   documents/*\n")
    for place, title in enumerate(headings):
        text = [title, "#" * 20, *(f"\n{name}\n{'=' * 20}\n" for name in sections.get(title, ()))]
        project.write(f"documents/{place}.rst", "\n".join(text))

    build = project.build(html_theme=theme)

    for place, page in enumerate(headings.values()):
        document = build.soup(f"documents/{place}.html").select(contents)
        assert build.soup(f"{page}.html").select(contents) == document, page
    assert build.soup("documents/0.html").select(contents)
