// @ts-check
// What runs on the reader's CPU: marks beside targets, wherever a page names them.

import { cpuBar, cpuMark, followCpu, runsHere } from "./cpu.js";
import { make } from "./elements.js";

/** @import { TableView } from "./tables.js" */
/** @import { View } from "./view.js" */

/** The targets that the page names. @type {Set<string>} */
const named = new Set();

/**
 * Says whether binaries for a target run there, and dims what belongs to one that does not.
 * @param {Element} place Where its name is.
 * @param {string} target @param {Element[]} parts
 * @param {boolean} [inWords] Whether it is always said in words, or never.
 */
const markTarget = (place, target, parts, inWords) => {
  /** @type {Element | null} */
  let mark = null;
  named.add(target);
  const update = () => {
    const runs = runsHere(target);
    for (const part of parts) part.classList.toggle("cache-other", runs === false);
    mark?.remove();
    mark = runs === null ? null : cpuMark(runs, inWords);
    if (mark) place.append(mark);
  };
  followCpu(update);
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
const markMatrix = ({ rows }) => {
  const [head, ...lines] = rows;
  [...(head?.cells ?? [])].forEach((header, at) => {
    if (header.dataset.column !== "target") return;
    if (at) markTarget(header, header.textContent, [...rows].flatMap(({ cells }) => cells[at] ?? []));
    else for (const row of lines.slice(0, -1)) markTarget(row.cells[0] ?? row, row.cells[0]?.textContent ?? "", [row]);
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

/** The box of the first table that names targets, or what belongs to it and comes before. */
const firstTable = () => {
  /** @type {Element | null | undefined} */
  let place = document.querySelector(".cache-box :is([data-column=target], [data-column=targets])")?.closest(".cache-box");
  while (place?.previousElementSibling?.matches(".cache-tools, .cache-printed, .cache-common, .cache-letters")) {
    place = place.previousElementSibling;
  }
  return place;
};

/**
 * Has the CPU chosen below what is said of the page, or before the first table that names targets.
 * @param {View[]} views @returns {HTMLElement | null} Where it is asked for; null if the page names no target.
 */
export const addChoice = (views) => {
  const followers = views.filter(({ rows }) => rows.tells("target"));
  for (const name of followers.flatMap(({ rows }) => rows.valuesOf("target"))) named.add(name);
  const summary = document.querySelector(":is(.cache-breadcrumbs ~ section, [data-target]) > .cache-summary");
  const about = summary?.parentElement?.dataset.target;
  if (about) named.add(about);
  if (!named.size) return null;
  const bar = cpuBar(named, followers);
  let above = summary;
  while (above?.nextElementSibling?.matches(".cache-find, .cache-origin, .cache-ways")) above = above.nextElementSibling;
  if (above) above.after(bar);
  else firstTable()?.before(bar);
  if (about) markTarget(bar, about, [], true);
  return bar;
};

/** @param {TableView[]} views */
export const markTargets = (views) => {
  views.forEach(markRows);
  /** @type {NodeListOf<HTMLTableElement>} */
  const matrices = document.querySelectorAll(".cache-matrix");
  matrices.forEach(markMatrix);
  for (const link of document.querySelectorAll(":is(.cache-summary, #runs-on) a[href*='targets/']")) {
    markTarget(link, link.textContent, [link], false);
  }
  addChoice(views);
};
