// @ts-check
// Plain words in a filter box: what they find, and what comes first of it.

import { setsOf } from "./columns.js";
import { FIELDS } from "./fields.js";

/** @import { Columns } from "./columns.js" */
/** @import { Term, Test } from "./fields.js" */

const MIN_HASH = 5; // shorter words are in too many hashes to be meant as one

/** What a word may find in a variant: its values, or the name of one that is on. @param {string} variant */
const saidBy = (variant) => {
  const [, off, name = "", value = ""] = /^(?:(~~?|--?)|\+*)([^=:]*):?=*(.*)$/s.exec(variant) ?? [];
  if (off || /^false$/i.test(value)) return "";
  return (value && !/^true$/i.test(value) ? value : name).toLowerCase();
};

/** The same for each variant, of which there are a few that many rows have. @type {Map<string, string>} */
const texts = new Map();

/** @param {string} variant */
const said = (variant) => {
  let text = texts.get(variant);
  if (text === undefined) texts.set(variant, (text = saidBy(variant)));
  return text;
};

/** @param {string} word @returns {Term} */
export const wordTerm = (word) => {
  const wanted = word.toLowerCase();
  /** @type {Test} */
  const test = (value, field) => {
    if (field === "variants") return said(value).includes(wanted);
    if (field === "shown") return value.toLowerCase().includes(wanted, value.indexOf("=") + 1);
    // Of what all rows of a tag have in common, what is in the middle means nothing.
    if (field === "hash" || field === "tag") return value.toLowerCase().startsWith(wanted);
    return value.toLowerCase().includes(wanted);
  };
  const named = FIELDS.filter((field) => field !== "hash" || wanted.length >= MIN_HASH);
  return { fields: [...named, "facts", "shown"], test, word: wanted };
};

/**
 * How far from the front the rows of a package come: first those whose name is a word, then those whose name begins so.
 * @param {Term[]} terms @returns {((name: string) => 0 | 1 | 2) | null} null if there is no word
 */
export const ranking = (terms) => {
  const words = terms.flatMap(({ word }) => word ?? []);
  if (!words.length) return null;
  return (name) => {
    const lower = name.toLowerCase();
    return words.includes(lower) ? 0 : words.some((word) => lower.startsWith(word)) ? 1 : 2;
  };
};

/**
 * Puts the packages first whose name was typed, and leaves the order as it is otherwise.
 * @param {Columns} columns @param {Uint32Array} rows @param {Term[]} terms
 */
export const ranked = ({ fields }, rows, terms) => {
  const rankOf = ranking(terms);
  if (!rankOf) return rows;
  const { codes, values } = fields.package;
  const ranks = setsOf(fields.package).map(([code = -1]) => rankOf(values[code] ?? ""));
  const found = new Uint32Array(rows.length);
  let place = 0;
  for (const rank of [0, 1, 2]) {
    for (const row of rows) if (ranks[/** @type {number} */ (codes[row])] === rank) found[place++] = row;
  }
  return found;
};
