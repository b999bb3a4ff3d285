"""What tests say of tables on a page: which rows are shown, and the controls of their tool bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

HDF5 = "cache/develop-2025-10-12/packages/hdf5.html"
TAG = "cache/develop-2025-10-12/index.html"


def shown_ids(page: Page, table: str = "table.cache-specs") -> list[str]:
    """The ids of the rows that are shown, in order; on the page of a package these are hashes."""
    ids: list[str] = page.locator(f"{table} tbody tr:visible:not(.cache-more, .cache-told)").evaluate_all(
        "(rows) => rows.map((row) => row.id)"
    )
    return ids


def column(page: Page, name: str, table: str = "table.cache-specs") -> list[str]:
    """The texts of a column in the rows that are shown."""
    texts: list[str] = page.locator(table).first.evaluate(
        """(table, name) => {
            const at = [...table.tHead.rows[0].cells].findIndex((cell) => cell.dataset.column === name);
            const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
            const shown = rows.filter((row) => row.checkVisibility() && row.cells[at]);
            return shown.map((row) => (row.cells[at].firstElementChild ?? row.cells[at]).textContent.trim());
        }""",
        name,
    )
    return texts


def filter_box(page: Page) -> Locator:
    """The box of the first tool bar."""
    return page.get_by_label("Filter", exact=True).first


def opener(page: Page, name: str) -> Locator:
    """What opens a group of buttons."""
    return page.locator(".cache-opener").get_by_text(name, exact=True)


def status(page: Page) -> str:
    """What the first tool bar says of the number of rows."""
    return page.locator(".cache-result [role=status]").first.inner_text()


def announced(page: Page) -> str:
    """What was last said aloud."""
    return page.locator("body > .cache-hidden[role=status]").inner_text()


def choose_cpu(page: Page, name: str) -> None:
    """Say which CPU the reader has."""
    page.get_by_label("My CPU").first.select_option(name)
