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

/**
 * @param {string} search @param {number} number Of the tables of the page.
 * @param {Choice[]} [choices] By what there is to choose. @returns {State}
 */
export const readState = (search, number, choices = FACETS) => {
  const asked = new URLSearchParams(search);
  const end = number > 1 ? String(number) : "";
  const texts = (/** @type {string} */ key) => asked.getAll(key + end).map((text) => text.slice(0, LONGEST));
  /** @type {Chosen} */
  const chosen = {};
  for (const [facet] of choices) {
    const found = texts(facet);
    if (found.length) chosen[facet] = found;
  }
  const compare = texts("compare").filter((hash) => HASH.test(hash));
  return { q: texts("q")[0] ?? "", sort: texts("sort")[0] ?? "", chosen, compare, cpu: texts("cpu")[0] ?? "" };
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
 * The search part of an address that shows a state; whatever else is there stays.
 * @param {string} search @param {number} number @param {Partial<State>} state
 */
export const writeState = (search, number, { q = "", sort = "", chosen = {}, compare = [], cpu = "" }) => {
  const asked = new URLSearchParams(search);
  const end = number > 1 ? String(number) : "";
  /** @param {string} key @param {string[]} values */
  const put = (key, values) => {
    asked.delete(key + end);
    for (const value of values) asked.append(key + end, value);
  };
  put("q", q ? [q] : []);
  for (const [facet] of FACETS) put(facet, []);
  for (const [facet, values] of Object.entries(chosen)) put(facet, values);
  put("compare", compare);
  put("cpu", cpu ? [cpu] : []);
  put("sort", sort ? [sort] : []);
  const text = String(asked);
  return text && `?${text}`;
};
