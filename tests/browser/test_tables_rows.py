"""What a reader takes from a row: copies, all variants, commands, and files of what is shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from sphinxext_cache.catalog import Installation
from tests.browser.tables import HDF5, announced, filter_box, shown_ids
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from sphinxext_cache.catalog import Catalog, Spec

    Visit = Callable[..., Page]

_CLIPBOARD = ["clipboard-read", "clipboard-write"]


def _first_row(page: Page) -> tuple[Locator, str]:
    row = page.locator("table.cache-specs tbody tr").first
    return row, row.get_attribute("id") or ""


def _clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


# -- copying


def test_one_click_copies_a_whole_hash(site: Path, visit: Visit, width: int) -> None:
    page = visit((site / HDF5).as_uri(), width=width, permissions=_CLIPBOARD)
    row, wanted = _first_row(page)
    row.hover()

    row.get_by_role("button", name=f"Copy the hash {wanted[:7]}").click()

    expect(page.locator("body > .cache-hidden")).to_have_text("Copied")
    assert _clipboard(page) == wanted


@pytest.mark.parametrize("name", ["software/index.html", HDF5])
def test_the_button_that_copies_a_hash_stands_on_its_line(site: Path, visit: Visit, name: str) -> None:
    page = visit((site / name).as_uri())
    cell = page.locator("table.cache-specs .cache-hash").first
    cell.hover()

    text, button = cell.locator("code").first.bounding_box(), cell.get_by_role("button").first.bounding_box()

    assert text is not None
    assert button is not None
    assert text["y"] <= button["y"] + button["height"] / 2 <= text["y"] + text["height"]


def test_the_keyboard_copies_the_command_that_installs_a_spec(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri(), permissions=_CLIPBOARD)
    row, wanted = _first_row(page)
    row.locator("summary").focus()

    page.keyboard.press("Tab")
    expect(row.get_by_role("button", name=f"Copy spack install /{wanted[:7]}")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("body > .cache-hidden")).to_have_text("Copied")
    assert _clipboard(page) == f"spack install /{wanted}"


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

    assert announced(page) == "This browser does not let us copy"


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
    assert codes[:3] == [f"spack install /{wanted}", f"spack load /{wanted}", wanted]
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
    assert more.locator("code").first.inner_text() == f"spack install /{wanted}"


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


@pytest.mark.parametrize(("files", "count"), [([], 2), (["copybutton.js"], 0)])
def test_one_click_copies_what_a_page_says_to_type(files: list[str], count: int, visit: Visit, tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    project.add(make_spec(), make_spec("zlib"))
    project.write("facts.yaml", "hdf5: {module: hdf5/3}\n")
    project.write("static/copybutton.js", "// another extension's\n")
    project.write("index.rst", "Title\n=====\n")
    built = project.build(cache_facts=["facts.yaml"], html_static_path=["static"], html_js_files=files)
    page = visit((built.outdir / "cache/develop/packages/hdf5.html").as_uri(), permissions=_CLIPBOARD)
    buttons = page.locator(".cache-session button")

    expect(buttons).to_have_count(count)
    for number, copied in enumerate(["module load hdf5/3", "spack mirror add e4s "][:count]):
        buttons.nth(number).click()
        expect(page.locator("body > .cache-hidden")).to_have_text("Copied")
        assert _clipboard(page).startswith(copied)
    assert not count or _clipboard(page).endswith("\nspack install --use-buildcache only hdf5@1.14.5")


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
    assert name == "hdf5-develop-2025-10-12.json"
    assert json.loads(text) == [_row_of(spec) for spec in found]


def test_the_rows_that_are_shown_are_offered_as_csv(example: Path, visit: Visit, catalog: Catalog) -> None:
    page = visit(f"{(example / HDF5).as_uri()}?q=%2Bmpi")

    name, text = _download(page, "CSV")

    found = [_row_of(catalog.find(wanted, "develop-2025-10-12")[0]) for wanted in shown_ids(page)]
    assert name == "hdf5-develop-2025-10-12.csv"
    assert text.count("\r\n") == len(found) + 1
    assert list(csv.DictReader(io.StringIO(text, newline=""))) == [
        {key: " ".join(value) if isinstance(value, list) else value for key, value in row.items()} for row in found
    ]


def test_a_long_table_is_offered_whole(large: tuple[Path, tuple[Spec, ...]], visit: Visit) -> None:
    site, specs = large
    page = visit((site / "cache/develop/packages/hdf5.html").as_uri())

    _name, text = _download(page, "JSON")

    by_hash = {row["hash"]: row for row in json.loads(text)}
    assert by_hash == {spec.hash: _row_of(spec) for spec in specs}
