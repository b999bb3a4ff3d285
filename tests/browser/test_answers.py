"""What a filter says of its answer: what it cannot judge, what comes first, and what else one may ask."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.sample import PAGES
from tests.browser.serving import POLICY, serve
from tests.browser.tables import column, filter_box, shown_ids, status
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page

    Visit = Callable[..., Page]

_LIST: Final = "table.cache-packages"


@pytest.fixture(scope="module")
def root(sample: Callable[[str], Path]) -> Iterator[str]:
    """The address of the sample, served as strictly as a server can."""
    with serve(sample("furo"), POLICY) as address:
        yield address


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cache whose packages have much of their names and variants in common."""
    project = Project(root=tmp_path_factory.mktemp("words"))
    project.add(
        make_spec("adios2", variants=("+hdf5", "~mpi", "build_type=Release")),
        make_spec("geant4", variants=("~hdf5", "~mpi", "build_type=Debug")),
        make_spec("h5-hdf5", variants=("~mpi",)),
        make_spec("hdf5", variants=("+mpi",)),
        make_spec("hdf5-blosc", variants=("~mpi",)),
        make_spec("mpich", variants=("cuda_arch:=80,90",)),
        make_spec("openmpi", variants=("~mpi1",)),
        make_spec("zlib", variants=("+mpi",), target="zen4"),
    )
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: *\n\n.. cache:packages:: *\n")
    with serve(project.build(html_theme="alabaster").outdir, POLICY) as address:
        yield address


def _link(page: Page) -> Locator:
    return page.locator(".cache-advice a").first


def _told(page: Page) -> Locator:
    return page.locator(".cache-told").first


def _asked(address: str | None) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address or "").query)


# -- what a table cannot judge


@pytest.mark.parametrize("condition", ["+mpi", "%gcc", "os=ubuntu22.04", "stack=e4s", "/2", "build_type=Release"])
def test_without_its_data_file_a_list_says_which_condition_it_cannot_judge_and_the_explorer_judges_it(
    root: str, visit: Visit, condition: str
) -> None:
    page = visit("about:blank")
    page.route("**/specs.json", lambda route: route.abort())
    page.goto(f"{root}/{PAGES['tag']}")

    filter_box(page).fill(f"hdf5 {condition}")

    assert status(page) == "1 of 12 packages"
    expect(page.locator(".cache-left")).to_have_text(f"Not applied, because this table does not show it: {condition}")
    expect(_link(page)).to_have_text(f"Search all specs for hdf5 {condition}")
    page.unroute_all()
    _link(page).click()
    expect(filter_box(page)).to_have_value(f"hdf5 {condition}")
    expect(page.locator("table.cache-explore")).to_be_visible()
    expect(page.locator(".cache-left")).to_be_empty()


def test_as_a_file_a_list_leads_to_the_explorer(sample: Callable[[str], Path], visit: Visit) -> None:
    page = visit((sample("furo") / PAGES["tag"]).as_uri())

    filter_box(page).fill("hdf5 +mpi")

    expect(page.locator(".cache-left")).to_contain_text("+mpi")
    assert _asked(_link(page).get_attribute("href")) == {"q": ["hdf5 +mpi"]}


@pytest.mark.parametrize(
    ("kind", "text", "names"),
    [
        ("tag", "hdf5 ~mpi", ["hdf5"]),
        ("tag", "hdf5 /zzzzz", []),
        ("tag", "%gcc@9", ["hdf5"]),
        ("tag", "os=rhel8", ["hdf5"]),
        ("tag", "^zlib-ng", ["netcdf-c", "netcdf-fortran"]),
        # A version that is there, and a variant that is there, but no spec with both.
        ("tag", "hdf5 @1.14.5 +hl", ["hdf5"]),
        ("tag", "@1.12.3 +mpi", []),
        ("tag", "@1.12.3 ~mpi", ["hdf5"]),
        ("stack", "os=rhel8", []),
        ("stack", "+hl", ["hdf5"]),
        ("target", "%gcc@9 +mpi", ["hdf5"]),
    ],
)
def test_a_list_finds_in_the_data_file_what_its_rows_do_not_tell(
    root: str, visit: Visit, kind: str, text: str, names: list[str]
) -> None:
    page = visit(f"{root}/{PAGES[kind]}")

    filter_box(page).fill(text)

    expect(page.locator(".cache-result [role=status]")).to_have_text(re.compile(f"^{len(names)} of "))
    expect(page.locator(".cache-left")).to_be_empty()
    assert [name for name in column(page, "package", _LIST) if " " not in name] == names
    expect(page.get_by_role("link", name="Search all specs for")).to_have_count(1)


