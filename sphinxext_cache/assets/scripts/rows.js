// @ts-check
// How rows of tables are ordered and chosen: all that needs no page to look at.

import { FACETS, isNone, orderOf } from "./fields.js";
import { placesOfTargets } from "./targets.js";

/** @import { Choice, Chosen, Counts, FieldName, Row, Term } from "./fields.js" */

/** @type {(a: string, b: string) => number} */
export const compareNames = new Intl.Collator("en", { numeric: true }).compare;

/** Compares by the places in a list; what is not there comes after it. @param {Map<string, number>} places */
const byPlaces = (places) => (/** @type {string} */ a, /** @type {string} */ b) =>
  (places.get(a) ?? places.size) - (places.get(b) ?? places.size) || compareNames(a, b);

/**
 * What compares values, by the name of their order.
 * @type {Record<string, (a: string, b: string) => number>}
 */
const ORDERS = {
  number: (a, b) => Number(a) - Number(b),
  plain: (a, b) => Number(a > b) - Number(a < b),
  target: byPlaces(placesOfTargets),
};

/**
 * Compares values of a field; those of an order given come in that order, before all others.
 * @param {FieldName} field @param {string[]} [given] @param {string} [order] The name of the order, of what is said.
 * @returns {(a: string, b: string) => number}
 */
export const comparer = (field, given = [], order = orderOf(field)) => {
  const compare = given.length
    ? byPlaces(new Map(given.map((value, place) => [value, place])))
    : (ORDERS[order] ?? compareNames);
  return (a, b) => Number(isNone(field, a)) - Number(isNone(field, b)) || compare(a, b);
};

/**
 * @template {Row} R
 * @param {R[]} rows @param {FieldName} field
 * @param {(a: string, b: string) => number} compare @param {boolean} descending
 */
export const sorted = (rows, field, compare, descending) => {
  const sign = descending ? -1 : 1;
  const valued = rows.map((row) => ({ row, values: row.fields[field].filter((value) => !isNone(field, value)) }));
  valued.sort(({ values: a }, { values: b }) => {
    for (let at = 0; at < Math.max(a.length, b.length); at++) {
      const [left, right] = [a[at], b[at]];
      // What has no value comes last, whichever way.
      if (left === undefined) return at ? -sign : 1;
      if (right === undefined) return at ? sign : -1;
      const found = compare(left, right);
      if (found) return found * sign;
    }
    return 0;
  });
  return valued.map(({ row }) => row);
};

/** Whether a row meets a term. @param {Row} row @param {Term} term */
export const meets = ({ fields }, { fields: some, test }) => {
  const told = /** @type {Partial<Record<string, string[]>>} */ (fields);
  return some.some((field) => told[field]?.some((text) => test(text, field)));
};

/**
 * Which rows meet all terms and have what was chosen, and how many there are with each value of each facet.
 * @param {Row[]} rows @param {Term[]} terms @param {Chosen} chosen @param {Choice[]} [choices]
 */
export const choose = (rows, terms, chosen, choices = FACETS) => {
  const counts = /** @type {Counts} */ ({});
  for (const [facet] of choices) counts[facet] = new Map();
  const active = choices.filter(([facet]) => chosen[facet]?.length);
  const shown = rows.map((row) => {
    if (!terms.every((term) => meets(row, term))) return false;
    const { fields } = row;
    const missed = active.filter(([facet, field]) => !fields[field].some((text) => chosen[facet]?.includes(text)));
    if (missed.length > 1) return false;
    // A value counts what there would be if it were chosen beside the others of its facet.
    for (const [facet, field] of missed.length ? missed : choices) {
      for (const text of fields[field]) counts[facet].set(text, (counts[facet].get(text) ?? 0) + 1);
    }
    return !missed.length;
  });
  return { shown, counts };
};
