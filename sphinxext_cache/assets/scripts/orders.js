// @ts-check
// How values are ordered.

import { isNone, orderOf } from "./fields.js";
import { placesOfTargets } from "./targets.js";

/** @import { FieldName } from "./fields.js" */

/** @typedef {(a: string, b: string) => number} Compare */

/** @type {Compare} */
export const compareNames = new Intl.Collator("en", { numeric: true }).compare;

/** Compares by the places in a list; what is not there comes after it. @param {Map<string, number>} places @returns {Compare} */
const byPlaces = (places) => (a, b) =>
  (places.get(a) ?? places.size) - (places.get(b) ?? places.size) || compareNames(a, b);

/** What compares values, by the name of their order. @type {Record<string, Compare>} */
const ORDERS = {
  number: (a, b) => Number(a) - Number(b),
  plain: (a, b) => Number(a > b) - Number(a < b),
  target: byPlaces(placesOfTargets),
};

/**
 * Compares values of a field; those of an order given come in that order, before all others.
 * @param {FieldName} field @param {string[]} [given] @param {string} [order] The name of the order, of what is said.
 * @returns {Compare}
 */
export const comparer = (field, given = [], order = orderOf(field)) => {
  const compare = given.length
    ? byPlaces(new Map(given.map((value, place) => [value, place])))
    : (ORDERS[order] ?? compareNames);
  return (a, b) => Number(isNone(field, a)) - Number(isNone(field, b)) || compare(a, b);
};
