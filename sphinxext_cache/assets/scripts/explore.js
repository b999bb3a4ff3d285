// @ts-check
// The explorer: readers filter and sort all specs of a tag. Only the rows that are in view are drawn.

import { readState, writeState } from "./address.js";
import { cpu } from "./cpu.js";
import { announce, button, copyButton, make } from "./elements.js";
import { FACETS, NO_COMPILER } from "./fields.js";
import { say } from "./project.js";
import { parseQuery } from "./query.js";
import { chooseSpecs, decodeSpecs, orderSpecs, specFields } from "./specs.js";
import { runsOn } from "./targets.js";
import { addTools } from "./tools.js";

/** @import { State } from "./address.js" */
/** @import { Chosen, FieldName } from "./fields.js" */
/** @import { SpecTable } from "./specs.js" */
/** @import { Filtered } from "./tools.js" */

const BEYOND = 8; // rows above and below those in view, so that the keyboard reaches them
const ROOM = 0.75; // of the height of the window: what the style sheet gives the rows at the most
const SHORT_HASH = 7; // characters of a hash, as tables show it
const MOST = 60; // versions to choose from
const PAUSE = 200; // milliseconds after a change until the address tells it: it takes as long as the search
const WIDEST = 32; // characters of a column
/** @type {FieldName[]} */
const SORTED = ["package", "version", "compiler", "os", "target"];

/** @param {string} target */
const cpuMark = (target) => {
  const runs = cpu ? runsOn(target, cpu) : null;
  if (runs === null) return "";
  const text = say(runs ? "runs" : "runsNot", { cpu });
  const said = runs ? make("span", { className: "cache-hidden" }, text) : text;
  return make("span", { className: `cache-cpu ${runs ? "cache-yes" : "cache-no"}` }, " ", said);
};

/** Rows that are not drawn, as one of their height. @param {number} columns */
const makeSpace = (columns) => {
  const cell = make("td", { colSpan: columns, className: "cache-space" });
  return { body: make("tbody", { ariaHidden: "true" }, make("tr", {}, cell)), cell };
};

/** @implements {Filtered} */
class Explorer {
  /** @param {HTMLElement} place @param {HTMLTableElement} table @param {SpecTable} specs */
  constructor(place, table, specs) {
    this.place = place;
    this.table = table;
    this.specs = specs;
    this.box = /** @type {HTMLElement} */ (table.closest(".cache-box"));
    this.body = table.createTBody();
    this.headers = [...(table.tHead?.rows[0]?.cells ?? [])];
    this.columns = this.headers.map((header) => /** @type {FieldName} */ (header.dataset.field));
    this.isSpecs = true;
    this.rows = { length: specs.count };
    /** @type {State} */
    this.state = { q: "", sort: "", chosen: {} };
    this.order = specs.all;
    this.found = specs.all;
    /** @type {Map<number, HTMLTableRowElement>} */
    this.drawn = new Map();
    // To ask for these at every key would have the browser lay out the page twice.
    this.height = 0; // of a row, once one was measured
    this.top = 0; // how far down the box is scrolled
    this.room = 0; // how high it is
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    this.above = makeSpace(this.columns.length);
    this.below = makeSpace(this.columns.length);
    this.versions = make("span", { className: "cache-facet", role: "group", ariaLabel: this.labelOf("version") });
  }

  start() {
    this.body.before(this.above.body);
    this.body.after(this.below.body);
    for (const header of this.headers) {
      const field = /** @type {FieldName} */ (header.dataset.field);
      // As wide as its longest value, lest columns move while one scrolls.
      const { values, sets } = this.specs.fields[field];
      const longest = values.reduce((length, value) => Math.max(length, value.length), 0);
      header.style.minWidth = `${field === "hash" ? 10 : sets ? WIDEST : 0.9 * Math.min(WIDEST, longest)}ch`;
      if (!SORTED.includes(field)) continue;
      const sorter = button("cache-sort", "", () => this.sortBy(field));
      sorter.append(...header.childNodes);
      header.append(sorter);
    }
    this.tools = addTools(this);
    this.place.querySelector(".cache-mine")?.before(this.versions);
    this.show(readState(location.search, 1));
    this.box.addEventListener("scroll", () => {
      this.top = this.box.scrollTop;
      this.draw();
    });
    addEventListener("resize", () => {
      this.height = 0;
      this.redraw();
    });
    new ResizeObserver(() => {
      this.room = this.box.clientHeight;
      this.draw();
    }).observe(this.box);
    document.addEventListener("cache-cpu", () => this.redraw());
  }

