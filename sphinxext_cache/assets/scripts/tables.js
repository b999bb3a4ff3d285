// @ts-check
// The tables of a page that readers filter and sort.

import { FIELDS } from "./fields.js";
import { Grid } from "./grid.js";
import { TableRows } from "./table-rows.js";
import { View } from "./view.js";

/** @typedef {View<TableRows>} TableView */

const HANDFUL = 6; // rows that are seen at a glance
const MANY_ROWS = 100; // so many that a browser takes its time to lay them out

/** @param {HTMLTableElement} table @param {number} number */
const viewOf = (table, number) => {
  const grid = new Grid(table);
  const isSpecs = table.matches(".cache-specs");
  // The page of a tag, a stack or a target lists the packages of all specs to which its own link leads.
  const own = document.querySelector("a.cache-explore")?.getAttribute("href") ?? undefined;
  const explorer = own ?? table.dataset.explore;
  const rows = new TableRows(grid, isSpecs, own);
  const sortable = isSpecs ? [...FIELDS, ...rows.kinds.keys()].filter((field) => grid.columns.includes(field)) : [];
  return new View(grid, rows, { number, isSpecs, sortable, ...(explorer && { explorer }) });
};

/** Does something once the page is there and nothing else is to be done. @param {() => void} work */
const whenIdle = (work) => {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work);
  else setTimeout(work);
};

/**
 * The row to which the address leads is seen, whatever is filtered.
 * @param {TableView} view @param {boolean} [isLate] Whether the browser may not have found it, for it was not laid out.
 */
const reveal = (view, isLate = false) => {
  const wanted = location.hash.slice(1);
  const row = wanted && view.rows.all.find(({ tr }) => tr.id === wanted);
  if (!row) return;
  if (!row.tr.hidden) {
    if (isLate && !scrollY) row.tr.scrollIntoView();
    return;
  }
  view.change({ q: "", chosen: {}, cpu: "" });
  row.tr.scrollIntoView();
};

/** Finds them, and gives them what readers press and type into. */
export const findTables = () => {
  const tables = [...document.querySelectorAll("table")];
  const views = tables
    .filter((table) => table.matches(".cache-specs, .cache-packages"))
    .map((table, at) => viewOf(table, at + 1));
  for (const view of views) {
    if (view.rows.length > 1) view.addSorting();
    if (view.rows.length > HANDFUL) view.addTools();
  }
  return views;
};

/** Has each take from the address what means anything there, once it looks as it will. @param {TableView[]} views */
export const startTables = (views) => {
  for (const view of views) {
    const { blocks } = view.rows;
    view.restore();
    if (blocks.isLong) view.rows.hold();
    reveal(view, blocks.isLong);
    if (view.rows.length > MANY_ROWS) whenIdle(() => view.rows.hold());
  }
  addEventListener("popstate", () => views.forEach((view) => view.restore()));
  addEventListener("hashchange", () => views.forEach((view) => reveal(view)));
  document.addEventListener("cache-cpu", () => views.forEach(({ grid }) => grid.release()));
};

/** An author's width comes without a style attribute, which a strict Content-Security-Policy refuses. */
export const setWidths = () => {
  for (const table of document.querySelectorAll("table")) {
    if (table.dataset.width) table.style.width = table.dataset.width;
  }
};
