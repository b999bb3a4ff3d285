// @ts-check
// What readers find in the rows of a table of specs: what to copy, and all that is known of a spec.

import { copyButton, make } from "./elements.js";
import { SHORT_HASH } from "./fields.js";
import { say } from "./project.js";

/** @import { Grid } from "./grid.js" */
/** @import { TableRow } from "./table-rows.js" */
/** @import { TableView } from "./tables.js" */

const MANY = 200;

/** What to type for the spec of a row: how to install it, or how to load what is installed, if there is a way. */
const commandsOf = (/** @type {TableRow} */ { tr }, /** @type {string} */ hash) => {
  const { load } = tr.dataset;
  return load === undefined ? [`spack install /${hash}`, `spack load /${hash}`] : load ? [load] : [];
};

/** @param {Grid} grid @param {TableRow} row @param {string} hash */
const moreOf = ({ box, columns }, row, hash) => {
  const commands = commandsOf(row, hash);
  const { fields } = row;
  const toCopy = (/** @type {string} */ text) =>
    make("dd", {}, make("code", {}, text), " ", copyButton(text, say("copy", { text })));
  const list = make("dl", {});
  list.style.maxWidth = `${box.clientWidth}px`; // the table may be wider than what one sees of it
  if (commands.length) list.append(make("dt", {}, say("commands")), ...commands.map(toCopy));
  list.append(make("dt", {}, say("hash")), toCopy(hash));
  if (fields.variants.length) {
    list.append(make("dt", {}, say("variants")), make("dd", {}, make("code", {}, fields.variants.join(" "))));
  }
  return make("tr", { className: "cache-more" }, make("td", { colSpan: columns.length }, list));
};

/** @param {Grid} grid @param {TableRow} row @param {boolean} isOpen */
const openOrClose = (grid, row, isOpen) => {
  row.more?.remove();
  delete row.more;
  if (!isOpen) return;
  row.more = moreOf(grid, row, row.fields.hash[0] ?? "");
  row.more.hidden = row.tr.hidden;
  row.tr.after(row.more);
};

/** Adds them to the rows of a table of specs. @param {TableView} view */
export const addDetails = ({ grid, rows }) => {
  const hashAt = grid.columns.indexOf("hash");
  /** What is still to be done for a row. @type {Map<Element, () => void>} */
  const later = new Map();
  for (const row of rows.all) {
    const [hash] = row.fields.hash;
    const cell = row.tr.cells[hashAt];
    const [command] = hash ? commandsOf(row, hash) : [];
    const word = row.tr.dataset.load === undefined ? "install" : command ? "load" : "variants";
    const details = row.tr.querySelector("details") ?? make("details", {}, make("summary", {}, say(word)));
    if (!hash || !(cell || details.parentElement)) continue;
    if (!details.parentElement) cell?.append(details);
    details.parentElement?.classList.add("cache-hash");
    details.before(make("br", {}));
    later.set(row.tr, () => {
      const short = hash.slice(0, SHORT_HASH);
      cell?.firstElementChild?.after(" ", copyButton(hash, say("copyHash", { hash: short })));
      if (command) details.after(" ", copyButton(command, say("copy", { text: command.replace(hash, short) })));
      details.ontoggle = () => openOrClose(grid, row, details.open);
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
};
