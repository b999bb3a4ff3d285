"""What readers come for, each in three actions at most after the page on which they begin."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from sphinxext_cache.catalog.spack import targets
from tests.browser.serving import serve
from tests.browser.tables import filter_box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page

    from sphinxext_cache.catalog import Catalog

    Visit = Callable[..., Page]

_MOST: Final = 3
_FRONT: Final = "cache/index.html"
_TAG: Final = "develop-2025-10-12"
_RELEASE: Final = "v2025.07.0"
_HDF5: Final = "hdf5 +mpi target=zen4"


class Reader:
    """Somebody who looks at a page, clicks and types; what is typed is one action, with the key that ends it.

    Attributes:
        page: What is seen.
        actions: How many actions it took.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, place: Locator) -> None:
        """Click, once it is there."""
        place.click()
        self._act()

    def type(self, place: Locator, text: str, *, end: str = "Enter") -> None:
        """Type into a box."""
        place.fill(text)
        place.press(end)
        self._act()

    def choose(self, place: Locator, label: str) -> None:
        """Choose from a list."""
        place.select_option(label=label)
        self._act()

    def _act(self) -> None:
        self.actions += 1
        assert self.actions <= _MOST


@pytest.fixture(scope="module")
def root(example: Path) -> Iterator[str]:
    """The address of the example: from files its pages fetch nothing."""
    with serve(example) as address:
        yield address


@pytest.fixture
def read(root: str, visit: Visit) -> Callable[[str], Reader]:
    """Begin on a page."""
    return lambda name: Reader(visit(f"{root}/{name}"))


def _box(reader: Reader) -> Locator:
    """The box of the front page that searches all specs."""
    return reader.page.get_by_role("searchbox", name=f"Search all specs of {_TAG}")


def _expect_rows(reader: Reader, count: int) -> None:
    expect(reader.page.locator(".cache-result [role=status]").first).to_contain_text(f"{count} of ")


def _open_first(reader: Reader) -> None:
    """Open the first row, which must be one of HDF5."""
    reader.click(reader.page.locator(".cache-explore tbody tr").get_by_role("button", name="Details of hdf5").first)


def _expect_commands(reader: Reader, catalog: Catalog) -> None:
    """Expect to read, in a row that is open, all that one types for HDF5 with MPI on zen4."""
    (spec,) = catalog.specs(_HDF5, tag=_TAG)
    commands = reader.page.locator(".cache-more")
    for line in (
        f"spack mirror add e4s https://binaries.spack.io/{_TAG}/e4s",
        "spack buildcache keys --install --trust",
        f"spack install --use-buildcache only /{spec.hash}",
    ):
        expect(commands).to_contain_text(line)


def test_hdf5_with_mpi_for_zen4_and_its_command_from_the_front_page(
    read: Callable[[str], Reader], catalog: Catalog
) -> None:
    reader = read(_FRONT)
    reader.type(_box(reader), "hdf5 +mpi zen4")
    _open_first(reader)

    _expect_commands(reader, catalog)


def test_hdf5_with_mpi_for_zen4_and_its_command_from_the_search_of_the_site(
    read: Callable[[str], Reader], catalog: Catalog
) -> None:
    reader = read("index.html")
    reader.type(reader.page.locator("input[name=q]").first, "hdf5 mpi zen4")
    reader.click(reader.page.get_by_role("link", name="Search builds for hdf5 mpi zen4"))
    _open_first(reader)

    _expect_commands(reader, catalog)


def test_what_of_e4s_runs_on_a_cpu(read: Callable[[str], Reader], catalog: Catalog) -> None:
    reader = read(_FRONT)
    reader.type(_box(reader), "e4s")
    reader.choose(reader.page.get_by_label("My CPU"), "Alder grace (neoverse_v2)")
    reader.click(reader.page.get_by_label("only what runs on it"))

    running = [
        spec
        for spec in catalog.specs("*", tag=_TAG)
        if any("e4s" in stack for stack in spec.stacks) and targets.runs_on(spec.target, "neoverse_v2")
    ]
    assert running
    _expect_rows(reader, len(running))


def test_the_newest_openmpi_in_the_release(read: Callable[[str], Reader], catalog: Catalog) -> None:
    reader = read(_FRONT)
    reader.click(reader.page.locator(".cache-tags").get_by_role("link", name=_RELEASE, exact=True).first)
    reader.type(filter_box(reader.page), "openmpi")

    newest = max(spec.version for spec in catalog.specs("openmpi", tag=_RELEASE))
    row = reader.page.locator("table.cache-packages tbody tr:visible")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(str(newest))


def test_a_filtered_view_is_sent_as_its_address(read: Callable[[str], Reader], visit: Visit, catalog: Catalog) -> None:
    query = "py-* target=x86_64_v3"
    reader = read(_FRONT)
    reader.type(_box(reader), query)
    _expect_rows(reader, len(catalog.specs(query, tag=_TAG)))

    _expect_rows(Reader(visit(reader.page.url)), len(catalog.specs(query, tag=_TAG)))


def test_a_stack_as_csv(read: Callable[[str], Reader], catalog: Catalog) -> None:
    reader = read(_FRONT)
    reader.type(_box(reader), "stack=e4s")
    _expect_rows(reader, len(catalog.specs("stack=e4s", tag=_TAG)))
    with reader.page.expect_download() as download:
        reader.click(reader.page.get_by_role("button", name="Download these rows as CSV"))

    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        hashes = {row["hash"].lstrip("'") for row in csv.DictReader(file)}
    assert hashes == {spec.hash for spec in catalog.specs("stack=e4s", tag=_TAG)}


def test_two_builds_are_compared(read: Callable[[str], Reader], catalog: Catalog) -> None:
    reader = read(_FRONT)
    reader.type(_box(reader), "hdf5 +mpi target=x86_64_v4")
    boxes = reader.page.locator("input.cache-compare")
    reader.click(boxes.nth(0))
    reader.click(boxes.nth(1))

    differs = reader.page.get_by_role("region", name="What differs")
    for compiler in {str(spec.compiler) for spec in catalog.specs("hdf5 +mpi target=x86_64_v4", tag=_TAG)}:
        expect(differs).to_contain_text(compiler)
