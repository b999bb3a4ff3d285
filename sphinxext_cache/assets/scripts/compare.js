// @ts-check
// Specs side by side: a reader ticks a few rows, and sees in what they differ.

import { announce, button, make, onEscape, whenOther } from "./elements.js";
import { fieldOf, SHORT_HASH } from "./fields.js";
import { CLOSE, COMPARE_WITH, COMPARING, DIFFERS, NOTHING_DIFFERS, say } from "./project.js";

/** @import { FieldName, Fields } from "./fields.js" */
/** @import { Grid } from "./grid.js" */
/** @import { Rows } from "./rows.js" */
/** @import { View } from "./view.js" */

/** What is known of a spec, by what readers call it. @typedef {[string, string[]][]} Known */

const FEWEST = 2;
const MOST_COMPARED = 4;

/** What a table says of a spec, column by column. @param {Grid} grid @param {Fields} fields @returns {Known} */
export const knownOf = (grid, fields) =>
  grid.columns.flatMap((column) => {
    const field = fieldOf(column);
    if (field === "hash" || !column) return [];
    const shown = (fields.shown ?? []).map((text) => text.split(/=(.*)/s));
    const values = shown.flatMap(([names = "", value = ""]) => (names.split(",").includes(column) ? [value] : []));
    return [[grid.label(column), field ? (fields[field] ?? []) : values]];
  });

/** What ticks a row. @template {Rows} R @param {View<R>} view @param {string} hash */
export const compareBox = (view, hash) => {
  const short = hash.slice(0, SHORT_HASH);
  const label = say(COMPARE_WITH, { hash: short });
  const checked = view.state.compare.includes(short);
  const box = make("input", { type: "checkbox", className: "cache-compare", value: short, checked, ariaLabel: label, title: label });
  box.onchange = () => {
    const others = view.state.compare.filter((each) => each !== short);
    view.compare(box.checked ? [...others, short].slice(-MOST_COMPARED) : others);
  };
  return box;
};

/**
 * Of each thing in which some specs differ, what each of them has that not all have.
 * @template {Rows} R
 * @param {View<R>} view @param {string[]} hashes
 */
const tableOf = ({ rows }, hashes) => {
  const specs = hashes.map((hash) => rows.known(hash) ?? []);
  const lines = (specs[0] ?? []).flatMap(([label], at) => {
    const each = specs.map((known) => known[at]?.[1] ?? []);
    const own = each.map((values) => values.filter((value) => !each.every((others) => others.includes(value))));
    if (!own.flat().length) return [];
    return make("tr", {}, make("th", { scope: "row" }, label), ...own.map((values) => make("td", {}, values.join(", ") || "\u2013")));
  });
  if (!lines.length) return make("p", {}, NOTHING_DIFFERS);
  const heads = hashes.map((hash) => make("th", { scope: "col" }, make("code", {}, hash)));
  return make(
    "table",
    { className: "docutils cache-table" },
    make("thead", {}, make("tr", {}, make("td", {}), ...heads)),
    make("tbody", {}, ...lines),
  );
};

/** Shows the specs that are ticked, as soon as there are two of them. @template {Rows} R @param {View<R>} view */
export const addComparison = (view) => {
  const { box, table } = view.grid;
  const label = DIFFERS;
  const content = make("div", {});
  const close = button("cache-link", CLOSE, () => {
    view.compare([]);
    box.focus({ preventScroll: true });
  });
  const panel = make("div", { className: "cache-comparison", role: "region", ariaLabel: label, tabIndex: 0, hidden: true });
  panel.append(make("strong", {}, label), " ", close, content);
  onEscape(panel, () => close.click());
  const note = box.nextElementSibling; // of what is not on paper
  (note?.matches(".cache-printed") ? note : box).after(panel);
  const update = whenOther(
    () => view.state.compare.filter((hash) => view.rows.known(hash)),
    (hashes) => {
      /** @type {NodeListOf<HTMLInputElement>} */
      const boxes = table.querySelectorAll(".cache-compare");
      for (const each of boxes) each.checked = hashes.includes(each.value);
      panel.hidden = hashes.length < FEWEST;
      if (panel.hidden) return;
      content.replaceChildren(tableOf(view, hashes));
      announce(say(COMPARING, { n: hashes.length }));
    },
  );
  view.followers.push(update);
  update();
};
