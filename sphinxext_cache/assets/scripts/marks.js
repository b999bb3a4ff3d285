// @ts-check
// What runs on the reader's CPU: marks beside targets, wherever a page names them.

import { cpuChoice, cpuMark, runsHere } from "./cpu.js";
import { make } from "./elements.js";

/** @import { TableView } from "./tables.js" */

/**
 * Says whether binaries for a target run there, and dims what belongs to one that does not.
 * @param {Element} place Where its name stands.
 * @param {string} target @param {Element[]} parts
 * @param {boolean} [inWords] Whether it is always said in words, or never.
 */
const markTarget = (place, target, parts, inWords) => {
  /** @type {Element | null} */
  let mark = null;
  const update = () => {
    const runs = runsHere(target);
    for (const part of parts) part.classList.toggle("cache-other", runs === false);
    mark?.remove();
    mark = runs === null ? null : cpuMark(runs, inWords);
    if (mark) place.append(mark);
  };
  document.addEventListener("cache-cpu", update);
  update();
};

/** The names in a list, each in an element of its own. @param {HTMLTableCellElement} cell */
const namesIn = (cell) => {
  for (const node of [...cell.childNodes]) {
    if (!(node instanceof Text)) continue;
    const parts = node.data.split(/(, )/).filter(Boolean);
    node.replaceWith(...parts.map((part) => (part === ", " ? part : make("span", {}, part))));
  }
  return [...cell.children];
};

/** @param {HTMLTableElement} table Whose rows or columns may be targets */
const markMatrix = ({ tHead, rows }) => {
  [...(tHead?.rows[0]?.cells ?? [])].forEach((header, at) => {
    if (header.dataset.column !== "target") return;
    const lines = [...rows].slice(1, at ? undefined : -1);
    if (at) markTarget(header, header.textContent, [header, ...[...rows].flatMap((row) => row.cells[at] ?? [])]);
    else for (const row of lines) if (row.cells[0]) markTarget(row.cells[0], row.cells[0].textContent, [row]);
  });
};

/** @param {TableView} view */
const markRows = ({ grid, rows }) => {
  const [targetAt, targetsAt] = [grid.columns.indexOf("target"), grid.columns.indexOf("targets")];
  for (const { tr, fields } of rows.all) {
    const [cell, list] = [tr.cells[targetAt], tr.cells[targetsAt]];
    if (cell) markTarget(cell, fields.target[0] ?? "", [tr]);
    for (const name of list ? namesIn(list) : []) markTarget(name, name.textContent, [name], false);
  }
};

/** A page without a tool bar in which to choose the CPU has a bar for that alone. */
const addChoice = () => {
  const about = document.querySelector("[data-target] > .cache-summary");
  const marked = document.querySelector(".cache-box :is([data-column=target], [data-column=targets])");
  if (document.querySelector(".cache-mine") || !(about || marked)) return;
  const bar = make("div", { className: "cache-tools" }, cpuChoice());
  if (about) about.after(bar);
  else marked?.closest(".cache-box")?.before(bar);
  markTarget(bar, about?.parentElement?.dataset.target ?? "", [], true);
};

/** @param {TableView[]} views */
export const markTargets = (views) => {
  views.forEach(markRows);
  for (const table of document.querySelectorAll("table")) if (table.matches(".cache-matrix")) markMatrix(table);
  for (const link of document.querySelectorAll(".cache-summary a, #runs-on a")) {
    if (/targets\//.test(link.getAttribute("href") ?? "")) markTarget(link, link.textContent, [link], false);
  }
  addChoice();
};
