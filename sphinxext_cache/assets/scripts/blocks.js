// @ts-check
// The rows of a table in blocks, of which a browser lays out those near what one sees of the page. All are there, for
// whoever looks for a word, prints or follows a link; only their height is kept while they are far away.

import { make } from "./elements.js";

/** @import { Grid } from "./grid.js" */
/** @import { TableRow } from "./cells.js" */

const SIZE = 20; // rows of a block: an even number, for themes colour every other row

/** Rows, and how high those of them are that are shown, once that was told. @typedef {{ body: HTMLTableSectionElement, rows: TableRow[], height?: number }} Block */

/** Of each column the row that says most in it, as a copy. @param {TableRow[]} rows */
const widestOf = (rows) => {
  /** @type {{ length: number, tr: HTMLTableRowElement }[]} */
  const widest = [];
  for (const { tr } of rows) {
    for (const { cellIndex, textContent } of tr.cells) {
      if (textContent.length > (widest[cellIndex]?.length ?? -1)) widest[cellIndex] = { length: textContent.length, tr };
    }
  }
  return [...new Set(widest.map(({ tr }) => tr))].map((tr) => {
    const copy = /** @type {HTMLTableRowElement} */ (tr.cloneNode(true));
    copy.removeAttribute("id");
    copy.hidden = false;
    return copy;
  });
};

export class Blocks {
  /** @param {Grid} grid @param {TableRow[]} rows All there are. */
  constructor(grid, rows) {
    this.grid = grid;
    /** In the order of the table. */
    this.rows = rows;
    /** @type {Map<TableRow, number>} */
    this.heights = new Map();
    this.usual = 0; // height of a row that was not laid out yet
    const bodies = [...grid.table.tBodies];
    const byRow = new Map(rows.map((row) => [row.tr, row]));
    /** @type {Block[]} */
    this.blocks = bodies[1] ? bodies.map((body) => ({ body, rows: [...body.rows].flatMap((tr) => byRow.get(tr) ?? []) })) : [];
    for (const block of this.blocks) this.watch(block);
  }

  /** Whether the table came in blocks, all but the first of which are not laid out before their columns have widths. */
  get isLong() {
    return this.blocks.length > 1;
  }

  /** Has columns keep their widths from now on, and rows be in blocks. */
  hold() {
    const { blocks, grid } = this;
    if (grid.isHeld) return;
    const later = blocks.slice(1);
    for (const { body } of later) body.classList.add("cache-later");
    const copies = widestOf(later.flatMap(({ rows }) => rows));
    blocks[0]?.body.append(...copies);
    this.measure(this.rows);
    grid.holdColumns(() => this.isLong && this.hold());
    for (const copy of copies) copy.remove();
    for (const { body } of later) body.classList.remove("cache-later");
    if (blocks.length) this.settle();
    else this.fill(this.rows);
  }

  /** Notes the heights of rows that are laid out. @param {TableRow[]} rows */
  measure(rows) {
    for (const row of rows) {
      const height = row.tr.hidden ? 0 : row.tr.getBoundingClientRect().height;
      if (height) this.heights.set(row, height);
    }
  }

  /** Puts all rows in an order. @param {TableRow[]} rows */
  fill(rows) {
    const { table } = this.grid;
    this.rows = rows;
    const focused = document.activeElement;
    // A browser takes long to take rows one by one out of what it shows.
    for (const body of [...table.tBodies]) body.remove();
    this.blocks = [];
    for (let at = 0; at < rows.length; at += SIZE) {
      const some = rows.slice(at, at + SIZE);
      const body = make("tbody", {}, ...some.flatMap(({ tr, more }) => (more ? [tr, more] : [tr])));
      const block = { body, rows: some };
      this.watch(block);
      this.blocks.push(block);
    }
    this.settle();
    table.append(...this.blocks.map(({ body }) => body));
    if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true });
  }

  /** Measures the rows of a block once they are laid out, so that it is as high when it no longer is. @param {Block} block */
  watch(block) {
    block.body.addEventListener("contentvisibilityautostatechange", (event) => {
      if (/** @type {ContentVisibilityAutoStateChangeEvent} */ (event).skipped || !this.grid.isHeld) return;
      const unknown = block.rows.filter((row) => !row.tr.hidden && !this.heights.has(row));
      if (!unknown.length) return;
      this.measure(unknown);
      this.tell(block);
    });
  }

  /** Hides blocks of which no row is shown, and tells how high the others are. */
  settle() {
    const known = [...this.heights.values()];
    this.usual = known.reduce((sum, height) => sum + height, 0) / (known.length || 1);
    for (const block of this.blocks) this.tell(block);
  }

  /** @param {Block} block */
  tell(block) {
    const { body, rows } = block;
    const height = rows.reduce((sum, row) => sum + (row.tr.hidden ? 0 : (this.heights.get(row) ?? this.usual)), 0);
    const isHidden = rows.every(({ tr }) => tr.hidden);
    // A browser that is told the same again looks at the whole block again.
    if (isHidden !== body.hidden) body.hidden = isHidden;
    if (height === block.height) return;
    block.height = height;
    body.style.containIntrinsicBlockSize = `${height}px`;
  }
}
