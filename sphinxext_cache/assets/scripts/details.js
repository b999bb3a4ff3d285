// @ts-check
// What readers find in the rows of a table of specs: what to copy, and all that is known of a spec.

import { commandsFor } from "./commands.js";
import { compareBox } from "./compare.js";
import { copyButton, make } from "./elements.js";
import { SHORT_HASH } from "./fields.js";
import { COMMANDS, COPY, COPY_HASH, COPY_SESSION, HASH_LABEL, INSTALL, LOAD, VARIANTS, say } from "./project.js";

/** @import { Fields } from "./fields.js" */
/** @import { TableRow } from "./cells.js" */
/** @import { Known } from "./compare.js" */
/** @import { TableView } from "./tables.js" */
/** @import { Rows } from "./rows.js" */
/** @import { View } from "./view.js" */

const MANY = 200;

/**
 * All that there is to know of a spec, and what to type for it, each with a button that copies it.
 * @template {Rows} R
 * @param {View<R>} view @param {Fields} fields @param {string} [load] What loads it; empty for nothing.
 * @param {Known} further What else is known.
 */
export const moreOf = (view, fields, load, further = []) => {
  const { box, columns } = view.grid;
  const [hash = ""] = fields.hash;
  const commands = commandsFor(view, fields, load).join("\n");
  const toCopy = (/** @type {string} */ text, /** @type {string} */ label) =>
    make("dd", {}, make("code", {}, text), " ", copyButton(() => text, label));
  const list = make("dl", {});
  list.style.maxWidth = `${box.clientWidth}px`; // the table may be wider than what one sees of it
  if (commands) list.append(make("dt", {}, COMMANDS), toCopy(commands, COPY_SESSION));
  if (load === undefined) list.append(toCopy(`spack load /${hash}`, say(COPY, { text: "spack load" })));
  if (hash) list.append(make("dt", {}, HASH_LABEL), toCopy(hash, say(COPY_HASH, { hash: hash.slice(0, SHORT_HASH) })));
  if (fields.variants.length) {
    list.append(make("dt", {}, VARIANTS), make("dd", {}, make("code", {}, fields.variants.join(" "))));
  }
  for (const [label, values] of further) {
    if (values.length) list.append(make("dt", {}, label), make("dd", {}, values.join(", ")));
  }
  return make("tr", { className: "cache-more" }, make("td", { colSpan: columns.length }, list));
};

/** @param {TableView} view @param {TableRow} row @param {boolean} isOpen */
const openOrClose = (view, row, isOpen) => {
  row.more?.remove();
  delete row.more;
  if (!isOpen) return;
  row.more = moreOf(view, row.fields, row.tr.dataset.load);
  row.more.hidden = row.tr.hidden;
  row.tr.after(row.more);
};

/** Adds them to the rows of a table of specs. @param {TableView} view */
export const addDetails = (view) => {
  const { grid, rows } = view;
  const hashAt = grid.columns.indexOf("hash");
  /** What is still to be done for a row. @type {Map<Element, () => void>} */
  const later = new Map();
  for (const row of rows.all) {
    const [hash] = row.fields.hash;
    const cell = row.tr.cells[hashAt];
    const { load } = row.tr.dataset;
    const word = load === undefined ? INSTALL : load ? LOAD : VARIANTS;
    /** @type {HTMLDetailsElement | null} */
    const written = row.tr.querySelector("details:not(.cache-fold)");
    const details = written ?? make("details", {}, make("summary", {}, word));
    if (!hash || !(cell || details.parentElement)) continue;
    if (!details.parentElement) cell?.append(details);
    details.parentElement?.classList.add("cache-hash");
    details.before(make("br", {}));
    if (cell) cell.ariaLabel = hash.slice(0, SHORT_HASH); // else all that one can press there is said with each cell
    later.set(row.tr, () => {
      const short = hash.slice(0, SHORT_HASH);
      cell?.firstElementChild?.after(" ", copyButton(() => hash, say(COPY_HASH, { hash: short })));
      const command = load ?? `spack install /${short}`;
      const commands = () => commandsFor(view, row.fields, load).join("\n");
      if (rows.length > 1) details.after(" ", compareBox(view, hash));
      if (command) details.after(" ", copyButton(commands, say(COPY, { text: command })));
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
    grid.table.addEventListener(type, look, true);
  }
  grid.table.classList.add("cache-live");
  // Another stack may be asked for, and what is to be typed names it.
  view.followers.push(() => {
    for (const row of rows.all) if (row.more) openOrClose(view, row, true);
  });
};
