// @ts-check
// What tables and the explorer have in common: readers filter and sort, and the address of the page says how.

import { keepState, readState, writeState } from "./address.js";
import { adviceFor } from "./advice.js";
import { cpu, takeCpu } from "./cpu.js";
import { announce, button } from "./elements.js";
import { ASCENDING, DESCENDING, UNSORTED, say } from "./project.js";
import { parseQuery } from "./query.js";
import { placesOfTargets, runsOn } from "./targets.js";
import { addTools } from "./tools.js";

/** @import { State } from "./address.js" */
/** @import { Chosen, FacetName, FieldName, Term } from "./fields.js" */
/** @import { Grid } from "./grid.js" */
/** @import { Rows } from "./rows.js" */
/** @import { Tools } from "./tools.js" */

/**
 * @typedef {object} Settings
 * @property {number} number Which of the tables of the page it is, from 1: addresses say so.
 * @property {boolean} isSpecs Whether the rows are specs; else they are packages.
 * @property {FieldName[]} sortable The columns by which readers may sort.
 * @property {string} [explorer] The address of the page that searches all specs, if there is one beside this.
 */

const PAUSE = 200; // milliseconds after a key until the address says what was typed: it takes longer than the search

/** A column to sort by, as a state has it. @param {string} sort */
const columnOf = (sort) => /** @type {FieldName | ""} */ (sort.replace(/^-/, ""));

/** @template {Rows} [R=Rows] */
export class View {
  /** @param {Grid} grid @param {R} rows @param {Settings} settings */
  constructor(grid, rows, { number, isSpecs, sortable, explorer = "" }) {
    this.grid = grid;
    this.rows = rows;
    this.number = number;
    this.isSpecs = isSpecs;
    this.sortable = sortable;
    this.explorer = explorer;
    /** @type {State} */
    this.state = { q: "", sort: "", chosen: {}, compare: [], cpu: "" };
    /** @type {Tools | null} */
    this.tools = null;
    this.advice = adviceFor(this);
    /** What the rows that are shown meet. @type {Term[]} */
    this.asked = [];
    /** What is done once other rows are shown. @type {(() => void)[]} */
    this.followers = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    addEventListener("pagehide", () => this.waiting && this.remember());
  }

  get isFiltered() {
    return !!(this.state.q || this.state.cpu) || Object.values(this.state.chosen).some((values) => values.length);
  }

  /** The stacks or targets of which the page alone speaks. */
  get within() {
    const { chosen } = readState(new URL(this.explorer, location.href));
    return Object.values(chosen).flat();
  }

  /** Has the tool bar, however few rows there are. */
  addTools() {
    this.tools ??= addTools(this);
  }

  addSorting() {
    const { columns, headers } = this.grid;
    headers.forEach((header, at) => {
      const column = this.sortable.find((field) => field === columns[at]);
      if (!column) return;
      const sorter = button("cache-sort", "", () => this.sortBy(column));
      sorter.append(...header.childNodes);
      header.append(sorter);
    });
  }

  /** Leads the reader here. @param {Element} [place] What is to be seen first */
  focus(place = this.tools?.bar ?? this.grid.box) {
    place.scrollIntoView();
    this.grid.box.focus({ preventScroll: true });
  }

  // -- what the reader asks for

  /** Takes from the address what means anything here. */
  restore() {
    // What was typed just now is not in it, and a link within the page changes it, too.
    if (this.waiting) this.remember();
    else this.show(readState(location, this.number, this.rows.choices));
  }

  /** @param {Partial<State>} changes */
  change(changes) {
    this.show({ ...this.state, ...changes });
    this.remember();
  }

  /** Compares other specs; the rows stay as they are. @param {string[]} compare */
  compare(compare) {
    this.state = { ...this.state, compare };
    for (const follow of this.followers) follow();
    this.remember();
  }

  /** @param {string} q What is typed so far. */
  type(q) {
    this.show({ ...this.state, q });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.remember(), PAUSE);
  }

  remember() {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    keepState(history.state, this.address(this.state, location.hash));
  }

  /** The address that shows a state. @param {Partial<State>} state @param {string} [hash] */
  address(state, hash = `#${this.grid.table.closest("section[id]")?.id ?? ""}`) {
    const address = writeState(location.href, state, this.number);
    address.hash = hash;
    return address.href;
  }

  /** @param {FacetName} facet @param {string} value */
  toggle(facet, value) {
    const before = this.state.chosen[facet] ?? [];
    const after = before.includes(value) ? before.filter((each) => each !== value) : [...before, value];
    this.change({ chosen: { ...this.state.chosen, [facet]: after } });
  }

  /** Shows all rows again. */
  reset() {
    this.change({ q: "", chosen: {}, cpu: "" });
    this.tools?.input.focus();
  }

  /** Up, down, and back to how the rows were written. @param {FieldName} column */
  sortBy(column) {
    const { sort } = this.state;
    this.change({ sort: sort === column ? `-${column}` : sort === `-${column}` ? "" : column });
    const word = sort === column ? DESCENDING : sort === `-${column}` ? UNSORTED : ASCENDING;
    announce(say(word, { column: this.grid.label(column) }));
  }

  // -- what the reader sees

  /** Shows a state, but for values and columns that are not here. @param {State} state */
  show({ q, sort, chosen, compare, cpu: asked }) {
    /** @type {Chosen} */
    const known = {};
    for (const [facet, field] of this.rows.choices) {
      const wanted = new Set(chosen[facet]);
      known[facet] = wanted.size ? this.rows.valuesOf(field).filter((value) => wanted.has(value)) : [];
    }
    const column = columnOf(sort);
    const before = this.state.sort;
    const mine = this.rows.tells("target") && placesOfTargets.has(asked) ? asked : "";
    this.state = { q, sort: this.sortable.some((field) => field === column) ? sort : "", chosen: known, compare, cpu: mine };
    if (mine && mine !== cpu) takeCpu(mine);
    if (this.state.sort !== before) this.sort();
    // A small table has its tools once there is something to take back.
    if (this.isFiltered) this.addTools();
    this.apply();
  }

  sort() {
    const { sort } = this.state;
    const column = columnOf(sort);
    this.rows.sort(column, sort !== column);
    this.grid.markSorted(column, sort !== column);
  }

  /** That the rows run on the reader's CPU, if they must. @returns {Term[]} */
  mine() {
    const { cpu: mine } = this.state;
    return mine ? [{ fields: ["target"], test: (target) => !!runsOn(target, mine), text: `cpu=${mine}` }] : [];
  }

  apply() {
    const { rows } = this;
    // What rows do not tell may be known elsewhere, so that it is read, and left out.
    const { terms, problems } = parseQuery(
      this.state.q,
      (field, test) => rows.has(field, test) || (!test && !rows.tells(field)),
    );
    const judged = terms.filter(({ fields, needs }) =>
      needs ? needs.every((what) => rows.tells(what)) : fields.some((field) => rows.tells(field)),
    );
    this.asked = [...judged, ...this.mine()];
    const n = rows.show(this.asked, this.state.chosen);
    rows.learn([...terms, ...this.mine()], () => this.apply());
    this.tools?.tell(n, problems);
    this.advice.tell(n, terms, judged);
    for (const follow of this.followers) follow();
  }
}
