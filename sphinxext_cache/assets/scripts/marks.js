// @ts-check
// What readers find within tables: what to copy, all that is known of a spec, and what runs on their CPU.

import { cpu, cpuChoice } from "./cpu.js";
import { copyButton, make } from "./elements.js";
import { say } from "./project.js";
import { views } from "./tables.js";
import { runsOn } from "./targets.js";

/** @import { TableRow, View } from "./tables.js" */

const SHORT = 7; // characters of a hash, as tables show it
const MANY = 200;
const BRIEF = [false, false];

// -- rows of specs

/** @param {View} view @param {TableRow} row @param {string} hash */
const moreOf = ({ box, columns }, { fields }, hash) => {
  const toCopy = (/** @type {string} */ text) =>
    make("dd", {}, make("code", {}, text), " ", copyButton(text, say("copy", { text })));
  const list = make("dl", {});
  list.style.maxWidth = `${box.clientWidth}px`; // the table may be wider than what one sees of it
  list.append(make("dt", {}, say("commands")), toCopy(`spack install /${hash}`), toCopy(`spack load /${hash}`));
  list.append(make("dt", {}, say("hash")), toCopy(hash));
  if (fields.variants.length) {
    list.append(make("dt", {}, say("variants")), make("dd", {}, make("code", {}, fields.variants.join(" "))));
  }
  return make("tr", { className: "cache-more" }, make("td", { colSpan: columns.length }, list));
};

/** @param {View} view @param {TableRow} row @param {boolean} isOpen */
const openOrClose = (view, row, isOpen) => {
  row.more?.remove();
  delete row.more;
  if (!isOpen) return;
  row.more = moreOf(view, row, row.fields.hash[0] ?? "");
  row.more.hidden = row.tr.hidden;
  row.tr.after(row.more);
};

/** @param {View} view */
const addToRows = (view) => {
  const hashAt = view.columns.indexOf("hash");
  /** What is still to be done for a row. @type {Map<Element, () => void>} */
  const later = new Map();
  for (const row of view.rows) {
    const [hash] = row.fields.hash;
    const cell = row.tr.cells[hashAt];
    const details = row.tr.querySelector("details") ?? make("details", {}, make("summary", {}, say("install")));
    if (!hash || !(cell || details.parentElement)) continue;
    if (!details.parentElement) cell?.append(details);
    details.parentElement?.classList.add("cache-hash");
    details.before(make("br", {}));
    later.set(row.tr, () => {
      const short = hash.slice(0, SHORT);
      cell?.firstElementChild?.after(" ", copyButton(hash, say("copyHash", { hash: short })));
      details.after(" ", copyButton(`spack install /${hash}`, say("copy", { text: `spack install /${short}` })));
      details.ontoggle = () => openOrClose(view, row, details.open);
    });
  }
  const finish = (/** @type {Element | null} */ tr) => {
    if (!tr) return;
    later.get(tr)?.();
    later.delete(tr);
  };
  // A browser is slow with thousands of buttons; those of a long table come when its row is looked at.
  [...later.keys()].slice(0, later.size > MANY ? 1 : MANY).forEach(finish);
  for (const type of later.size ? ["pointerover", "focusin", "toggle"] : []) {
    const look = (/** @type {Event} */ { target }) => finish(target instanceof Element ? target.closest("tr") : null);
    view.table.addEventListener(type, look, true);
  }
  view.table.classList.add("cache-live");
};

// -- the reader's CPU

/** Says whether binaries for a target run there, and dims what belongs to one that does not.
 * @param {Element} place Where its name stands
 * @param {string} target @param {Element[]} parts
 * @param {boolean[]} inWords Whether it is said in words that it runs, and that it does not
 */
const markTarget = (place, target, parts, inWords = [false, true]) => {
  const mark = make("span", {});
  const update = () => {
    const runs = cpu ? runsOn(target, cpu) : null;
    for (const part of parts) part.classList.toggle("cache-other", runs === false);
    mark.remove();
    if (runs === null) return;
    const text = ` ${say(runs ? "runs" : "runsNot", { cpu })}`;
    mark.className = `cache-cpu ${runs ? "cache-yes" : "cache-no"}`;
    mark.replaceChildren(inWords[runs ? 0 : 1] ? text : make("span", { className: "cache-hidden" }, text));
    place.append(mark);
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

/** @param {View} view */
const markRows = ({ columns, rows }) => {
  const [targetAt, targetsAt] = [columns.indexOf("target"), columns.indexOf("targets")];
  for (const { tr, fields } of rows) {
    const [cell, list] = [tr.cells[targetAt], tr.cells[targetsAt]];
    if (cell) markTarget(cell, fields.target[0] ?? "", [tr]);
    for (const name of list ? namesIn(list) : []) markTarget(name, name.textContent, [name], BRIEF);
  }
};

for (const view of views) {
  if (view.isSpecs) addToRows(view);
  markRows(view);
}
for (const table of document.querySelectorAll("table")) if (table.matches(".cache-matrix")) markMatrix(table);
for (const link of document.querySelectorAll(".cache-summary a, #runs-on a")) {
  if (/targets\//.test(link.getAttribute("href") ?? "")) markTarget(link, link.textContent, [link], BRIEF);
}

// A page without a tool bar in which to choose it has a bar for that alone.
const about = document.querySelector("[data-target] > .cache-summary");
const marked = document.querySelector(".cache-box :is([data-column=target], [data-column=targets])");
if (!document.querySelector(".cache-mine") && (about || marked)) {
  const bar = make("div", { className: "cache-tools" }, cpuChoice());
  if (about) about.after(bar);
  else marked?.closest(".cache-box")?.before(bar);
  markTarget(bar, about?.parentElement?.dataset.target ?? "", [], [true, true]);
}
