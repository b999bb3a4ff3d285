// @ts-check
// Tables of specs and of packages that readers filter and sort; what is shown stands in the address of the page.

import { readState, writeState } from "./address.js";
import { announce, button } from "./elements.js";
import { FACETS, FIELDS, NO_COMPILER } from "./fields.js";
import { say } from "./project.js";
import { parseQuery } from "./query.js";
import { choose, compareNames, comparer, sorted } from "./rows.js";
import { addTools } from "./tools.js";

/** @import { State } from "./address.js" */
/** @import { Chosen, FieldName, Fields } from "./fields.js" */
/** @import { Tools } from "./tools.js" */

/**
 * @typedef {object} TableRow
 * @property {HTMLTableRowElement} tr
 * @property {Fields} fields
 * @property {boolean} isHit Whether it is among what the reader asked for.
 * @property {HTMLTableRowElement} [more] The row below it, once it was opened.
 * @property {string} [letter] The letter of an A-Z list below which it stands, as its anchor.
 */

const HANDFUL = 6; // so many rows are seen at a glance
const SCREEN = 60; // so many rows are shown at once
const STEP = 200; // and so many more with every frame
const HELD = "cache-held";

const VARIANT = /(?:[^\s'"]|'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?)+/g;
const SEVERAL = ["stacks", "targets", "versions"];
/** @type {Record<string, FieldName>} */
const SINGULAR = { versions: "version", targets: "target" };

/** @param {string} column @param {HTMLTableCellElement} cell */
const valuesOf = (column, cell) => {
  if (column === "variants") {
    return [...cell.querySelectorAll("code")].flatMap((code) => code.textContent.match(VARIANT) ?? []);
  }
  // A remark of ours says that there is no value.
  if (cell.firstElementChild?.className === "cache-note") return column === "compiler" ? [NO_COMPILER] : [];
  const text = cell.textContent.trim();
  return SEVERAL.includes(column) ? text.split(", ").filter(Boolean) : [text];
};

/** @param {string} variant */
const bare = (variant) => variant.replace(/^[+~]/, "");

/** @param {View} view @returns {TableRow[]} */
const readRows = ({ table, columns, box, isSpecs }) => {
  const above = box.previousElementSibling;
  const shared = above?.matches(".cache-common") ? [...above.querySelectorAll("code")] : [];
  const common = shared.map((code) => code.textContent);
  const hashAt = columns.indexOf("hash");
  return [...(table.tBodies[0]?.rows ?? [])].map((tr) => {
    const fields = /** @type {Fields} */ ({});
    for (const name of FIELDS) fields[name] = [table.dataset[name] ?? []].flat();
    columns.forEach((column, at) => {
      const name = SINGULAR[column] ?? /** @type {FieldName} */ (column);
      const cell = tr.cells[at];
      if (cell && name !== "hash" && fields[name]) fields[name] = valuesOf(column, cell);
    });
    fields.variants = [...fields.variants, ...common].sort((a, b) => compareNames(bare(a), bare(b)));
    const hash = isSpecs && (tr.id || tr.cells[hashAt]?.querySelector("[title]")?.getAttribute("title"));
    if (hash) fields.hash = [hash];
    return { tr, fields, isHit: true };
  });
};

/** @param {TableRow} row @param {boolean} hidden */
const setHidden = ({ tr, more }, hidden) => {
  if (tr.hidden !== hidden) tr.hidden = hidden;
  if (more) more.hidden = hidden;
};

/** A table of which readers choose what they see. */
export class View {
  /** @param {HTMLTableElement} table @param {number} number Of the tables of the page, for the address. */
  constructor(table, number) {
    this.table = table;
    this.number = number;
    this.box = table.closest(".cache-box") ?? table;
    this.isSpecs = table.classList.contains("cache-specs");
    this.headers = [...(table.tHead?.rows[0]?.cells ?? [])];
    this.columns = this.headers.map((header) => header.dataset.column ?? "");
    this.rows = readRows(this);
    this.ordered = this.rows;
    /** @type {State} */
    this.state = { q: "", sort: "", chosen: {} };
    /** @type {Tools | null} */
    this.tools = null;
    /** @type {Map<FieldName, string[]>} */
    this.values = new Map();
    this.frame = 0;
  }

  /** Takes from the address what means anything here. */
  start() {
    if (this.isSpecs && this.rows.length > 1) this.addSorting();
    this.restore();
    if (this.rows.length > HANDFUL) {
      this.addTools();
      this.apply();
    }
    this.reveal();
  }

  restore() {
    this.show(readState(location.search, this.number));
  }

  addTools() {
    this.tools ??= addTools(this);
  }

  focus() {
    (this.tools?.bar ?? this.box).scrollIntoView();
    if (this.box instanceof HTMLElement) this.box.focus({ preventScroll: true });
  }

  get shown() {
    return this.ordered.filter(({ isHit }) => isHit);
  }

  get isFiltered() {
    return !!this.state.q || Object.values(this.state.chosen).some((values) => values.length);
  }

  /** @param {FieldName} field */
  header(field) {
    return this.headers[this.columns.indexOf(field)];
  }

  /** @param {FieldName} field */
  comparer(field) {
    return comparer(field, JSON.parse(this.header(field)?.dataset.order ?? "[]"));
  }

  /** The values of a field, each once, in order. @param {FieldName} field */
  valuesOf(field) {
    const known = this.values.get(field);
    if (known) return known;
    const values = [...new Set(this.rows.flatMap(({ fields }) => fields[field]))].sort(this.comparer(field));
    if (field === "version") values.reverse();
    this.values.set(field, values);
    return values;
  }

  /** @param {Partial<State>} changes */
  change(changes) {
    this.show({ ...this.state, ...changes });
    try {
      history.replaceState(history.state, "", this.address(this.state, location.hash));
    } catch {
      // Some browsers refuse it for files, or when it comes often.
    }
  }

  /** The address that shows a state. @param {Partial<State>} state @param {string} [hash] */
  address(state, hash = `#${this.table.closest("section[id]")?.id ?? ""}`) {
    const address = new URL(location.href);
    address.search = writeState(address.search, this.number, state);
    address.hash = hash;
    return address.href;
  }

  /** Shows a state, but for values and columns that are not here. @param {Partial<State>} state */
  show({ q = "", sort = "", chosen = {} }) {
    /** @type {Chosen} */
    const known = {};
    for (const [facet, field] of FACETS) {
      known[facet] = this.isSpecs ? this.valuesOf(field).filter((value) => chosen[facet]?.includes(value)) : [];
    }
    const before = this.state.sort;
    this.state = { q, sort: this.isSortedBy(sort) ? sort : "", chosen: known };
    if (this.state.sort !== before) this.order();
    // A small table has its tools once there is something to take back.
    if (this.isFiltered) this.addTools();
    this.apply();
  }

  apply() {
    const { terms, problems } = parseQuery(this.state.q);
    const { shown, counts } = choose(this.rows, terms, this.state.chosen);
    if (shown.includes(false)) this.holdColumns();
    this.rows.forEach((row, at) => {
      row.isHit = !!shown[at];
      if (!row.isHit) setHidden(row, true);
    });
    cancelAnimationFrame(this.frame);
    this.unfold(this.shown.filter(({ tr }) => tr.hidden), SCREEN);
    this.moveLetters();
    this.tools?.tell(shown.filter(Boolean).length, counts, problems);
  }

  /** Shows rows, most of them when there is time. @param {TableRow[]} rows @param {number} step */
  unfold(rows, step) {
    for (const row of rows.slice(0, step)) setHidden(row, false);
    if (rows.length > step) this.frame = requestAnimationFrame(() => this.unfold(rows.slice(step), STEP));
  }

  /** Keeps the widths of columns while rows come and go, which is calmer and quicker, until the page changes. */
  holdColumns() {
    const { box, headers, table } = this;
    if (table.classList.contains(HELD)) return;
    const widths = [table, ...headers].map((element) => element.getBoundingClientRect().width);
    if (!widths[0]) return; // it lies in something that is closed
    /** @param {(element: HTMLElement, at: number) => string} width */
    const set = (width) => [table, ...headers].forEach((element, at) => (element.style.width = width(element, at)));
    const given = table.style.width;
    const { clientWidth } = box;
    set((_, at) => `${widths[at]}px`);
    table.classList.add(HELD);
    const watcher = new ResizeObserver(() => {
      if (box.clientWidth === clientWidth) return;
      watcher.disconnect();
      set((_, at) => (at ? "" : given));
      table.classList.remove(HELD);
    });
    watcher.observe(box);
  }

  // -- order

  addSorting() {
    this.headers.forEach((header, at) => {
      const column = /** @type {FieldName} */ (this.columns[at]);
      if (!FIELDS.includes(column)) return;
      const sorter = button("cache-sort", "", () => this.sortBy(column));
      sorter.append(...header.childNodes);
      header.append(sorter);
    });
  }

  /** @param {string} sort */
  isSortedBy(sort) {
    const column = /** @type {FieldName} */ (sort.replace(/^-/, ""));
    return this.isSpecs && this.columns.includes(column) && FIELDS.includes(column);
  }

  /** Up, down, and back to how the table was written. @param {FieldName} column */
  sortBy(column) {
    const { sort } = this.state;
    this.change({ sort: sort === column ? `-${column}` : sort === `-${column}` ? "" : column });
    const word = sort === column ? "descending" : sort === `-${column}` ? "unsorted" : "ascending";
    announce(say(word, { column: this.header(column)?.textContent ?? "" }));
  }

  order() {
    const { sort } = this.state;
    const column = /** @type {FieldName} */ (sort.replace(/^-/, ""));
    const isDown = sort !== column;
    this.ordered = sort ? sorted(this.rows, column, this.comparer(column), isDown) : this.rows;
    if (this.rows.length > SCREEN) this.rows.forEach((row) => setHidden(row, true));
    this.table.tBodies[0]?.append(...this.ordered.flatMap(({ tr, more }) => (more ? [tr, more] : [tr])));
    this.headers.forEach((header, at) => {
      header.ariaSort = this.columns[at] !== column ? null : isDown ? "descending" : "ascending";
    });
  }

  // -- places within the table

  /** The row to which the address leads is seen, whatever is filtered. */
  reveal() {
    const wanted = location.hash.slice(1);
    const row = wanted && this.rows.find(({ tr }) => tr.id === wanted);
    if (!row || row.isHit) return;
    this.change({ q: "", chosen: {} });
    row.tr.scrollIntoView();
  }

  /** Lets each letter of the bar above a list lead to the first row that is shown. */
  moveLetters() {
    const bar = this.box.previousElementSibling;
    if (this.isSpecs || !bar?.matches(".cache-letters")) return;
    let letter = "";
    for (const row of this.rows) {
      row.letter ??= row.tr.id || letter;
      letter = row.letter;
      row.tr.removeAttribute("id");
    }
    for (const link of bar.querySelectorAll("a")) {
      const first = this.shown.find((row) => `#${row.letter}` === link.hash);
      if (first) first.tr.id = first.letter ?? "";
      link.hidden = !first;
    }
  }
}

/** Those of the page. */
export const views = [...document.querySelectorAll("table")]
  .filter((table) => table.matches(".cache-specs, .cache-packages"))
  .map((table, at) => new View(table, at + 1));
for (const view of views) view.start();
addEventListener("popstate", () => views.forEach((view) => view.restore()));
addEventListener("hashchange", () => views.forEach((view) => view.reveal()));