def test_the_data_file_is_fetched_once_and_not_before_it_is_needed(root: str, visit: Visit) -> None:
    page = visit("about:blank")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    page.goto(f"{root}/{PAGES['tag']}")

    filter_box(page).fill("hdf5")
    filter_box(page).fill("@1.12")
    assert "specs.json" not in fetched
    filter_box(page).fill("+mpi")
    expect(page.locator(".cache-left")).to_be_empty()
    filter_box(page).fill("~mpi")

    expect(page.locator(".cache-result [role=status]")).to_have_text("1 of 12 packages")
    assert fetched.count("specs.json") == 1
    # Plain words mean what one sees, before and after.
    filter_box(page).fill("neoverse")
    assert column(page, "package", _LIST) == ["hdf5"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@1.12", ["hdf5"]),
        ("target=neoverse_v2", ["hdf5"]),
        ("target=neoverse_v2:", ["hdf5"]),
        ("tag=develop-2025-04-20 py-*", ["py-numpy"]),
        ("neoverse", ["hdf5"]),
    ],
)
def test_a_list_answers_what_its_rows_tell(root: str, visit: Visit, text: str, names: list[str]) -> None:
    page = visit(f"{root}/{PAGES['tag']}")

    filter_box(page).fill(text)

    assert column(page, "package", _LIST) == names
    expect(page.locator(".cache-left")).to_be_empty()
    expect(page.locator(".cache-advice a")).to_have_count(0)


@pytest.mark.parametrize(("kind", "name"), [("stack", "e4s"), ("target", "zen4")])
def test_from_the_page_of_a_stack_or_target_the_explorer_is_asked_for_its_specs(
    root: str, visit: Visit, kind: str, name: str
) -> None:
    page = visit(f"{root}/{PAGES[kind]}")

    filter_box(page).fill("hdf5 +mpi")

    expect(_link(page)).to_be_visible()
    assert _asked(_link(page).get_attribute("href")) == {"q": ["hdf5 +mpi"], kind: [name]}


def test_in_a_document_a_list_leads_to_the_explorer_too(root: str, visit: Visit) -> None:
    page = visit(f"{root}/{PAGES['document']}")
    bar = page.get_by_role("group", name="Filter: Packages").first

    bar.get_by_label("Filter", exact=True).fill("hdf5 +mpi")

    expect(bar.locator(".cache-left")).to_contain_text("+mpi")
    bar.locator(".cache-advice a").click()
    page.wait_for_url(f"{root}/{PAGES['explore']}?q=hdf5+%2Bmpi")


