"""A reader whose browser runs no scripts reads the same facts, as the browser shows them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, TypedDict

import archspec.cpu
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from sphinxext_cache.catalog import Catalog, Package, Spec

pytestmark = pytest.mark.xdist_group("without-scripts")  # each process would read all pages for itself

_TAG: Final = "develop-2025-10-12"
_INSTALLED: Final = "installed"
"""The tag of what the clusters of the example have, which is of no build cache."""
_NONE: Final = "\N{EN DASH}"

_TWINS: Final = re.compile(r"\d+ builds that differ only in their dependencies$")

_READ: Final = """(table) => {
    const textsOf = (row) => [...row.cells].map((cell) => cell.innerText.trim());
    const above = table.closest(".cache-box").previousElementSibling;
    for (const place of [table, above]) {
        for (const details of place?.querySelectorAll("details") ?? []) details.open = true;
        for (const count of place?.querySelectorAll(".cache-fold > summary") ?? []) {
            count.textContent = "|";
            count.parentElement.append("|");
        }
    }
    return {
        header: textsOf(table.tHead.rows[0]),
        rows: [...table.tBodies[0].rows].map(textsOf),
        ids: [...table.tBodies[0].rows].map((row) => row.id),
        footer: table.tFoot ? textsOf(table.tFoot.rows[0]) : [],
        common: above?.matches(".cache-common") ? above.innerText : "",
    };
}"""
"""What a table shows, with all open that opens by a click, and what is said above it of all its rows."""


class Table(TypedDict):
    header: list[str]
    rows: list[list[str]]
    ids: list[str]
    footer: list[str]
    common: str


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page in which no script runs."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1300, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def shown(example: Path, catalog: Catalog, page: Page) -> list[tuple[Package, dict[str, Table], str]]:
    """Every package with the tables of its page, and what the page says of how to install it."""
    found = []
    for package in _packages(catalog):
        page.goto((example / f"cache/{package.tag}/packages/{package.name}.html").as_uri())
        tables = {kind: _read(page, kind) for kind in ("specs", "matrix")}
        found.append((package, tables, page.locator("#install .highlight").inner_text()))
    return found


def _packages(catalog: Catalog) -> list[Package]:
    return [package for tag in catalog.tags for package in catalog.packages(tag)]


def _read(page: Page, kind: str) -> Table:
    """The only table of a kind."""
    table: Table = page.locator(f"table.cache-{kind}").evaluate(_READ)
    return table


def _named(table: Table) -> list[dict[str, str]]:
    """The cells of each row by the headers of their columns."""
    return [dict(zip(table["header"], row, strict=True)) for row in table["rows"]]


def _names(text: str) -> list[str]:
    return text.split(", ") if text else []


def test_no_script_runs(example: Path, page: Page) -> None:
    page.goto((example / f"cache/{_TAG}/packages/hdf5.html").as_uri())

    assert page.locator(".cache-tools").count() == 0


def test_the_page_of_a_package_says_all_that_is_known_of_each_spec(
    shown: list[tuple[Package, dict[str, Table], str]],
) -> None:
    for package, tables, _install in shown:
        table = tables["specs"]
        _all, _colon, common = table["common"].partition(":")
        found = {}
        for number, cells in zip(table["ids"], _named(table), strict=True):
            hash_shown, _summary, command = cells["Hash"].split("\n")
            own = _TWINS.sub("", cells.get("Variant", cells.get("Variant that differs", "")))
            found[number] = (
                (hash_shown, command),
                (cells["Version"], cells["Compiler"], cells["OS"], cells["Target"]),
                _names(cells.get("Stack", "")),
                sorted(f"{common} {own}".replace("|", " ").split()),
            )

        assert found == {
            spec.hash: (
                (str(spec.hash)[:7], f"spack install --use-buildcache only /{spec.hash}"),
                (str(spec.version), spec.compiler or "no compiler", spec.os, spec.target),
                _stacks(spec),
                sorted(" ".join(spec.variants).split()),
            )
            for spec in package.specs
        }


def test_the_page_of_a_package_says_how_to_install_it(shown: list[tuple[Package, dict[str, Table], str]]) -> None:
    for package, _tables, session in shown:
        add, trust, install = session.strip().splitlines()
        newest = max(spec.version for spec in package.specs)
        stacks = {stack for spec in package.specs if spec.version == newest for stack in _stacks(spec)}

        assert add in {
            f"$ spack mirror add {stack} https://binaries.spack.io/{package.tag}/{stack}" for stack in stacks
        }
        assert trust == "$ spack buildcache keys --install --trust"
        assert install == f"$ spack install --use-buildcache only {package.name}@={newest}"


def test_matrices_count_the_specs_of_a_package(shown: list[tuple[Package, dict[str, Table], str]]) -> None:
    for package, tables, _install in shown:
        assert _grid(tables["matrix"]) == _counted(package.specs)


def test_matrices_count_the_packages_of_a_tag(example: Path, catalog: Catalog, page: Page) -> None:
    for tag in catalog.tags:
        page.goto((example / f"cache/{tag}/index.html").as_uri())
        builds = {(stack, spec.target, spec.package) for spec in catalog.specs(tag=tag) for stack in _stacks(spec)}
        grid = _grid(_read(page, "matrix"))

        assert {place: n for place, n in grid.items() if "" not in place} == Counter(
            (stack, target) for stack, target, _package in builds
        )
        assert grid["", ""] == len(catalog.packages(tag))


def test_the_lists_of_a_tag_and_of_the_cache_name_everything(example: Path, catalog: Catalog, page: Page) -> None:
    page.goto((example / "cache/index.html").as_uri())
    assert {cells["Tag"].removesuffix(" default") for cells in _named(_read(page, "tags"))} == {
        *catalog.tags,
        _INSTALLED,
    }

    for tag in catalog.tags:
        page.goto((example / f"cache/{tag}/index.html").as_uri())
        listed = {
            cells["Package"]: (_names(cells["Version"]), int(cells["Specs"]))
            for cells in _named(_read(page, "packages"))
        }

        assert listed == {
            package.name: (
                [str(version) for version in sorted({spec.version for spec in package.specs}, reverse=True)],
                len(package.specs),
            )
            for package in catalog.packages(tag)
        }


def test_the_page_of_a_target_says_which_cpus_run_it_and_what_else_they_run(
    example: Path, catalog: Catalog, page: Page
) -> None:
    known = archspec.cpu.TARGETS
    for tag in catalog.tags:
        there = set(catalog.targets(tag))
        for target in there:
            page.goto((example / f"cache/{tag}/targets/{target}.html").as_uri())
            text = page.locator("#runs-on").inner_text()

            above = {str(cpu) for cpu in known if target in map(str, known[cpu].ancestors)}
            below = {str(ancestor) for ancestor in known[target].ancestors} & there
            assert _listed(rf"Binaries for {target} run on it and on (.*)\.", text) == above
            assert _listed(rf"{target} CPUs also run binaries for (.*)\.", text) == below


def test_a_table_in_a_document_says_what_runs_on_a_node(example: Path, catalog: Catalog, page: Page) -> None:
    page.goto((example / "software/hdf5.html").as_uri())
    table = _named(page.locator("#parallel-hdf5").evaluate(_READ))

    assert Counter((cells["Hash"].partition("\n")[0], cells["Version"], cells["Target"]) for cells in table) == Counter(
        (str(spec.hash)[:7], str(spec.version), spec.target)
        for spec in catalog.specs("hdf5 +mpi os=ubuntu22.04 target=:zen4", tag=_TAG)
    )


def test_the_explorer_says_what_it_needs_and_where_else_to_look(example: Path, page: Page) -> None:
    page.goto((example / f"cache/{_TAG}/explore.html").as_uri())

    assert "JavaScript" in page.locator(".cache-explorer").inner_text()
    assert not page.locator(".cache-explorer table").is_visible()
    for name in ("All packages", "Data file (JSON)"):
        address = page.get_by_role("link", name=name).evaluate("(link) => link.href")
        assert (example / address.removeprefix(f"{example.as_uri()}/").partition("#")[0]).is_file()


def _stacks(spec: Spec) -> list[str]:
    return [stack for stack in spec.stacks if stack != "root"]


def _grid(table: Table) -> dict[tuple[str, str], int]:
    """The counts of a matrix by stack and target; a total belongs to no name."""
    columns = ["" if name == "Total" else name for name in table["header"][1:]]
    lines = [*table["rows"], ["", *table["footer"][1:]]]
    return {
        (row, column): int(text)
        for row, *texts in lines
        for column, text in zip(columns, texts, strict=True)
        if text != _NONE
    }


def _counted(specs: Iterable[Spec]) -> dict[tuple[str, str], int]:
    """What a matrix of some specs must say, of those that a stack built."""
    counts = Counter[tuple[str, str]]()
    for spec in specs:
        stacks = _stacks(spec)
        for stack in {*stacks, ""}:
            counts.update([(stack, spec.target), (stack, "")])
    return dict(counts)


def _listed(pattern: str, text: str) -> set[str]:
    """The names in a sentence; none if it is not there."""
    found = re.search(pattern, text)
    return set(_names(found[1])) if found else set()
