// @ts-check
// Which columns of the explorer a reader wants to see; the browser remembers it.

import { make, onEscape } from "./elements.js";
import { remember, remembered } from "./memory.js";
import { COLUMNS } from "./project.js";

/** @import { Grid } from "./grid.js" */

const HIDDEN = "hidden";

/** A list of all columns but the first, which says of what a row is. @param {Grid} grid */
export const columnChooser = (grid) => {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  const hidden = new Set(remembered(HIDDEN).split(" ").filter((name) => grid.columns.includes(name)));
  const update = () => {
    const rules = grid.columns.map((name, at) =>
      at && hidden.has(name) ? `.cache-explore tr > :nth-child(${at + 1}) { display: none }` : "",
    );
    sheet.replaceSync(rules.join(" "));
  };
  /** @param {string} name */
  const choice = (name) => {
    const box = make("input", { type: "checkbox", checked: !hidden.has(name) });
    box.onchange = () => {
      if (box.checked) hidden.delete(name);
      else hidden.add(name);
      update();
      remember(HIDDEN, [...hidden].join(" "));
    };
    return make("label", {}, box, grid.label(name));
  };
  update();
  const choices = grid.columns.slice(1).map(choice);
  const list = make("details", { className: "cache-columns" }, make("summary", {}, COLUMNS), ...choices);
  onEscape(list, () => {
    list.open = false;
    list.querySelector("summary")?.focus();
  });
  return list;
};
