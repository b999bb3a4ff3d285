// @ts-check
// What a reader asks of a table, and how the address of the page says it.

import { FACETS } from "./fields.js";

/** @import { Choice, Chosen } from "./fields.js" */

/**
 * What a reader asks of a table.
 * @typedef {object} State
 * @property {string} q What is typed into the filter box.
 * @property {string} sort The name of a column, with `-` before it if it descends.
 * @property {Chosen} chosen
 * @property {string[]} compare The beginnings of the hashes of those that are seen side by side.
 * @property {string} cpu On which the rows must run; empty if they need not.
 */

const HASH = /^[a-z2-7]{5,32}$/;
const LONGEST = 2_000; // of a string in an address; more is no filter that somebody typed

/** What ends the names of what is asked of one of the tables of a page. @param {number} number */
const endOf = (number) => (number > 1 ? String(number) : "");

/**
 * @param {{ search: string }} address @param {number} [number] Of the tables of the page.
 * @param {Choice[]} [choices] By what there is to choose. @returns {State}
 */
export const readState = ({ search }, number = 1, choices = FACETS) => {
  const asked = new URLSearchParams(search);
  const texts = (/** @type {string} */ key) => asked.getAll(key + endOf(number)).map((text) => text.slice(0, LONGEST));
  const [[q = ""], [sort = ""], [cpu = ""]] = [texts("q"), texts("sort"), texts("cpu")];
  /** @type {Chosen} */
  const chosen = {};
  for (const [facet] of choices) {
    const found = texts(facet);
    if (found.length) chosen[facet] = found;
  }
  return { q, sort, chosen, compare: texts("compare").filter((hash) => HASH.test(hash)), cpu };
};

/** What the browser has of the page, for whoever comes back. @param {unknown} state @param {string} [address] */
export const keepState = (state, address) => {
  try {
    history.replaceState(state, "", address);
  } catch {
    // Some browsers refuse it for files, or when it comes often.
  }
};

/**
 * The address that shows a state; whatever else is there stays.
 * @param {string | URL} from @param {Partial<State>} state @param {number} [number] Of the tables of the page.
 */
export const writeState = (from, { q = "", sort = "", chosen = {}, compare = [], cpu = "" }, number = 1) => {
  const address = new URL(from);
  const asked = address.searchParams;
  const facets = Object.fromEntries(FACETS.map(([facet]) => [facet, ""]));
  for (const [key, values] of Object.entries({ q, ...facets, ...chosen, compare, cpu, sort })) {
    asked.delete(key + endOf(number));
    for (const value of [values].flat()) if (value) asked.append(key + endOf(number), value);
  }
  return address;
};
