// @ts-check
// What the rows of a table on a page say, read from their cells.

import { areLanguages } from "./dependencies.js";
import { FIELDS, fieldOf, isFact, NONE, nothingIn, singularOf } from "./fields.js";
import { compareNames } from "./orders.js";

/** @import { FieldName, Fields, Kinds } from "./fields.js" */
/** @import { Grid } from "./grid.js" */

/**
 * @typedef {object} TableRow
 * @property {HTMLTableRowElement} tr
 * @property {Fields} fields
 * @property {HTMLTableRowElement} [more] The row below it, once it was opened.
 * @property {string} [letter] The letter of an A-Z list below which it is, as its anchor.
 */

/** Variants, one after the other. */
export const VARIANT = /(?:[^\s'"]|'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?)+/g;

/** What a cell says; what it opens to, and the number of what is folded away, are none of it. @param {HTMLTableCellElement} cell */
export const textOf = (cell) => {
  const folded = cell.querySelector(".cache-builds, summary")?.textContent ?? "";
  return cell.textContent.replace(folded, "").trim();
};

/** @param {FieldName} field @param {string} column @param {HTMLTableCellElement} cell @param {boolean} isList */
const readCell = (field, column, cell, isList) => {
  if (column === "variants") {
    return [...cell.querySelectorAll("code")].flatMap((code) => code.textContent.match(VARIANT) ?? []);
  }
  // A remark of ours says that there is no value.
  if (cell.firstElementChild?.className === "cache-note") return nothingIn(field) ? [NONE] : [];
  const text = textOf(cell);
  return isList || singularOf(field) || column !== field ? text.split(", ").filter(Boolean) : text ? [text] : [];
};

/** @param {string} variant */
const bare = (variant) => variant.replace(/^[+~]/, "");

/** The columns that are no field, and where, but for those in which nobody looks for a name. @param {Grid} grid */
const furtherColumns = ({ columns }) =>
  [...columns.entries()].filter(([, column]) => column && !fieldOf(column) && !/^(explicit|size|specs)$/.test(column));

/** What these show of a row, each once with the names of its columns. @param {[number, string][]} columns @param {HTMLTableRowElement} tr */
const readFurther = (columns, { cells }) => {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const [at, column] of columns) {
    const cell = cells[at];
    if (!cell || cell.firstElementChild?.className === "cache-note") continue;
    for (const value of textOf(cell).split(", ").filter(Boolean)) {
      found.set(value, [...(found.get(value) ?? []), column]);
    }
  }
  return [...found].map(([value, names]) => `${names.join()}=${value}`);
};

/** The facts that columns show. @param {Grid} grid @returns {Kinds} */
export const kindsOf = ({ columns, headers }) =>
  new Map(columns.flatMap((column, at) => (isFact(column) ? [[column, headers[at]?.dataset.fact ?? ""]] : [])));

/** @param {Grid} grid @param {boolean} isSpecs @param {Kinds} kinds @returns {TableRow[]} */
export const readRows = (grid, isSpecs, kinds) => {
  const { table, columns } = grid;
  const further = furtherColumns(grid);
  const shared = grid.above(".cache-common")?.querySelectorAll("code") ?? [];
  const common = [...shared].map((code) => code.textContent);
  const hashAt = columns.indexOf("hash");
  const written = [...table.tBodies].flatMap(({ rows }) => [...rows]);
  return written.map((tr) => {
    const fields = /** @type {Fields} */ ({});
    for (const name of [...FIELDS, ...kinds.keys()]) fields[name] = [table.dataset[name] ?? []].flat();
    columns.forEach((column, at) => {
      const name = fieldOf(column);
      const cell = tr.cells[at];
      const isList = isFact(column) && kinds.get(column) === "list";
      if (cell && name && name !== "hash") fields[name] = readCell(name, column, cell, isList);
    });
    fields.variants = [...fields.variants, ...common].sort((a, b) => compareNames(bare(a), bare(b)));
    if (further.length) fields.shown = readFurther(further, tr);
    const hash = isSpecs && (tr.id || tr.cells[hashAt]?.querySelector("[title]")?.getAttribute("title"));
    if (hash) fields.hash = [hash];
    return { tr, fields };
  });
};

/** The fields that rows tell, and what provides which virtuals: of all else nothing is known. @param {Grid} grid @param {TableRow[]} rows */
export const toldBy = (grid, rows) => {
  const { table, columns } = grid;
  const isTold = (/** @type {FieldName} */ name) =>
    columns.some((column) => fieldOf(column) === name) ||
    name in table.dataset ||
    (name === "hash" && rows.some(({ fields }) => fields.hash.length)) ||
    (name === "variants" && !!grid.above(".cache-common"));
  // Of languages a column shows the compiler of the spec alone, and ^ asks for those of what it is built on, too.
  const virtuals = furtherColumns(grid).flatMap(([, column]) => (areLanguages(column) ? [] : `^${column}`));
  return new Set([...FIELDS.filter(isTold), ...columns.filter(isFact), ...virtuals]);
};
