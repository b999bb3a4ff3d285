// @ts-check
// Which columns of the explorer a reader wants to see; the browser remembers it.

import { make } from "./elements.js";
import { say } from "./project.js";

/** @import { Grid } from "./grid.js" */

const HIDDEN = "sphinxext-cache-hidden";

const hiddenBefore = () => {
  try {
    return (localStorage.getItem(HIDDEN) ?? "").split(" ");
  } catch {
    return [];
  }
};

/** A list of all columns but the first, which says of what a row is. @param {Grid} grid */
export const columnChooser = (grid) => {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  const hidden = new Set(hiddenBefore().filter((name) => grid.columns.includes(name)));
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
      try {
        localStorage.setItem(HIDDEN, [...hidden].join(" "));
      } catch {
        // It holds for this page, then.
      }
    };
    return make("label", {}, box, grid.label(name));
  };
  update();
  const choices = grid.columns.slice(1).map(choice);
  const list = make("details", { className: "cache-columns" }, make("summary", {}, say("columns")), ...choices);
  list.onkeydown = ({ key }) => {
    if (key !== "Escape") return;
    list.open = false;
    list.querySelector("summary")?.focus();
  };
  return list;
};
