// @ts-check
// Plain words in a filter box: what they find, and what comes first of it.

import { setsOf } from "./columns.js";
import { FIELDS } from "./fields.js";
import { once } from "./versions.js";

/** @import { Columns } from "./columns.js" */
/** @import { Term, Test } from "./fields.js" */

const MIN_HASH = 5; // shorter words are in too many hashes to be meant as one

/** What a word may find in a variant: its values, or the name of one that is on. */
const said = once((variant) => {
  const [, off, name = "", value = ""] = /^(?:(~~?|--?)|\+*)([^=:]*):?=*(.*)$/s.exec(variant) ?? [];
  if (off || /^false$/i.test(value)) return "";
  return (value && !/^true$/i.test(value) ? value : name).toLowerCase();
});

/** @param {string} word @returns {Term} */
export const wordTerm = (word) => {
  const wanted = word.toLowerCase();
  /** @type {Test} */
  const test = (value, field) => {
    if (field === "variants") return said(value).includes(wanted);
    if (field === "hash") return value.startsWith(wanted); // of many, none of which has capitals
    const text = value.toLowerCase();
    // Of what all rows of a tag have in common, what is in the middle means nothing.
    if (field === "tag") return text.startsWith(wanted);
    return text.includes(wanted, field === "shown" ? text.indexOf("=") + 1 : 0);
  };
  const named = FIELDS.filter((field) => field !== "hash" || wanted.length >= MIN_HASH);
  return { fields: [...named, "facts", "shown"], test, word: wanted };
};

/**
 * Puts first the packages whose name is a word, then those whose name begins so, and leaves the order as it is otherwise.
 * @param {Columns} columns @param {Uint32Array} rows @param {Term[]} terms
 */
export const ranked = ({ fields: { package: names } }, rows, terms) => {
  const words = terms.flatMap(({ word }) => word ?? []);
  if (!words.length) return rows;
  const ranks = setsOf(names).map(([code]) => {
    const name = (names.values[/** @type {number} */ (code)] ?? "").toLowerCase();
    return words.includes(name) ? 0 : words.some((word) => name.startsWith(word)) ? 1 : 2;
  });
  if (ranks.every((rank) => rank === 2)) return rows;
  const found = new Uint32Array(rows.length);
  let place = 0;
  for (const rank of [0, 1, 2]) {
    for (const row of rows) if (ranks[/** @type {number} */ (names.codes[row])] === rank) found[place++] = row;
  }
  return found;
};
