// @ts-check
// The explorer: readers filter and sort all specs of a tag.

import { keepState } from "./address.js";
import { columnChooser } from "./chooser.js";
import { addComparison } from "./compare.js";
import { Grid } from "./grid.js";
import { watchGround } from "./ground.js";
import { addChoice } from "./marks.js";
import { SpecRows } from "./spec-rows.js";
import { fetchSpecs } from "./specs.js";
import { View } from "./view.js";

/** @import { FieldName } from "./fields.js" */
/** @import { SpecTable } from "./specs.js" */

const WIDEST = 32; // characters of a column

/**
 * Makes columns as wide as their longest value, lest they move while one scrolls.
 * @param {Grid} grid @param {SpecTable} specs
 */
const widen = ({ columns, headers }, specs) => {
  headers.forEach((header, at) => {
    const field = /** @type {FieldName} */ (columns[at]);
    const { values, sets } = specs.fields[field];
    const longest = values.reduce((length, value) => Math.max(length, value.length), 0);
    header.style.minWidth = `${field === "hash" ? 10 : sets ? WIDEST : 0.9 * Math.min(WIDEST, longest)}ch`;
  });
};

/**
 * The address of the page of a package, by its name; null if it has none.
 * @param {DOMStringMap} settings @returns {(name: string) => string | null}
 */
const addresses = ({ elsewhere = "{}", package: page = "" }) => {
  /** @type {Record<string, string | null>} */
  const known = JSON.parse(elsewhere);
  return (name) =>
    Object.hasOwn(known, name) ? (known[name] ?? null) : page.replace("{package}", encodeURIComponent(name));
};

/** Here a slash leads to the filter, and not to the search of the site. @param {KeyboardEvent} event @param {View} view */
const leadToFilter = (event, view) => {
  const { altKey, ctrlKey, key, metaKey, target } = event;
  const isTyped = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));
  if (key !== "/" || isTyped || altKey || ctrlKey || metaKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  view.tools?.input.focus();
};

/** Has whoever comes back find the rows as far down as they were. @param {HTMLElement} box */
const keepPlace = (box) => {
  const { cacheRows, cachePage } = history.state ?? {};
  if (cacheRows || cachePage) {
    box.scrollTop = Number(cacheRows) || 0;
    scrollTo(0, Number(cachePage) || 0);
  }
  addEventListener("pagehide", () => {
    keepState({ ...history.state, cacheRows: box.scrollTop, cachePage: scrollY });
  });
};

/** @param {HTMLElement} place */
const start = async (place) => {
  const table = place.querySelector("table");
  const [note, wait] = place.querySelectorAll("p");
  if (!table || !note || !wait) return;
  note.hidden = true;
  wait.hidden = false;
  try {
    const specs = await fetchSpecs(place.dataset.file ?? "");
    const grid = new Grid(table);
    grid.box.hidden = false;
    widen(grid, specs);
    const rows = new SpecRows(grid, specs, addresses(place.dataset), JSON.parse(place.dataset.links ?? "{}"));
    const view = new View(grid, rows, { number: 1, isSpecs: true, sortable: rows.sortable });
    rows.view = view;
    view.addSorting();
    view.addTools();
    view.tools?.result.append(columnChooser(grid));
    if (view.tools) addChoice([view])?.prepend(view.tools.skip);
    addComparison(view);
    view.restore();
    keepPlace(grid.box);
    addEventListener("keydown", (event) => leadToFilter(event, view), true);
  } catch (error) {
    console.warn(error);
    note.hidden = false;
  }
  wait.hidden = true;
};

/** @param {HTMLElement} place Where it comes. */
export const startExplorer = (place) => {
  watchGround();
  // A browser fetches nothing for a page that is a file: what it says where the explorer would be stays.
  if (location.protocol !== "file:") void start(place);
};
