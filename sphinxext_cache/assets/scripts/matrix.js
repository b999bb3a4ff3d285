// @ts-check
// Matrices: darker where there is more, with the row and the column of a cell, and links to the specs it counts.

import { writeState } from "./address.js";
import { choose } from "./columns.js";
import { make } from "./elements.js";
import { FACETS } from "./fields.js";
import { SHADING, say } from "./project.js";

/** @import { Chosen } from "./fields.js" */
/** @import { TableView } from "./tables.js" */

/**
 * @typedef {object} MatrixCell
 * @property {HTMLTableCellElement} cell
 * @property {number} n What it counts, 0 if it does not.
 * @property {boolean} isInner Whether it is no total.
 * @property {Chosen | null} chosen What one asks for to see the specs it counts; null if one cannot.
 */

const LEVELS = 4;

/** @param {HTMLTableCellElement} cell */
const count = ({ textContent }) => (/^\d[^\p{L}]*$/u.test(textContent) ? Number(textContent.replace(/\D/g, "")) : 0);

/**
 * What the header of a row or a column asks for: nothing if it stands for all. A table of specs may show titles, too.
 * @param {HTMLElement | undefined} header @param {string | undefined} facet @param {TableView} [view]
 */
const asked = (header, facet, view) => {
  if (!header || !facet || facet === "total" || header.closest("tfoot")) return {};
  const field = FACETS.find(([name]) => name === facet)?.[1];
  const { textContent, dataset } = header;
  return field && { [facet]: [view?.rows.valuesOf(field).includes(textContent) ? textContent : (dataset.value ?? textContent)] };
};

/**
 * The one table of specs that belongs to a matrix: below the same heading, or further up.
 * @param {Element} table @param {TableView[]} views
 */
const viewBeside = (table, views) => {
  for (let place = table.parentElement; place; place = place.parentElement) {
    const around = place;
    const found = views.filter((view) => view.isSpecs && around.contains(view.grid.table));
    if (found.length) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
};

/** @param {HTMLTableElement} table @param {TableView} [view] */
const cellsOf = (table, view) => {
  const headers = [...(table.tHead?.rows[0]?.cells ?? [])];
  const rowFacet = headers[0]?.dataset.column;
  return [...table.rows].slice(1).flatMap((row) =>
    headers.slice(1).flatMap((header, at) => {
      const cell = row.cells[at + 1];
      const [across, down] = [asked(row.cells[0], rowFacet, view), asked(header, header.dataset.column, view)];
      const isInner = !row.closest("tfoot") && header.dataset.column !== "total";
      const chosen = across && down ? { ...across, ...down } : null;
      return cell ? [{ cell, n: count(cell), isInner, chosen }] : [];
    }),
  );
};

/** @param {Element} box @param {MatrixCell[]} cells */
const shade = (box, cells) => {
  const inner = cells.filter(({ isInner }) => isInner);
  const most = Math.max(0, ...inner.map(({ n }) => n));
  for (const { cell, n } of inner) {
    const level = most > LEVELS ? Math.ceil(LEVELS * Math.sqrt(n / most)) : n;
    if (n) cell.classList.add(`cache-level-${level}`);
  }
  if (most > 1) box.after(make("p", { className: "cache-legend" }, say(SHADING, { n: most })));
};

/** Whether a table holds just the specs that cells count. @param {MatrixCell[]} cells @param {TableView} view */
const isOfThese = (cells, { rows: { columns } }) =>
  cells.every(({ n, chosen }) => !chosen || choose(columns, columns.all, [], chosen).shown.length === n);

/**
 * Has each cell lead to the specs that it counts.
 * @param {MatrixCell[]} cells @param {(chosen: Chosen) => string} addressOf @param {TableView} [view] The table that shows them.
 */
const link = (cells, addressOf, view) => {
  for (const { cell, n, chosen } of cells) {
    if (!n || !chosen) continue;
    const ariaLabel = [n, Object.values(chosen).flat().join(", ")].filter(Boolean).join(": ");
    const leading = make("a", { href: addressOf(chosen), ariaLabel }, ...cell.childNodes);
    if (view) {
      leading.onclick = (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        view.addTools();
        view.change({ q: "", chosen, cpu: "" });
        view.focus();
      };
    }
    cell.append(leading);
  }
};

/** Lights up the column of the cell that the reader looks at; its row needs no script. @param {HTMLTableElement} table */
const followColumn = (table) => {
  const light = (/** @type {Event} */ { target }) => {
    const cell = /** @type {Element} */ (target).closest("td, th");
    for (const lit of table.querySelectorAll(".cache-here")) lit.classList.remove("cache-here");
    const at = /** @type {HTMLTableCellElement | null} */ (cell)?.cellIndex;
    if (at) for (const row of table.rows) row.cells[at]?.classList.add("cache-here");
  };
  table.onpointerover = table.onpointerleave = light;
  table.addEventListener("focusin", light);
};

/** @param {TableView[]} views */
export const startMatrices = (views) => {
  /** @type {NodeListOf<HTMLTableElement>} */
  const tables = document.querySelectorAll(".cache-matrix");
  for (const table of tables) {
    followColumn(table);
    if (table.matches(".cache-versions")) continue; // the version 8 counts nothing
    const view = viewBeside(table, views);
    const cells = cellsOf(table, view);
    const explorer = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.cache-explore"));
    if (view && isOfThese(cells, view)) link(cells, (chosen) => view.address({ chosen }), view);
    else if (!view && explorer) link(cells, (chosen) => writeState(explorer.href, { chosen }).href);
    shade(table.closest(".cache-box") ?? table, cells);
  }
};
