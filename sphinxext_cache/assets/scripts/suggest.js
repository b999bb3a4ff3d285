// @ts-check
// Names of packages that go on with what is typed into a filter box, or that were meant where no name does.

import { make } from "./elements.js";
import { nearest } from "./nearest.js";
import { NAMES } from "./project.js";

/** @import { View } from "./view.js" */

const MOST_NAMES = 8;
const FIRST_WORD = /^\s*([\w.-]{2,})$/; // alone so far: further words are conditions more often than names

let lists = 0; // each has an id of its own

/** The names that begin so, then those that hold it, or else those that are most like it. @param {string} word @param {string[]} names */
const completions = (word, names) => {
  const wanted = word.toLowerCase();
  const found = names.filter((name) => name.toLowerCase().includes(wanted));
  if (!found.length) return nearest(wanted, names, MOST_NAMES);
  const isLater = (/** @type {string} */ name) => Number(!name.toLowerCase().startsWith(wanted));
  return found.sort((one, other) => isLater(one) - isLater(other)).slice(0, MOST_NAMES);
};

/** A list of names below a filter box, of which the keyboard or the pointer takes one. @param {View} view @param {HTMLInputElement} input */
export const suggestions = (view, input) => {
  const id = `cache-suggestions-${++lists}`;
  const list = make("ul", { id, className: "cache-suggestions", role: "listbox", ariaLabel: NAMES });
  /** @type {HTMLElement[]} */
  let options = [];
  let active = -1;

  /** Points at a name, or at none. @param {number} at */
  const point = (at) => {
    active = at;
    options.forEach((option, place) => (option.ariaSelected = String(place === at)));
    input.setAttribute("aria-activedescendant", options[at]?.id ?? "");
  };

  /** Offers names; without any, closes the list. @param {string[]} names */
  const offer = (names) => {
    options = names.map((name, at) => {
      const onclick = () => {
        offer([]);
        view.change({ q: `${name} ` });
      };
      return make("li", { id: `${id}-${at}`, role: "option", onclick }, name);
    });
    list.replaceChildren(...options);
    list.hidden = !names.length;
    input.ariaExpanded = String(!list.hidden);
    point(-1);
  };

  /** Offers names for what is typed so far. */
  const complete = () => {
    const [, word] = FIRST_WORD.exec(input.value) ?? [];
    const names = word ? completions(word, view.rows.valuesOf("package")) : [];
    offer(names.includes(word ?? "") ? [] : names);
  };

  offer([]);
  list.onpointerdown = (event) => event.preventDefault(); // the box keeps the focus
  Object.assign(input, { role: "combobox", ariaAutoComplete: "list" });
  input.setAttribute("aria-controls", id);
  input.addEventListener("input", complete);
  input.onblur = () => offer([]);
  input.onkeydown = (event) => {
    const { key } = event;
    const count = options.length;
    const option = options[active];
    if (key === "ArrowDown" && !count) complete();
    else if (key === "ArrowDown") point((active + 1) % count);
    else if (key === "ArrowUp" && count) point((active < 0 ? count : active) - 1);
    else if (key === "Enter" && option) option.click();
    else if (key === "Escape" && count) offer([]);
    else return;
    event.preventDefault();
  };
  return list;
};
