// @ts-check
// What all rows of a table have in common is said once, above it; and once more of what is left after filtering.

import { VARIANT } from "./cells.js";
import { make } from "./elements.js";
import { ALL_OF_THEM } from "./project.js";

/** @import { TableRow } from "./cells.js" */
/** @import { TableView } from "./tables.js" */

const WAIT = 150; // milliseconds after a change: nobody reads it while typing

/** The variants that all of some rows have. @param {TableRow[]} rows */
const sharedBy = ([first, ...others]) => {
  const shared = new Set(first?.fields.variants);
  for (const { fields } of others) {
    for (const each of shared) if (!fields.variants.includes(each)) shared.delete(each);
    if (!shared.size) break;
  }
  return shared;
};

/** Has what is said above a table, and what its rows say of their own, follow what is filtered. @param {TableView} view */
export const followCommon = (view) => {
  const { grid, rows } = view;
  const { box, columns } = grid;
  const at = columns.indexOf("variants");
  if (at < 0) return;
  const above = box.previousElementSibling;
  const line = above?.matches(".cache-common") ? above : make("p", { className: "cache-common" }, ALL_OF_THEM);
  const before = new Set([...line.querySelectorAll("code")].map((code) => code.textContent));
  const more = make("span", {});
  /** What was written in elements that say less now. @type {Map<HTMLElement, string>} */
  const written = new Map();
  let last = "";
  const update = () => {
    const hits = view.isFiltered ? rows.shown : [];
    const shared = hits.length > 1 ? sharedBy(hits) : new Set();
    for (const each of before) shared.delete(each);
    const now = [...shared].join("\n");
    if (now === last) return;
    last = now;
    for (const [code, text] of written) code.textContent = text;
    written.clear();
    more.replaceChildren(...[...shared].flatMap((each) => [" ", make("code", {}, String(each))]));
    line.append(more);
    if (!line.isConnected) box.before(line);
    if (!before.size && line instanceof HTMLElement) line.hidden = !shared.size;
    for (const { tr } of shared.size ? rows.all : []) {
      // Cells that say the same as those above may be one with them.
      const codes = tr.cells.length === columns.length ? (tr.cells[at]?.children ?? []) : [];
      for (const code of codes) {
        if (!(code instanceof HTMLElement) || !code.matches("code")) continue;
        written.set(code, code.textContent);
        code.textContent = (code.textContent.match(VARIANT) ?? []).filter((each) => !shared.has(each)).join(" ");
      }
    }
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  view.followers.push(() => {
    clearTimeout(waiting);
    waiting = setTimeout(update, WAIT);
  });
  update(); // the address may have filtered already, or a reader who is quick
};
