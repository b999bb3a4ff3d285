// @ts-check
// What all rows of a table have in common is said once, above it; and once more of what is left after filtering.

import { VARIANT } from "./cells.js";
import { sharedBy } from "./columns.js";
import { make, whenOther } from "./elements.js";
import { ALL_OF_THEM } from "./project.js";

/** @import { TableView } from "./tables.js" */

const WAIT = 150; // milliseconds after a change: nobody reads it while typing

/** Has what is said above a table, and what its rows say of their own, follow what is filtered. @param {TableView} view */
export const followCommon = (view) => {
  const { grid, rows } = view;
  const at = grid.columns.indexOf("variants");
  if (at < 0) return;
  const line = grid.above(".cache-common") ?? make("p", { className: "cache-common" }, ALL_OF_THEM);
  const before = [...line.querySelectorAll("code")].map((code) => code.textContent);
  line.hidden = !before.length;
  const more = make("span", {});
  line.append(more);
  grid.box.before(line);
  /** What was written in elements that say less now. @type {Map<Element, string>} */
  const written = new Map();
  const update = whenOther(
    () => {
      const hits = view.isFiltered && rows.shown.length > 1 ? rows.shown : [];
      return sharedBy(hits.map(({ fields }) => fields.variants)).filter((each) => !before.includes(each));
    },
    (shared) => {
      for (const [code, text] of written) code.textContent = text;
      written.clear();
      more.replaceChildren(...shared.flatMap((each) => [" ", make("code", {}, each)]));
      line.hidden = !before.length && !shared.length;
      for (const { tr } of shared.length ? rows.all : []) {
        for (const code of tr.cells[at]?.children ?? []) {
          if (!code.matches("code")) continue;
          written.set(code, code.textContent);
          code.textContent = (code.textContent.match(VARIANT) ?? []).filter((each) => !shared.includes(each)).join(" ");
        }
      }
    },
  );
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  view.followers.push(() => {
    clearTimeout(waiting);
    waiting = setTimeout(update, WAIT);
  });
  update(); // the address may have filtered already, or a reader who is quick
};
