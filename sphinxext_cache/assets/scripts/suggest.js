// @ts-check
// Names of packages that go on with what is typed into a filter box, or that were meant where no name does.

import { make } from "./elements.js";
import { nearest } from "./nearest.js";
import { NAMES } from "./project.js";

/** @import { View } from "./view.js" */

const SHORTEST_WORD = 2; // letters that say something of a name
const MOST_NAMES = 8;
const FIRST_WORD = /^\s*([\w.-]+)$/; // alone so far: further words are conditions more often than names

let lists = 0; // each has an id of its own

/** The names that begin so, then those that hold it, or else those that are most like it. @param {string} word @param {string[]} names */
export const completions = (word, names) => {
  const wanted = word.toLowerCase();
  const places = names.map((name) => ({ name, at: name.toLowerCase().indexOf(wanted) }));
  const found = [...places.filter(({ at }) => !at), ...places.filter(({ at }) => at > 0)];
  return found.length ? found.slice(0, MOST_NAMES).map(({ name }) => name) : nearest(wanted, names, MOST_NAMES);
};

/** A list of names below a filter box, of which the keyboard or the pointer takes one. */
export class Suggestions {
  /** @param {View} view @param {HTMLInputElement} input */
  constructor(view, input) {
    this.view = view;
    this.input = input;
    /** @type {HTMLElement[]} */
    this.options = [];
    this.active = -1;
    const id = `cache-suggestions-${++lists}`;
    this.list = make("ul", { id, className: "cache-suggestions", role: "listbox", ariaLabel: NAMES, hidden: true });
    this.list.onpointerdown = (event) => event.preventDefault(); // the box keeps the focus
    Object.assign(input, { role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false" });
    input.setAttribute("aria-controls", id);
    input.addEventListener("input", () => this.offer());
    input.onblur = () => this.close();
    input.onkeydown = (event) => this.answer(event);
  }

  /** Offers names for what is typed so far. */
  offer() {
    const [, word = ""] = FIRST_WORD.exec(this.input.value) ?? [];
    const names = word.length < SHORTEST_WORD ? [] : completions(word, this.view.rows.valuesOf("package"));
    this.close();
    if (!names.length || names.includes(word)) return;
    this.options = names.map((name, at) =>
      make("li", { id: `${this.list.id}-${at}`, role: "option", ariaSelected: "false", onclick: () => this.take(name) }, name),
    );
    this.list.replaceChildren(...this.options);
    this.list.hidden = false;
    this.input.ariaExpanded = "true";
  }

  close() {
    this.options = [];
    this.list.hidden = true;
    this.input.ariaExpanded = "false";
    this.point(-1);
  }

  /** Points at a name, or at none. @param {number} at */
  point(at) {
    this.active = at;
    this.options.forEach((option, place) => (option.ariaSelected = String(place === at)));
    const option = this.options[at];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {string} name */
  take(name) {
    this.close();
    this.view.change({ q: `${name} ` });
  }

  /** @param {KeyboardEvent} event */
  answer(event) {
    const count = this.options.length;
    const option = this.options[this.active];
    if (event.key === "ArrowDown" && !count) this.offer();
    else if (event.key === "ArrowDown") this.point((this.active + 1) % count);
    else if (event.key === "ArrowUp" && count) this.point((this.active < 0 ? count : this.active) - 1);
    else if (event.key === "Enter" && option) this.take(option.textContent);
    else if (event.key === "Escape" && count) this.close();
    else return;
    event.preventDefault();
  }
}
