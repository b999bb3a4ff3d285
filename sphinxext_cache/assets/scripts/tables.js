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
  const rows = new TableRows(grid, isSpecs);
  const sortable = isSpecs ? [...FIELDS, ...rows.kinds.keys()].filter((field) => grid.columns.includes(field)) : [];
  const explorer = document.querySelector("a.cache-explore")?.getAttribute("href") ?? table.dataset.explore;
  return new View(grid, rows, { number, isSpecs, sortable, ...(explorer && { explorer }) });
};

/** Does something once the page is there and nothing else is to be done. @param {() => void} work */
const whenIdle = (work) => {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work);
  else setTimeout(work);
};

/** The row to which the address leads is seen, whatever is filtered. @param {TableView} view */
const reveal = (view) => {
  const wanted = location.hash.slice(1);
  const row = wanted && view.rows.all.find(({ tr }) => tr.id === wanted);
  if (!row || row.isHit) return;
  view.change({ q: "", chosen: {}, cpu: "" });
  row.tr.scrollIntoView();
};

/** Has each take from the address what means anything there. */
export const startTables = () => {
  const tables = [...document.querySelectorAll("table")];
  const views = tables
    .filter((table) => table.matches(".cache-specs, .cache-packages"))
    .map((table, at) => viewOf(table, at + 1));
  for (const view of views) {
    if (view.rows.length > 1) view.addSorting();
    view.restore();
    if (view.rows.length > HANDFUL) {
      view.addTools();
      view.apply();
    }
    reveal(view);
    if (view.rows.length > MANY_ROWS) whenIdle(() => view.rows.blocks.hold());
  }
  addEventListener("popstate", () => views.forEach((view) => view.restore()));
  addEventListener("hashchange", () => views.forEach(reveal));
  return views;
};

/** An author's width comes without a style attribute, which a strict Content-Security-Policy refuses. */
export const setWidths = () => {
  for (const table of document.querySelectorAll("table")) {
    if (table.dataset.width) table.style.width = table.dataset.width;
  }
};
