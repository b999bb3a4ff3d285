// @ts-check
// Rows of one height in a box that scrolls, of which only those in view are drawn.

import { make } from "./elements.js";
import { say } from "./project.js";

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
  /** @param {Grid} grid @param {(at: number) => HTMLTableRowElement} makeRow */
  constructor({ box, columns, table }, makeRow) {
    this.table = table;
    this.box = box;
    this.makeRow = makeRow;
    this.count = 0;
    /** @type {Map<number, HTMLTableRowElement>} */
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
      this.redraw();
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

  /** Shows other rows, from the first of them. @param {number} count How many there are. */
  show(count) {
    this.count = count;
    this.table.ariaRowCount = String(count + 1);
    this.note.textContent = count > PRINTED ? say("cut", { shown: PRINTED, all: count }) : "";
    if (this.top) this.box.scrollTop = this.top = 0;
    this.redraw();
  }

  redraw() {
    this.drawn.clear();
    this.body.replaceChildren();
    this.draw();
  }

  draw() {
    const { body, count, drawn } = this;
    const height = this.height || 30;
    const room = Math.max(this.room, ROOM * innerHeight); // a box with few rows is low, until there are more
    const top = this.isOnPaper ? 0 : Math.max(0, Math.floor(this.top / height) - BEYOND);
    const first = Math.min(top - (top % 2), Math.max(0, count - 1)); // themes colour every other row
    const last = Math.min(count, this.isOnPaper ? PRINTED : Math.ceil((this.top + room) / height) + BEYOND);
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
    this.below.cell.style.height = `${Math.max(0, count - last) * height}px`;
    this.above.body.hidden = !first;
    this.below.body.hidden = last >= count;
    if (this.height || !next) return;
    this.height = next.getBoundingClientRect().height || height;
    this.draw();
  }
}
