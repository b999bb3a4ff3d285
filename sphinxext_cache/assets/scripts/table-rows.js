// @ts-check
// The rows of a table on a page: what they say, and which of them are shown, in which order.

import { Blocks } from "./blocks.js";
import { FACETS, FIELDS, fieldOf, NONE, nothingIn, singularOf } from "./fields.js";
import { choose, compareNames, comparer, sorted } from "./rows.js";

/** @import { Chosen, FieldName, Fields, RareField, Term, Test } from "./fields.js" */
/** @import { Grid } from "./grid.js" */
/** @import { Rows } from "./view.js" */

/**
 * @typedef {object} TableRow
 * @property {HTMLTableRowElement} tr
 * @property {Fields} fields
 * @property {boolean} isHit Whether it is among what the reader asked for.
 * @property {HTMLTableRowElement} [more] The row below it, once it was opened.
 * @property {string} [letter] The letter of an A-Z list below which it stands, as its anchor.
 */

const VARIANT = /(?:[^\s'"]|'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?)+/g;

/** @param {FieldName} field @param {string} column @param {HTMLTableCellElement} cell */
const readCell = (field, column, cell) => {
  if (column === "variants") {
    return [...cell.querySelectorAll("code")].flatMap((code) => code.textContent.match(VARIANT) ?? []);
  }
  // A remark of ours says that there is no value.
  if (cell.firstElementChild?.className === "cache-note") return nothingIn(field) ? [NONE] : [];
  // Nor does the number of what is folded away belong to the values.
  const folded = cell.querySelector("summary")?.textContent ?? "";
  const text = cell.textContent.replace(folded, "").trim();
  return singularOf(field) || column !== field ? text.split(", ").filter(Boolean) : text ? [text] : [];
};

/** @param {string} variant */
const bare = (variant) => variant.replace(/^[+~]/, "");

/** @param {Grid} grid @param {boolean} isSpecs @returns {TableRow[]} */
const readRows = ({ table, columns, box }, isSpecs) => {
  const above = box.previousElementSibling;
  const shared = above?.matches(".cache-common") ? [...above.querySelectorAll("code")] : [];
  const common = shared.map((code) => code.textContent);
  const hashAt = columns.indexOf("hash");
  return [...(table.tBodies[0]?.rows ?? [])].map((tr) => {
    const fields = /** @type {Fields} */ ({});
    for (const name of FIELDS) fields[name] = [table.dataset[name] ?? []].flat();
    columns.forEach((column, at) => {
      const name = fieldOf(column);
      const cell = tr.cells[at];
      if (cell && name && name !== "hash") fields[name] = readCell(name, column, cell);
      if (cell && !name) {
        const said = cell.textContent.trim();
        const known = /** @type {Record<string, string[]>} */ (fields);
        known[`fact:${column}`] = said ? [...new Set([said, ...said.split(", ")])] : [];
        (known["facts"] ??= []).push(said);
      }
    });
    fields.variants = [...fields.variants, ...common].sort((a, b) => compareNames(bare(a), bare(b)));
    const hash = isSpecs && (tr.id || tr.cells[hashAt]?.querySelector("[title]")?.getAttribute("title"));
    if (hash) fields.hash = [hash];
    return { tr, fields, isHit: true };
  });
};

/** @param {TableRow} row @param {boolean} hidden */
const setHidden = ({ tr, more }, hidden) => {
  if (tr.hidden !== hidden) tr.hidden = hidden;
  if (more) more.hidden = hidden;
};

/** @implements {Rows} */
export class TableRows {
  /** @param {Grid} grid @param {boolean} isSpecs Whether they are specs; else they are packages. */
  constructor(grid, isSpecs) {
    this.grid = grid;
    this.isSpecs = isSpecs;
    this.all = readRows(grid, isSpecs);
    this.ordered = this.all;
    /** @type {Map<FieldName, string[]>} */
    this.values = new Map();
    this.blocks = new Blocks(grid, this.all);
  }

  get length() {
    return this.all.length;
  }

  get shown() {
    return this.ordered.filter(({ isHit }) => isHit);
  }

  /** @param {FieldName} field */
  comparer(field) {
    return comparer(field, JSON.parse(this.grid.header(field)?.dataset.order ?? "[]"));
  }

  /** @param {FieldName} field */
  valuesOf(field) {
    const known = this.values.get(field);
    if (known) return known;
    const values = [...new Set(this.all.flatMap(({ fields }) => fields[field]))].sort(this.comparer(field));
    if (field === "version") values.reverse();
    this.values.set(field, values);
    return values;
  }

  /** @param {FieldName | RareField} field @param {Test} [test] */
  knows(field, test = Boolean) {
    const known = /** @type {Partial<Record<string, string[]>>[]} */ (this.all.map(({ fields }) => fields));
    return known.some((fields) => fields[field]?.some((value) => test(value)));
  }

  get facets() {
    return FACETS.filter(([, field]) => this.valuesOf(field).length > 1);
  }

  /** @param {FieldName} field */
  offered(field) {
    return this.valuesOf(field);
  }

  /** @param {FieldName | ""} field @param {boolean} isDown */
  sort(field, isDown) {
    this.ordered = field ? sorted(this.all, field, this.comparer(field), isDown) : this.all;
    this.blocks.hold();
    this.blocks.fill(this.ordered);
  }

  /** @param {Term[]} terms @param {Chosen} chosen */
  show(terms, chosen) {
    const { shown, counts } = choose(this.all, terms, chosen);
    if (shown.includes(false)) this.blocks.hold();
    this.all.forEach((row, at) => {
      row.isHit = !!shown[at];
      setHidden(row, !row.isHit);
    });
    this.blocks.settle();
    const hits = this.shown;
    this.moveLetters(hits);
    return { n: hits.length, counts };
  }

  /** Lets each letter of the bar above a list lead to the first row that is shown. @param {TableRow[]} hits */
  moveLetters(hits) {
    const bar = this.grid.box.previousElementSibling;
    if (this.isSpecs || !bar?.matches(".cache-letters")) return;
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
