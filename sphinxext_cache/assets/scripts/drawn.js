// @ts-check
// Rows of one height in a box that scrolls, of which only those in view are drawn.

import { make } from "./elements.js";
import { CUT, CUT_PRINT, say } from "./project.js";

/** @import { Grid } from "./grid.js" */

const BEYOND = 8; // rows above and below those in view, so that the keyboard reaches them
const PRINTED = 1000; // rows on paper: more are no reading, and take a browser long
const ROOM = 0.75; // of the height of the window: what the style sheet gives the rows at the most

/** Rows that are not drawn, as one of their height. @param {number} columns */
const makeSpace = (columns) => {
  const cell = make("td", { colSpan: columns, className: "cache-space" });
  return { body: make("tbody", { ariaHidden: "true" }, make("tr", {}, cell)), cell };
};

export class DrawnRows {
  /**
   * @param {Grid} grid
   * @param {(row: number, at: number) => HTMLTableRowElement} makeRow Draws a row, by its number and its place.
   * @param {(row: number) => HTMLTableRowElement} makeMore What is below it once it is open.
   */
  constructor(grid, makeRow, makeMore) {
    const { box, columns, table } = grid;
    this.grid = grid;
    this.table = table;
    this.box = box;
    this.makeRow = makeRow;
    this.makeMore = makeMore;
    /** What is below rows that are open, and how high, once that was measured. @type {Map<number, { tr: HTMLTableRowElement, height: number }>} */
    this.opened = new Map();
    /** All rows, by their numbers. @type {Uint32Array} */
    this.rows = new Uint32Array();
    /** Those that are drawn, by their places. @type {Map<number, HTMLTableRowElement>} */
    this.drawn = new Map();
    // To ask for these at every key would have the browser lay out the page twice.
    this.height = 0; // of a row, once one was measured
    this.top = 0; // how far down the box is scrolled
    this.room = 0; // how high it is
    this.above = makeSpace(columns.length);
    this.below = makeSpace(columns.length);
    this.isOnPaper = false;
    this.note = make("p", { className: "cache-printed" });
    box.after(this.note);
    this.body = table.createTBody();
    this.body.before(this.above.body);
    this.body.after(this.below.body);
    box.addEventListener("scroll", () => {
      this.top = box.scrollTop;
      this.draw();
    });
    addEventListener("resize", () => {
      this.height = 0;
      for (const each of this.opened.values()) each.height = 0;
      this.redraw();
    });
    addEventListener("keydown", (event) => {
      const isPrint = event.key === "p" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (isPrint && this.count > PRINTED && !confirm(say(CUT_PRINT, { shown: PRINTED, all: this.count }))) {
        event.preventDefault();
      }
    });
    for (const type of ["beforeprint", "afterprint"]) {
      addEventListener(type, () => {
        this.isOnPaper = type === "beforeprint";
        this.draw();
      });
    }
    new ResizeObserver(() => {
      this.room = box.clientHeight;
      this.draw();
    }).observe(box);
  }

  get count() {
    return this.rows.length;
  }

  /** Shows other rows, from the first of them. @param {Uint32Array} rows Their numbers. */
  show(rows) {
    for (const [at, row] of this.drawn) {
      const open = this.opened.get(at);
      if (rows[at] === this.rows[at] && !open) continue;
      row.remove();
      open?.tr.remove();
      this.drawn.delete(at);
    }
    this.rows = rows;
    this.opened.clear();
    this.table.ariaRowCount = String(this.count + 1);
    this.note.textContent = this.count > PRINTED ? say(CUT, { shown: PRINTED, all: this.count }) : "";
    if (this.top) this.box.scrollTop = this.top = 0;
    this.draw();
  }

  redraw() {
    this.drawn.clear();
    this.body.replaceChildren();
    this.draw();
  }

  /** Opens a row, or closes it. @param {number} at */
  toggle(at) {
    const open = this.opened.get(at);
    open?.tr.remove();
    if (open) this.opened.delete(at);
    else this.opened.set(at, { tr: this.makeMore(Number(this.rows[at])), height: 0 });
    this.draw();
  }

  /** How far down a row begins. @param {number} at @param {number} height Of a row */
  startOf(at, height) {
    let start = at * height;
    for (const [above, open] of this.opened) if (above < at) start += open.height;
    return start;
  }

  /** The row that is so far down. @param {number} down @param {number} height Of a row */
  rowAt(down, height) {
    let before = 0;
    for (const [at, open] of [...this.opened].sort(([one], [other]) => one - other)) {
      const start = (at + 1) * height + before;
      if (down < start) break;
      if (down < start + open.height) return at;
      before += open.height;
    }
    return Math.floor((down - before) / height);
  }

  /** Is as high as all rows that are not drawn. @param {number} first @param {number} last @param {number} height Of a row */
  space(first, last, height) {
    const below = this.startOf(this.count, height) - this.startOf(last, height);
    this.above.cell.style.height = `${this.startOf(first, height)}px`;
    this.below.cell.style.height = `${Math.max(0, below)}px`;
    this.above.body.hidden = !first;
    this.below.body.hidden = last >= this.count;
  }

  draw() {
    const { body, count, drawn, opened } = this;
    const height = this.height || 30;
    const room = Math.max(this.room, ROOM * innerHeight); // a box with few rows is low, until there are more
    const top = this.isOnPaper ? 0 : Math.max(0, this.rowAt(this.top, height) - BEYOND);
    const first = Math.min(top - (top % 2), Math.max(0, count - 1)); // themes colour every other row
    const last = Math.min(count, this.isOnPaper ? PRINTED : this.rowAt(this.top + room, height) + 1 + BEYOND);
    this.space(first, last, height);
    /** @type {HTMLTableRowElement | null} */
    let next = null;
    for (let at = last - 1; at >= first; at--) {
      const more = opened.get(at)?.tr;
      if (more && !more.isConnected) body.insertBefore(more, next);
      next = more ?? next;
      /** @type {HTMLTableRowElement} */
      const row = drawn.get(at) ?? this.makeRow(Number(this.rows[at]), at);
      if (!row.isConnected) body.insertBefore(row, next);
      drawn.set(at, row);
      next = row;
    }
    // Last of all: where one goes that has the focus, a browser looks how far there is to scroll.
    for (const [at, row] of drawn) {
      if (at >= first && at < last) continue;
      row.remove();
      opened.get(at)?.tr.remove();
      drawn.delete(at);
    }
    for (const open of opened.values()) {
      if (open.height || !open.tr.isConnected) continue;
      open.height = open.tr.getBoundingClientRect().height;
      this.space(first, last, height);
    }
    if (this.height || !next) return;
    this.height = next.getBoundingClientRect().height || height;
    this.draw();
  }
}
