"""What a reader takes from a row: copies, all variants, commands, and files of what is shown."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from sphinxext_cache.catalog import Installation, parse_query
from tests.browser.tables import HDF5, announced, filter_box, opener, shown_ids
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from sphinxext_cache.catalog import Catalog, Spec

    Visit = Callable[..., Page]

_CLIPBOARD = ["clipboard-read", "clipboard-write"]
_TAG = "develop-2025-10-12"
_COPYBUTTON = """
for (const pre of document.querySelectorAll(".highlight pre")) {
  pre.insertAdjacentHTML("afterend", '<button class="copybtn">Copy</button>');
}
"""
"""What the script of sphinx-copybutton does to all code."""


def _first_row(page: Page) -> tuple[Locator, str]:
    row = page.locator("table.cache-specs tbody tr").first
    return row, row.get_attribute("id") or ""


def _clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def _commands(spec: Spec, stack: str | None = None) -> str:
    """What installs a spec from a machine on which nobody has set up anything."""
    chosen = stack or spec.stacks[0]
    return (
        f"spack mirror add {chosen} https://binaries.spack.io/{spec.tag}/{chosen}\n"
        "spack buildcache keys --install --trust\n"
        f"spack install --use-buildcache only /{spec.hash}"
    )


# -- copying


def test_one_click_copies_a_whole_hash(site: Path, visit: Visit, width: int) -> None:
    page = visit((site / HDF5).as_uri(), width=width, permissions=_CLIPBOARD)
    row, wanted = _first_row(page)
    row.hover()

    row.get_by_role("button", name=f"Copy the hash {wanted[:7]}").click()

    expect(page.locator("body > .cache-hidden")).to_have_text("Copied")
    assert _clipboard(page) == wanted


@pytest.mark.parametrize("name", ["software/build-cache.html", HDF5])
def test_the_button_that_copies_a_hash_stands_on_its_line(site: Path, visit: Visit, name: str) -> None:
    page = visit((site / name).as_uri())
    cell = page.locator("table.cache-specs .cache-hash").first
    cell.hover()

    text, button = cell.locator("code").first.bounding_box(), cell.get_by_role("button").first.bounding_box()

    assert text is not None
    assert button is not None
    assert text["y"] <= button["y"] + button["height"] / 2 <= text["y"] + text["height"]


def test_the_keyboard_copies_all_that_installs_a_spec(example: Path, visit: Visit, catalog: Catalog) -> None:
    page = visit((example / HDF5).as_uri(), permissions=_CLIPBOARD)
    row, wanted = _first_row(page)
    row.locator("summary").focus()

    page.keyboard.press("Tab")
    expect(row.get_by_role("button", name=f"Copy spack install /{wanted[:7]}")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("body > .cache-hidden")).to_have_text("Copied")
    (spec,) = catalog.find(wanted, "develop-2025-10-12")
    assert _clipboard(page) == _commands(spec)


def test_where_the_clipboard_is_closed_to_pages_copying_works_as_it_did_before(example: Path, visit: Visit) -> None:
    page = visit(
        (example / HDF5).as_uri(),
        init="""
            Object.defineProperty(navigator, 'clipboard', {value: undefined});
            document.addEventListener('copy', () => { window.copied = document.activeElement.value; });
        """,
    )
    row, wanted = _first_row(page)
    button = row.get_by_role("button", name="Copy the hash")
    button.focus()

    page.keyboard.press("Enter")

    assert page.evaluate("window.copied") == wanted
    assert announced(page) == "Copied"
    expect(button).to_be_focused()


def test_a_reader_is_told_that_copying_failed(example: Path, visit: Visit) -> None:
    page = visit(
        (example / HDF5).as_uri(),
        init="""
            Object.defineProperty(navigator, 'clipboard', {value: undefined});
            document.execCommand = () => false;
        """,
    )
    row, _wanted = _first_row(page)
    row.hover()
    row.get_by_role("button", name="Copy the hash").click()

    assert announced(page) == "This browser does not allow copying"


def test_copies_of_a_spec_that_is_described_elsewhere_are_whole_too(example: Path, visit: Visit) -> None:
    page = visit((example / "software/python.html").as_uri(), permissions=_CLIPBOARD)
    row = page.locator("table.cache-specs").first.locator("tbody tr").first
    row.hover()
    row.get_by_role("button", name="Copy the hash").click()
    expect(page.locator("body > .cache-hidden")).to_have_text("Copied")

    link = row.locator("a[href*='packages/python.html#']")
    assert (link.get_attribute("href") or "").partition("#")[2] == _clipboard(page)
    assert len(_clipboard(page)) == 32


def test_copy_buttons_of_a_long_table_come_with_the_row_that_is_looked_at(
    large: tuple[Path, tuple[Spec, ...]], visit: Visit
) -> None:
    page = visit((large[0] / "cache/develop/packages/hdf5.html").as_uri())
    row = page.locator("table.cache-specs tbody tr").nth(300)
    assert row.get_by_role("button").count() == 0

    row.locator("a").first.focus()
    page.keyboard.press("Tab")

    expect(row.get_by_role("button", name="Copy the hash")).to_be_focused()


# -- opening


@pytest.mark.parametrize("by_keyboard", [False, True])
def test_a_row_opens_to_its_commands_and_all_its_variants(
    example: Path, visit: Visit, catalog: Catalog, *, by_keyboard: bool
) -> None:
    page = visit((example / HDF5).as_uri())
    row, wanted = _first_row(page)
    summary = row.locator("summary")
    if by_keyboard:
        summary.focus()
        page.keyboard.press("Enter")
    else:
        summary.click()
    more = page.locator("tr.cache-more")

    expect(more).to_be_visible()
    codes = more.locator("code").all_inner_texts()
    (spec,) = catalog.find(wanted, "develop-2025-10-12")
    assert codes[:3] == [_commands(spec), f"spack load /{wanted}", wanted]
    assert set(codes[3].split()) == set(spec.variants)
    assert codes[3].split() == sorted(codes[3].split(), key=lambda variant: variant.lstrip("+~"))
    assert more.evaluate("(more) => more.previousElementSibling.id") == wanted
    # What the row shows without JavaScript does not stand there twice.
    assert not row.locator("details code").is_visible()
    summary.click()
    expect(more).to_have_count(0)


def test_an_opened_row_follows_its_spec(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    row, wanted = _first_row(page)
    row.locator("summary").click()
    more = page.locator("tr.cache-more")
    expect(more).to_be_visible()

    for _ in range(2):
        page.get_by_role("columnheader", name="Version").get_by_role("button").click()
        assert more.evaluate("(more) => more.previousElementSibling.id") == wanted
    filter_box(page).fill("nothing like this")
    assert not more.is_visible()
    filter_box(page).fill("")
    assert more.is_visible()


def test_a_row_of_a_table_that_shows_other_packages_opens_too(example: Path, visit: Visit) -> None:
    page = visit((example / "hardware.html").as_uri())
    row = page.locator("table.cache-specs tbody tr").first
    row.locator("summary").click()

    more = page.locator("tr.cache-more")
    expect(more).to_be_visible()
    wanted = row.locator("a[title]").get_attribute("title")
    assert more.locator("code").first.inner_text().endswith(f"spack install --use-buildcache only /{wanted}")


@pytest.mark.parametrize("name", ["index.html", "cache/develop/packages/hdf5.html"])
def test_what_is_installed_is_loaded_and_not_installed(name: str, visit: Visit, tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    known = (("3", Installation(status="installed", module="hdf5/3")), ("2", Installation(status="uninstalled")))
    project.add(*(make_spec(version=version, installation=installation) for version, installation in known))
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n")
    page = visit((project.build().outdir / name).as_uri(), permissions=_CLIPBOARD)
    loaded, gone = page.locator("table.cache-specs tbody tr").all()
    loaded.hover()

    loaded.get_by_role("button", name="Copy module load hdf5/3").click()

    expect(page.locator("body > .cache-hidden")).to_have_text("Copied")
    assert _clipboard(page) == "module load hdf5/3"
    expect(loaded.locator("summary")).to_have_text("Load")
    expect(gone.locator("summary")).to_have_text("All variants")
    gone.locator("summary").click()
    expect(page.locator("tr.cache-more dt")).to_have_text(["Hash", "All variants"])
    assert "spack" not in gone.inner_text()


def test_what_a_row_says_to_type_names_the_mirror_of_the_stack_that_was_chosen(
    example: Path, visit: Visit, catalog: Catalog
) -> None:
    page = visit((example / HDF5).as_uri(), permissions=_CLIPBOARD)
    wanted = next(each for each in shown_ids(page) if len(catalog.find(each, _TAG)[0].stacks) > 1)
    (spec,) = catalog.find(wanted, _TAG)
    row = page.locator(f"[id='{wanted}']")
    row.locator("summary").click()
    code = page.locator("tr.cache-more code").first
    expect(code).to_have_text(_commands(spec))

    for query in (f"?stack={spec.stacks[1]}", f"?q=stack%3D{spec.stacks[1]}"):
        page = visit(f"{(example / HDF5).as_uri()}{query}", permissions=_CLIPBOARD)
        row = page.locator(f"[id='{wanted}']")
        row.hover()
        row.get_by_role("button", name="Copy spack install").click()
        expect(page.locator("body > .cache-hidden")).to_have_text("Copied")
        assert _clipboard(page) == _commands(spec, spec.stacks[1])


@pytest.mark.parametrize("files", [[], ["copybutton.js"]])
def test_one_click_copies_what_a_page_says_to_type_without_prompts(
    files: list[str], visit: Visit, tmp_path: Path
) -> None:
    project = Project(root=tmp_path)
    project.add(make_spec(), make_spec("zlib"))
    project.write("facts.yaml", "hdf5: {module: hdf5/3}\n")
    project.write("static/copybutton.js", _COPYBUTTON)
    project.write("index.rst", "Title\n=====\n\n.. cache:mirror:: e4s\n   :install: zlib\n")
    built = project.build(cache_facts=["facts.yaml"], html_static_path=["static"], html_js_files=files)

    for name, wanted in (
        (
            "cache/develop/packages/hdf5.html",
            ["module load hdf5/3", "spack install --use-buildcache only hdf5@=1.14.5"],
        ),
        ("index.html", ["spack install --use-buildcache only zlib"]),
    ):
        page = visit((built.outdir / name).as_uri(), permissions=_CLIPBOARD)
        buttons = page.locator(".cache-session button:visible")
        expect(buttons).to_have_count(len(wanted))
        for button, last in zip(buttons.all(), wanted, strict=True):
            button.click()
            expect(page.locator("body > .cache-hidden")).to_have_text("Copied")
            assert _clipboard(page).splitlines()[-1] == last
            assert "$" not in _clipboard(page)


# -- the block that installs a package


def _session(page: Page) -> list[str]:
    return page.locator("#install pre").inner_text().strip().splitlines()


def test_what_a_page_says_to_type_follows_what_is_filtered(large: tuple[Path, tuple[Spec, ...]], visit: Visit) -> None:
    site, specs = large
    page = visit((site / "cache/develop/packages/hdf5.html").as_uri())
    before = _session(page)

    filter_box(page).fill("+mpi ~cxx target=:zen4 %gcc@9: ")
    opener(page, "Stack").click()
    page.locator(".cache-pill", has_text="hep").click()

    query = parse_query("+mpi ~cxx target=:zen4 %gcc@9: stack=hep")
    found = [spec for spec in specs if query.matches(spec)]
    newest = max(spec.version for spec in found)
    add, _trust, install = _session(page)
    assert add == "$ spack mirror add hep https://binaries.spack.io/develop/hep"
    assert install.startswith(f"$ spack install --use-buildcache only hdf5@={newest}~cxx +mpi target=")
    choice = parse_query(install.partition("only ")[2])
    assert {str(spec.version) for spec in specs if choice.matches(spec)} == {str(newest)}
    assert any(choice.matches(spec) for spec in found)
    expect(page.locator("#install .cache-remark")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    assert _session(page) == before
    expect(page.locator("#install .cache-remark")).to_be_hidden()


def test_what_a_shell_would_take_for_more_than_a_word_is_in_quotes(visit: Visit, tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    project.add(*(make_spec(version=str(n), variants=("cflags='-O2; $(id)'", f"n={n}")) for n in range(8)))
    project.write("index.rst", "Title\n=====\n")
    page = visit((project.build().outdir / "cache/develop/packages/hdf5.html").as_uri())

    filter_box(page).fill("$(id)")

    assert shlex.split(_session(page)[-1].removeprefix("$ "))[-1] == "cflags='-O2; $(id)'"


# -- what all rows have in common


def test_what_the_rows_that_are_left_have_in_common_is_said_once(
    large: tuple[Path, tuple[Spec, ...]], visit: Visit
) -> None:
    site, specs = large
    page = visit((site / "cache/develop/packages/hdf5.html").as_uri())
    line, cell = page.locator(".cache-common"), page.locator("table.cache-specs tbody tr:visible td > code").first
    before = line.inner_text(), cell.text_content()

    filter_box(page).fill("+mpi ~cxx +szip")

    found = [set(spec.variants) for spec in specs if parse_query("+mpi ~cxx +szip").matches(spec)]
    shared = set.intersection(*found)
    assert shared > {"+mpi", "~cxx", "+szip"}
    for variant in shared:
        expect(line).to_contain_text(variant)
    assert set(" ".join(shared).split()) == set(line.inner_text().partition(":")[2].split())
    assert not shared & set((cell.text_content() or "").split())
    assert page.locator("table.cache-specs tbody tr:visible").count() == len(found)
    filter_box(page).fill("")
    expect(line).to_have_text(before[0])
    expect(cell).to_have_text(before[1] or "")


def test_what_an_address_asks_for_is_followed_by_what_all_rows_have_in_common(
    large: tuple[Path, tuple[Spec, ...]], visit: Visit
) -> None:
    site, _specs = large
    page = visit(f"{(site / 'cache/develop/packages/hdf5.html').as_uri()}?{urlencode({'q': '+mpi ~cxx'})}")

    expect(page.locator(".cache-common")).to_contain_text("+mpi")
    expect(page.locator(".cache-common")).to_contain_text("~cxx")


@pytest.mark.parametrize("query", ["", "lammps", "-lammps"])
def test_nothing_is_said_of_all_rows_where_they_have_nothing_in_common(example: Path, visit: Visit, query: str) -> None:
    page = visit(f"{(example / 'cache/installed/packages/lammps.html').as_uri()}?{urlencode({'q': query})}")

    expect(page.locator("table.cache-live")).to_have_count(1)
    page.wait_for_timeout(300)  # longer than what is above a table waits for another key
    assert page.locator(".cache-common:visible").count() == 0


# -- files


def _download(page: Page, form: str) -> tuple[str, str]:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download these rows as {form}").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes().decode()


def _row_of(spec: Spec) -> dict[str, Any]:
    return {
        "hash": spec.hash,
        "package": spec.package,
        "tag": spec.tag,
        "version": str(spec.version),
        "compiler": spec.compiler or "none",
        "platform": spec.platform,
        "os": spec.os,
        "target": spec.target,
        "variants": sorted(spec.variants, key=lambda variant: variant.lstrip("+~")),
        "stacks": [stack for stack in spec.stacks if stack != "root"],
    }


def test_the_rows_that_are_shown_are_offered_as_json(site: Path, visit: Visit, catalog: Catalog, width: int) -> None:
    page = visit(f"{(site / HDF5).as_uri()}?stack=e4s&sort=target", width=width)

    name, text = _download(page, "JSON")

    found = [catalog.find(wanted, "develop-2025-10-12")[0] for wanted in shown_ids(page)]
    assert name == "hdf5-develop-2025-10-12-e4s.json"
    assert json.loads(text) == [_row_of(spec) for spec in found]


def test_the_rows_that_are_shown_are_offered_as_csv(example: Path, visit: Visit, catalog: Catalog) -> None:
    page = visit(f"{(example / HDF5).as_uri()}?q=%2Bmpi")

    name, text = _download(page, "CSV")

    found = [_row_of(catalog.find(wanted, "develop-2025-10-12")[0]) for wanted in shown_ids(page)]
    assert name == "hdf5-develop-2025-10-12-+mpi.csv"
    assert text.count("\r\n") == len(found) + 1
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [line.pop("spec") for line in lines] == [
        " ".join([f"hdf5@{row['version']}", *row["variants"]]) for row in found
    ]
    # Which of the variants comes first is a matter of spreadsheets.
    assert [line | {"variants": sorted(line["variants"].split())} for line in lines] == [
        row | {"variants": sorted(row["variants"]), "stacks": " ".join(row["stacks"])} for row in found
    ]
    assert not [line for line in lines if line["variants"].startswith(("'", "+"))]


def test_a_long_table_is_offered_whole(large: tuple[Path, tuple[Spec, ...]], visit: Visit) -> None:
    site, specs = large
    page = visit((site / "cache/develop/packages/hdf5.html").as_uri())

    _name, text = _download(page, "JSON")

    by_hash = {row["hash"]: row for row in json.loads(text)}
    assert by_hash == {spec.hash: _row_of(spec) for spec in specs}