  // -- what the tool bar asks for

  /** For a file, all that is known of what is shown. */
  get shown() {
    return Array.from(this.found, (spec) => ({ fields: specFields(this.specs, spec) }));
  }

  get isFiltered() {
    return !!this.state.q || Object.values(this.state.chosen).some((values) => values.length);
  }

  /** @param {FieldName} field */
  header(field) {
    return this.headers[this.columns.indexOf(field)];
  }

  /** @param {FieldName} field */
  labelOf(field) {
    return this.header(field)?.textContent ?? field;
  }

  /** What to choose from. Versions mean little among many packages. @param {FieldName} field */
  valuesOf(field) {
    return field === "version" ? [] : this.specs.fields[field].values;
  }

  /** @param {Partial<State>} changes */
  change(changes) {
    this.show({ ...this.state, ...changes });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      const search = writeState(location.search, 1, this.state);
      history.replaceState(history.state, "", location.pathname + search + location.hash);
    }, PAUSE);
  }

  // -- which specs, and in which order

  /** Shows a state, but for values and columns that are not here. @param {Partial<State>} state */
  show({ q = "", sort = "", chosen = {} }) {
    /** @type {Chosen} */
    const known = {};
    for (const [facet, field] of FACETS) {
      const wanted = new Set(chosen[facet]);
      known[facet] = wanted.size ? this.specs.fields[field].values.filter((value) => wanted.has(value)) : [];
    }
    const field = /** @type {FieldName} */ (sort.replace(/^-/, ""));
    const before = this.state.sort;
    this.state = { q, sort: SORTED.includes(field) ? sort : "", chosen: known };
    if (this.state.sort !== before) this.sort(field, sort !== field);
    this.apply();
  }

  apply() {
    const { terms, problems } = parseQuery(this.state.q);
    const { shown, counts } = chooseSpecs(this.specs, this.order, terms, this.state.chosen);
    this.found = shown;
    this.table.ariaRowCount = String(shown.length + 1);
    if (this.top) this.box.scrollTop = this.top = 0;
    this.redraw();
    this.tools?.tell(shown.length, counts, problems);
    this.offerVersions(counts.version);
  }

  /** @param {FieldName} field @param {boolean} isDown */
  sort(field, isDown) {
    const { sort } = this.state;
    this.order = sort ? orderSpecs(this.specs, field, isDown) : this.specs.all;
    for (const header of this.headers) {
      header.ariaSort = sort && header.dataset.field === field ? (isDown ? "descending" : "ascending") : null;
    }
  }

  /** Up, down, and back to the order of the file. @param {FieldName} field */
  sortBy(field) {
    const { sort } = this.state;
    this.change({ sort: sort === field ? `-${field}` : sort === `-${field}` ? "" : field });
    const word = sort === field ? "descending" : sort === `-${field}` ? "unsorted" : "ascending";
    announce(say(word, { column: this.labelOf(field) }));
  }

  /** The versions of a package, once it is the only one. @param {Map<string, number>} counts */
  offerVersions(counts) {
    const { codes } = this.specs.fields.package;
    const [first = 0] = this.found;
    const chosen = this.state.chosen.version ?? [];
    const isOne = this.found.length > 0 && this.found.every((spec) => codes[spec] === codes[first]);
    const offered = [...counts].filter(([version, n]) => chosen.includes(version) || (isOne && n)).slice(-MOST);
    const before = [...this.versions.children];
    const pills = offered.reverse().map(([version, n]) => {
      const name = `${version} `;
      const known = before.find((each) => each.firstChild?.textContent === name);
      const pill = known ?? button("cache-pill", name, () => this.toggleVersion(version));
      if (!known) pill.append(make("span", {}));
      pill.children[0]?.replaceChildren(String(n));
      pill.ariaPressed = String(chosen.includes(version));
      return pill;
    });
    if (pills.length !== before.length || pills.some((pill, at) => pill !== before[at])) {
      this.versions.replaceChildren(...pills);
    }
    this.versions.hidden = pills.length < 2 && !chosen.length;
  }

  /** @param {string} version */
  toggleVersion(version) {
    const before = this.state.chosen.version ?? [];
    const after = before.includes(version) ? before.filter((each) => each !== version) : [...before, version];
    this.change({ chosen: { ...this.state.chosen, version: after } });
  }

  // -- rows

  redraw() {
    this.drawn.clear();
    this.body.replaceChildren();
    this.draw();
  }

  draw() {
    const { body, drawn, found } = this;
    const height = this.height || 30;
    const room = Math.max(this.room, ROOM * innerHeight); // a box with few rows is low, until there are more
    const top = Math.max(0, Math.floor(this.top / height) - BEYOND);
    const first = Math.min(top - (top % 2), Math.max(0, found.length - 1)); // themes colour every other row
    const last = Math.min(found.length, Math.ceil((this.top + room) / height) + BEYOND);
    for (const [at, row] of drawn) {
      if (at >= first && at < last) continue;
      row.remove();
      drawn.delete(at);
    }
    /** @type {HTMLTableRowElement | null} */
    let next = null;
    for (let at = last - 1; at >= first; at--) {
      /** @type {HTMLTableRowElement} */
      const row = drawn.get(at) ?? this.makeRow(at);
      if (!row.isConnected) body.insertBefore(row, next);
      drawn.set(at, row);
      next = row;
    }
    this.above.cell.style.height = `${first * height}px`;
    this.below.cell.style.height = `${Math.max(0, found.length - last) * height}px`;
    this.above.body.hidden = !first;
    this.below.body.hidden = last >= found.length;
    if (this.height || !next) return;
    this.height = next.getBoundingClientRect().height || height;
    this.draw();
  }

  /** @param {number} at */
  makeRow(at) {
    const fields = specFields(this.specs, this.found[at] ?? 0);
    const [[name = ""], [hash = ""], [target = ""]] = [fields.package, fields.hash, fields.target];
    const page = (this.place.dataset.package ?? "").replace("{package}", encodeURIComponent(name));
    const href = hash ? `${page}#${hash}` : page;
    const short = hash.slice(0, SHORT_HASH);
    const link = make("a", { href }, make("code", {}, short));
    /** @type {Partial<Record<FieldName, (Node | string)[]>>} */
    const contents = {
      hash: hash ? [link, " ", copyButton(hash, say("copyHash", { hash: short }))] : [],
      package: [make("a", { href }, name)],
      target: [target, cpuMark(target)],
      variants: [make("code", {}, fields.variants.join(" "))],
    };
    if (fields.compiler[0] === NO_COMPILER) {
      contents.compiler = [make("span", { className: "cache-note" }, say("noCompiler"))];
    }
    const row = make("tr", { ariaRowIndex: String(at + 2) });
    for (const column of this.columns) {
      const content = contents[column] ?? [fields[column].join(", ")];
      row.append(column === "package" ? make("th", { scope: "row" }, ...content) : make("td", {}, ...content));
    }
    if (row.querySelector(".cache-no")) row.className = "cache-other";
    return row;
  }
}

/** @param {HTMLElement} place */
const start = async (place) => {
  const table = place.querySelector("table");
  const [note, wait] = place.querySelectorAll("p");
  if (!table || !note || !wait) return;
  note.hidden = true;
  wait.hidden = false;
  try {
    const response = await fetch(place.dataset.file ?? "");
    if (!response.ok) throw new Error(response.statusText);
    const specs = decodeSpecs(await response.json());
    for (const hidden of place.querySelectorAll(".cache-box")) /** @type {HTMLElement} */ (hidden).hidden = false;
    new Explorer(place, table, specs).start();
  } catch (error) {
    console.warn(error);
    note.hidden = false;
  }
  wait.hidden = true;
};

const place = document.querySelector(".cache-explorer");
// A browser fetches nothing for a page that is a file: what it says where the explorer would be stays.
if (place instanceof HTMLElement && location.protocol !== "file:") void start(place);
