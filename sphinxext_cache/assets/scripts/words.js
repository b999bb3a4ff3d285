// @ts-check
// Plain words in a filter box: what they find, and what comes first of it.

import { FIELDS } from "./fields.js";
import { once } from "./versions.js";

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
    const text = value.toLowerCase();
    // Of what all rows of a tag have in common, what is in the middle means nothing.
    if (field === "hash" || field === "tag") return text.startsWith(wanted);
    return text.includes(wanted, field === "shown" ? text.indexOf("=") + 1 : 0);
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
 * Puts first what comes first, and leaves the order as it is otherwise.
 * @template T
 * @param {T[]} some @param {(each: T) => 0 | 1 | 2} rankOf
 */
export const ranked = (some, rankOf) => {
  /** @type {[T[], T[], T[]]} */
  const ranks = [[], [], []];
  for (const each of some) ranks[rankOf(each)].push(each);
  return ranks.flat();
};
