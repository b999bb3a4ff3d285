// @ts-check
// Cells that reach down over several rows: while rows come, go and move, each row has its own, and those that follow each
// other and say the same are one again once the rows are shown.

/** @import { Grid } from "./grid.js" */

export class Merged {
  /** Gives each row all of its cells. @param {Grid} grid */
  constructor({ table }) {
    this.columns = Number(table.dataset.merged ?? 0);
    /** The cell that reaches over a row, and over how many more, by column. @type {[HTMLTableCellElement, number][]} */
    const reaching = [];
    for (const tr of this.columns ? [...table.tBodies].flatMap(({ rows }) => [...rows]) : []) {
      for (let at = 0; at < this.columns; at++) {
        const [above, rest] = reaching[at] ?? [];
        const cell = tr.cells[at];
        if (above && rest) {
          tr.insertBefore(above.cloneNode(true), cell ?? null);
          reaching[at] = [above, rest - 1];
        } else if (cell) {
          reaching[at] = [cell, cell.rowSpan - 1];
          cell.rowSpan = 1;
        }
      }
    }
  }

  /** Makes cells one that say the same. @param {HTMLTableRowElement[]} rows Those that are shown, in order. */
  settle(rows) {
    /** @type {HTMLTableCellElement[]} */
    const above = [];
    for (const { cells, parentElement } of rows) {
      let isSame = true;
      for (let at = 0; at < this.columns; at++) {
        const cell = /** @type {HTMLTableCellElement} */ (cells[at]);
        const upper = above[at];
        isSame &&= upper?.textContent === cell.textContent && upper?.closest("tbody") === parentElement;
        cell.hidden = isSame;
        cell.rowSpan = 1;
        if (isSame && upper) upper.rowSpan++;
        else above[at] = cell;
      }
    }
  }
}
