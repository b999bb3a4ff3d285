// @ts-check
// A table as it stands on a page: its headers, and the box in which it scrolls.

const HELD = "cache-held";

export class Grid {
  /** @param {HTMLTableElement} table */
  constructor(table) {
    this.table = table;
    this.box = /** @type {HTMLElement} */ (table.closest(".cache-box") ?? table);
    this.headers = [...(table.tHead?.rows[0]?.cells ?? [])];
    this.columns = this.headers.map(({ dataset }) => dataset.column ?? dataset.field ?? "");
  }

  /** @param {string} column */
  header(column) {
    return this.headers[this.columns.indexOf(column)];
  }

  /** What readers call a column. @param {string} column */
  label(column) {
    return this.header(column)?.textContent ?? column;
  }

  /** Says by which column the rows are sorted, if by any. @param {string} column @param {boolean} isDown */
  markSorted(column, isDown) {
    this.headers.forEach((header, at) => {
      header.ariaSort = !column || this.columns[at] !== column ? null : isDown ? "descending" : "ascending";
    });
  }

  /** Keeps the widths of columns while rows come and go, which is calmer and quicker, until the page changes. */
  holdColumns() {
    const { box, headers, table } = this;
    if (table.classList.contains(HELD)) return;
    const widths = [table, ...headers].map((element) => element.getBoundingClientRect().width);
    if (!widths[0]) return; // it lies in something that is closed
    /** @param {(element: HTMLElement, at: number) => string} width */
    const set = (width) => [table, ...headers].forEach((element, at) => (element.style.width = width(element, at)));
    const given = table.style.width;
    const { clientWidth } = box;
    set((_, at) => `${widths[at]}px`);
    table.classList.add(HELD);
    const watcher = new ResizeObserver(() => {
      if (box.clientWidth === clientWidth) return;
      watcher.disconnect();
      set((_, at) => (at ? "" : given));
      table.classList.remove(HELD);
    });
    watcher.observe(box);
  }
}
