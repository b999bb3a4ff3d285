// @ts-check
// A table on a page: its headers, and the box in which it scrolls.

import { make } from "./elements.js";
import { factOf } from "./fields.js";
import { heldRules } from "./held.js";

const HELD = "cache-held";

let grids = 0; // each has a sheet of its own

export class Grid {
  /** @param {HTMLTableElement} table */
  constructor(table) {
    this.table = table;
    this.box = /** @type {HTMLElement} */ (table.closest(".cache-box") ?? table);
    this.headers = [...(table.tHead?.rows[0]?.cells ?? [])];
    this.columns = this.headers.map(({ dataset: { column, fact, field } }) =>
      fact ? factOf(column ?? "") : (column ?? field ?? ""),
    );
    this.name = `${HELD}-${++grids}`;
    this.sheet = new CSSStyleSheet();
    this.width = 0; // of the box, which it takes a browser long to tell amid changes
    new ResizeObserver(() => {
      this.width = this.box.clientWidth;
    }).observe(this.box);
    this.line = make("p", {});
    this.told = make("tbody", {}, make("tr", { className: "cache-told" }, make("td", { colSpan: this.columns.length }, this.line)));
    /** Lets columns have other widths, if they are kept. */
    this.release = () => {};
  }

  /** What is right above the table, if it is what is looked for. @param {string} selector @returns {HTMLElement | null} */
  above(selector) {
    const { previousElementSibling: above } = this.box;
    return above?.matches(selector) ? /** @type {HTMLElement} */ (above) : null;
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

  /** Tells something in the place of rows; nothing, if there are some. @param {(Node | string)[]} parts */
  tell(parts) {
    if (!parts.length) return this.told.remove();
    this.line.replaceChildren(...parts);
    this.line.style.maxWidth = `${this.width || this.box.clientWidth}px`; // the table may be wider than what one sees of it
    if (!this.told.isConnected) this.table.append(this.told); // it takes a browser long
  }

  get isHeld() {
    return this.table.classList.contains(HELD);
  }

  /**
   * Keeps the widths of columns while rows come and go, which is calmer, until the page changes. Each body of the table
   * is a block of its own then: a browser passes over those that are far from what one sees.
   * @param {() => void} onRelease What is done once they may have other widths.
   */
  holdColumns(onRelease) {
    const { box, name, sheet, table } = this;
    const { clientWidth } = box;
    if (!clientWidth) return; // it lies in something that is closed
    sheet.replaceSync(heldRules(table, name));
    document.adoptedStyleSheets.push(sheet);
    table.classList.add(HELD, name);
    this.release = () => {
      this.release = () => {};
      watcher.disconnect();
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
      table.classList.remove(HELD, name);
      onRelease();
    };
    const watcher = new ResizeObserver(() => {
      if (box.clientWidth !== clientWidth) this.release();
    });
    watcher.observe(box);
  }
}