def test_a_table_of_specs_leaves_out_what_its_columns_do_not_tell(visit: Visit, tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    project.add(*(make_spec(version=f"1.{n}") for n in range(8)), make_spec("zlib"))
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n   :columns: version, target\n")
    outdir = project.build(html_theme="alabaster").outdir
    with serve(outdir, POLICY) as root:
        page = visit(f"{root}/index.html")

        filter_box(page).fill("@1.3 %gcc ~mpi os=rhel8")

        assert status(page) == "1 of 8 specs"
        expect(page.locator(".cache-left")).to_contain_text("%gcc, ~mpi, os=rhel8")
        # The table shows one package only, and says so of none of its rows.
        assert _asked(_link(page).get_attribute("href")) == {"q": ["hdf5 @1.3 %gcc ~mpi os=rhel8"]}


def test_variants_that_all_rows_share_are_told_even_if_there_are_no_others(visit: Visit, tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    project.add(*(make_spec(version=f"1.{n}", variants=("+mpi",)) for n in range(8)))
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n")
    page = visit((project.build(html_theme="alabaster").outdir / "index.html").as_uri())

    filter_box(page).fill("~mpi")

    assert status(page) == "0 of 8 specs"
    expect(page.locator(".cache-left")).to_be_empty()


def test_what_somebody_pastes_is_neither_wider_than_the_page_nor_said_in_full(root: str, visit: Visit) -> None:
    page = visit("about:blank", width=360)
    page.route("**/specs.json", lambda route: route.abort())
    page.goto(f"{root}/{PAGES['tag']}")

    filter_box(page).fill(f"{'x' * 500} " + " ".join(f"+{'v' * 300}{n}" for n in range(50)))

    expect(page.locator(".cache-left")).to_contain_text("…")
    assert len(page.locator(".cache-left").inner_text()) < 20 * 70
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


# -- what one takes along


@pytest.mark.parametrize(
    ("kind", "text", "file"),
    [
        ("tag", "hdf5", "packages-develop-2025-04-20-hdf5"),
        ("stack", "hdf5", "packages-e4s-develop-2025-04-20-hdf5"),
        ("target", "hdf5", "packages-zen4-develop-2025-04-20-hdf5"),
    ],
)
def test_the_rows_of_a_list_are_files_that_are_named_after_the_filter(
    root: str, visit: Visit, kind: str, text: str, file: str
) -> None:
    page = visit(f"{root}/{PAGES[kind]}")
    filter_box(page).fill(text)
    found = {}
    for name in ("CSV", "JSON"):
        with page.expect_download() as started:
            page.get_by_role("button", name=name).click()
        assert started.value.suggested_filename == f"{file}.{name.lower()}"
        found[name] = Path(started.value.path()).read_text(encoding="utf-8")

    (row,) = csv.DictReader(found["CSV"].splitlines())
    (known,) = json.loads(found["JSON"])
    assert known["package"] == row["package"] == "hdf5"
    assert known["versions"] == ["1.14.5", "1.12.3", "1.9"]
    assert known["specs"] == {"tag": 9, "stack": 6, "target": 3}[kind]
    assert row == {
        name: " ".join(map(str, [value] if isinstance(value, str | int) else value)) for name, value in known.items()
    }


# -- no row


@pytest.mark.parametrize("kind", ["tag", "package", "explore"])
def test_where_no_row_matches_one_says_so_and_shows_all_again(root: str, visit: Visit, kind: str, width: int) -> None:
    page = visit(f"{root}/{PAGES[kind]}", width=width)
    expect(page.locator(".cache-result [role=status]")).to_contain_text(" of ")
    before = status(page)

    filter_box(page).fill("qqqqqq")

    expect(_told(page)).to_contain_text("No row matches.")
    within = "(row) => row.querySelector('p').getBoundingClientRect().right <= innerWidth && row.checkVisibility()"
    assert _told(page).evaluate(within)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    _told(page).get_by_role("button", name="Show all rows").click()
    expect(_told(page)).to_have_count(0)
    expect(filter_box(page)).to_be_focused()
    assert status(page) == before


@pytest.mark.parametrize(
    ("kind", "text", "meant", "asked"),
    [
        ("tag", "hdg5", "hdf5", "hdf5"),
        ("tag", "@1.12 HFD5", "hdf5", "@1.12 hdf5"),
        ("tag", "grmacs target=zen4", "gromacs", "gromacs target=zen4"),
        ("tag", "py_numppy", "py-numpy", "py-numpy"),
        ("tag", "target=zenn4", "target=zen4", "target=zen4"),
        ("explore", "hdg5 +mpi", "hdf5", "hdf5 +mpi"),
        ("explore", "stack=e4z", "stack=e4s", "stack=e4s"),
        ("explore", "hdf5+mpii", "+mpi", "hdf5+mpi"),
        ("explore", "%gc@13", "", ""),
        ("explore", "%gcv", "%gcc", "%gcc"),
        ("package", "os=rhel9", "os=rhel8", "os=rhel8"),
        ("package", "neoverse_v3", "neoverse_v2", "neoverse_v2"),
    ],
)
def test_a_name_that_nobody_knows_is_asked_back(
    root: str, visit: Visit, kind: str, text: str, meant: str, asked: str
) -> None:
    page = visit(f"{root}/{PAGES[kind]}")
    filter_box(page).fill(text)

    if not meant:
        expect(_told(page)).not_to_contain_text("Did you mean")
        return
    expect(_told(page)).to_contain_text("Did you mean ")
    _told(page).get_by_role("button", name=meant, exact=True).click()
    expect(filter_box(page)).to_have_value(asked)
    expect(filter_box(page)).to_be_focused()
    expect(_told(page)).to_have_count(0)


def test_what_is_near_to_nothing_is_not_asked_back_but_looked_for_in_all_specs(root: str, visit: Visit) -> None:
    page = visit(f"{root}/{PAGES['tag']}")

    filter_box(page).fill("ubuntu22")

    expect(_told(page)).not_to_contain_text("Did you mean")
    _told(page).get_by_role("link", name="Search all specs for ubuntu22").click()
    expect(page.locator(".cache-result [role=status]")).to_have_text("26 of 29 specs")


# -- words


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("hdf5", ["hdf5", "hdf5-blosc", "adios2", "h5-hdf5"]),
        ("HDF", ["hdf5", "hdf5-blosc", "adios2", "h5-hdf5"]),
        ("mpi", ["mpich", "hdf5", "openmpi", "zlib"]),
        ("release", ["adios2"]),
        ("build_type", []),
        ("80,90", ["mpich"]),
        ("mpi zlib", ["zlib"]),
    ],
)
def test_words_find_names_values_and_variants_that_are_on_and_the_package_of_that_name_first(
    words: str, visit: Visit, word: str, names: list[str]
) -> None:
    table = visit(f"{words}/index.html?q={word}")
    explorer = visit(f"{words}/cache/develop/explore.html?q={word}")

    assert column(table, "package") == names
    expect(explorer.locator(".cache-result [role=status]")).to_have_text(f"{len(names)} of 8 specs")
    assert explorer.locator("tbody th a").all_inner_texts() == names


