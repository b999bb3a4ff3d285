// @ts-check
// What all rows of a table have in common is said once, above it; and once more of what is left after filtering.

import { VARIANT } from "./cells.js";
import { sharedBy } from "./columns.js";
import { make } from "./elements.js";
import { say } from "./project.js";

/** @import { TableView } from "./tables.js" */

const WAIT = 150; // milliseconds after a change: nobody reads it while typing

/** Has what is said above a table, and what its rows say of their own, follow what is filtered. @param {TableView} view */
export const followCommon = (view) => {
  const { grid, rows } = view;
  const { box, columns } = grid;
  const at = columns.indexOf("variants");
  if (at < 0) return;
  const above = box.previousElementSibling;
  const line = above?.matches(".cache-common") ? above : make("p", { className: "cache-common" }, say("allOfThem"));
  const before = [...line.querySelectorAll("code")].map((code) => code.textContent);
  const more = make("span", {});
  /** What was written in elements that say less now. @type {Map<HTMLElement, string>} */
  const written = new Map();
  let last = "";
  const update = () => {
    const hits = view.isFiltered ? rows.shown : [];
    const all = hits.length > 1 ? sharedBy(hits.map(({ fields }) => fields.variants)) : [];
    const shared = all.filter((each) => !before.includes(each));
    const now = shared.join("\n");
    if (now === last) return;
    last = now;
    for (const [code, text] of written) code.textContent = text;
    written.clear();
    more.replaceChildren(...shared.flatMap((each) => [" ", make("code", {}, each)]));
    line.append(more);
    if (!line.isConnected) box.before(line);
    if (!before.length && line instanceof HTMLElement) line.hidden = !now;
    for (const { tr } of now ? rows.all : []) {
      // Cells that say the same as those above may be one with them.
      const codes = tr.cells.length === columns.length ? (tr.cells[at]?.children ?? []) : [];
      for (const code of codes) {
        if (!(code instanceof HTMLElement) || !code.matches("code")) continue;
        written.set(code, code.textContent);
        code.textContent = (code.textContent.match(VARIANT) ?? []).filter((each) => !shared.includes(each)).join(" ");
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
