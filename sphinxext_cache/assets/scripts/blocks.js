// @ts-check
// The rows of a table in blocks, of which a browser lays out those near what one sees of the page. All are there, for
// whoever looks for a word, prints or follows a link; only their height is told instead while they are far away.

import { make } from "./elements.js";

/** @import { Grid } from "./grid.js" */
/** @import { TableRow } from "./table-rows.js" */

const SIZE = 50; // rows of a block: an even number, for themes colour every other row

export class Blocks {
  /** @param {Grid} grid @param {TableRow[]} rows All there are, as they stand in the table. */
  constructor(grid, rows) {
    this.grid = grid;
    this.rows = rows;
    /** @type {Map<TableRow, number>} */
    this.heights = new Map();
    /** @type {{ body: HTMLTableSectionElement, rows: TableRow[] }[]} */
    this.blocks = [];
  }

  /** Has columns keep their widths from now on, and rows be in blocks. */
  hold() {
    if (this.grid.isHeld) return;
    for (const row of this.rows) if (!row.tr.hidden) this.heights.set(row, row.tr.getBoundingClientRect().height);
    this.grid.holdColumns();
    if (!this.blocks.length) this.fill(this.rows);
  }

  /** Puts all rows in an order. @param {TableRow[]} rows */
  fill(rows) {
    const { table } = this.grid;
    const focused = document.activeElement;
    // A browser takes long to take rows one by one out of what it shows.
    for (const body of [...table.tBodies]) body.remove();
    this.blocks = [];
    for (let at = 0; at < rows.length; at += SIZE) {
      const some = rows.slice(at, at + SIZE);
      const body = make("tbody", {}, ...some.flatMap(({ tr, more }) => (more ? [tr, more] : [tr])));
      this.blocks.push({ body, rows: some });
    }
    this.settle();
    table.append(...this.blocks.map(({ body }) => body));
    if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true });
  }

  /** Hides blocks of which no row is shown, and tells how high the others are. */
  settle() {
    for (const { body, rows } of this.blocks) {
      let height = 0;
      body.hidden = true;
      for (const row of rows) {
        if (row.tr.hidden) continue;
        body.hidden = false;
        height += this.heights.get(row) ?? 0;
      }
      body.style.containIntrinsicBlockSize = `${height}px`;
    }
  }
}