def test_a_list_of_packages_has_that_of_the_name_first_until_it_is_no_longer_asked_for(
    words: str, visit: Visit
) -> None:
    page = visit(f"{words}/cache/develop/index.html")
    every = column(page, "package", _LIST)

    filter_box(page).press_sequentially("hdf5")

    assert column(page, "package", _LIST) == ["hdf5", "hdf5-blosc", "h5-hdf5"]
    filter_box(page).fill("")
    assert column(page, "package", _LIST) == every


def test_who_sorts_by_a_column_has_the_rows_in_its_order(words: str, visit: Visit) -> None:
    table = visit(f"{words}/index.html?q=hdf5&sort=package")
    explorer = visit(f"{words}/cache/develop/explore.html?q=hdf5&sort=package")
    expect(explorer.locator("tbody th")).to_have_count(4)

    assert column(table, "package") == ["adios2", "h5-hdf5", "hdf5", "hdf5-blosc"]
    assert explorer.locator("tbody th a").all_inner_texts() == ["adios2", "h5-hdf5", "hdf5", "hdf5-blosc"]


# -- a CPU as a word


@pytest.mark.parametrize("kind", ["tag", "package", "explore"])
def test_who_types_a_cpu_is_offered_what_runs_there(root: str, visit: Visit, kind: str) -> None:
    page = visit(f"{root}/{PAGES[kind]}")
    filter_box(page).fill("hdf5 Zen4")
    expect(page.locator(".cache-advice")).to_be_visible()

    page.get_by_role("button", name="Show what runs on zen4").click()

    expect(filter_box(page)).to_have_value("hdf5 target=:zen4")
    expect(filter_box(page)).to_be_focused()
    expect(page.locator(".cache-advice")).to_be_hidden()
    if kind == "package":
        assert set(column(page, "target")) == {"x86_64_v3", "zen4"}
        assert len(shown_ids(page)) == 6
