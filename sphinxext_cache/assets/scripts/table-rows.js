// @ts-check
// The rows of a table on a page.

import { Answers } from "./answers.js";
import { Blocks } from "./blocks.js";
import { kindsOf, readRows, textOf, toldBy } from "./cells.js";
import { columnsOf } from "./columns.js";
import { FACETS, factOf, fieldOf, singularOf } from "./fields.js";
import { Merged } from "./merged.js";
import { comparer } from "./orders.js";
import { Rows } from "./rows.js";

/** @import { TableRow } from "./cells.js" */
/** @import { FieldName, RareField, Term, Test } from "./fields.js" */
/** @import { Grid } from "./grid.js" */

/** @param {TableRow} row @param {boolean} hidden */
const setHidden = ({ tr, more }, hidden) => {
  if (tr.hidden !== hidden) tr.hidden = hidden;
  if (more) more.hidden = hidden;
};

export class TableRows extends Rows {
  /**
   * @param {Grid} grid @param {boolean} isSpecs Whether they are specs; else they are packages.
   * @param {string} [explorer] The address of the explorer of just the specs of these packages.
   */
  constructor(grid, isSpecs, explorer) {
    const merged = new Merged(grid);
    const kinds = kindsOf(grid);
    const all = readRows(grid, isSpecs, kinds);
    const columns = columnsOf(all, kinds, isSpecs ? FACETS : [], (field) => {
      const { fact, order = "[]" } = grid.header(field)?.dataset ?? {};
      return comparer(field, JSON.parse(order), fact);
    });
    super(grid, columns);
    this.isSpecs = isSpecs;
    this.merged = merged;
    this.all = all;
    /** What is said of them, and only elsewhere. @type {string[]} */
    this.unshown = (grid.table.dataset.facts ?? "").split(" ").map(factOf);
    this.told = toldBy(grid, all);
    this.blocks = new Blocks(grid, all);
    this.answers = explorer && !isSpecs ? new Answers(explorer) : null;
    this.settle(all);
  }

  /** @override @param {number} row */
  at(row) {
    return /** @type {TableRow} */ (this.all[row]);
  }

  /** @override @returns {TableRow[]} */
  get shown() {
    return Array.from(this.found, (row) => this.at(row));
  }

  /** Of a list of packages what it shows, column by column. @override */
  get listed() {
    if (this.isSpecs) return super.listed;
    const columns = [...this.grid.columns.entries()];
    return {
      names: this.grid.columns,
      rows: this.shown.map(({ tr }) =>
        columns.map(([at, column]) => {
          const cell = tr.cells[at];
          const text = cell?.dataset.value ?? (cell ? textOf(cell) : "");
          if (column === "specs") return Number(text.replace(/\D/g, ""));
          const field = fieldOf(column);
          return field && (field !== column || singularOf(field)) ? text.split(", ").filter(Boolean) : text || null;
        }),
      ),
    };
  }

  /** @override @param {string} what */
  tells(what) {
    return this.told.has(what) || !!this.answers?.tells(what);
  }

  /** @override @param {FieldName | RareField} field @param {Test} [test] */
  has(field, test) {
    return this.unshown.includes(field) || super.has(field, test);
  }

  /** @override @param {Term[]} terms */
  needsSpecs(terms) {
    return !!this.answers && Answers.areFor(terms, (field) => this.told.has(field));
  }

  /** @override @param {Term[]} terms @param {() => void} then */
  learn(terms, then) {
    if (!this.needsSpecs(terms)) return;
    void this.answers?.get((specs) => {
      this.sources.push(specs);
      then();
    });
  }

  /** What they come to among all specs of these packages, once they had to be asked for. @override @param {Term[]} terms @returns {Term[]} */
  answered(terms) {
    const { answers } = this;
    if (!answers?.specs || !this.needsSpecs(terms)) return terms;
    const names = answers.packages(answers.specs, terms, this.columns, (field) => this.told.has(field));
    return [{ fields: ["package"], test: (name) => names.has(name), text: terms.map(({ text }) => text).join(" ") }];
  }

  /** @override */
  draw() {
    const { all, blocks, ordered, shown } = this;
    if (shown.length < all.length) blocks.hold();
    const hits = new Set(shown);
    for (const row of all) setHidden(row, !hits.has(row));
    const now = blocks.rows.filter((row) => hits.has(row));
    if (shown.some((row, at) => row !== now[at])) {
      blocks.hold();
      blocks.fill([...hits, ...Array.from(ordered, (row) => this.at(row)).filter((row) => !hits.has(row))]);
    }
    blocks.settle();
    this.settle(shown);
    this.moveLetters(shown);
  }

  /** Has cells that say the same be one. @param {TableRow[]} rows Those that are shown. */
  settle(rows) {
    this.merged.settle(rows.map(({ tr }) => tr));
  }

  /** Has columns keep their widths, and rows be in blocks, over which no cell reaches. */
  hold() {
    this.blocks.hold();
    this.settle(this.shown);
  }

  /** Lets each letter of the bar above a list lead to the first row that is shown. @param {TableRow[]} hits */
  moveLetters(hits) {
    const bar = this.isSpecs ? null : this.grid.above(".cache-letters");
    if (!bar) return;
    let letter = "";
    for (const row of this.all) {
      row.letter ??= row.tr.id || letter;
      letter = row.letter;
      row.tr.removeAttribute("id");
    }
    for (const link of bar.querySelectorAll("a")) {
      const first = hits.find((row) => `#${row.letter}` === link.hash);
      if (first) first.tr.id = first.letter ?? "";
      link.hidden = !first;
    }
  }
}
