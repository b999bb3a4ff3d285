// @ts-check
// What is known of a spec or of a package, field by field. Which fields there are is said by Python, which has them once;
// the names here are those that a script treats in a way of its own.

import { facets, fields } from "./project.js";

/** @typedef {"hash" | "package" | "tag" | "version" | "compiler" | "platform" | "os" | "target"} SingleField */
/** @typedef {SingleField | "variants" | "stacks"} FieldName */
/** @typedef {"stack" | "target" | "os" | "compiler" | "version"} FacetName */

/** Of most fields one value or none, of variants and stacks several. @typedef {Record<FieldName, string[]>} Fields */
/** @typedef {{ fields: Fields }} Row */

/**
 * What few caches know of a spec: its namespace, what it depends on directly, and what anything below it is; and its
 * compiler, where no dependency is known to be that of a language. Beside that what the other columns of a table say,
 * such as facts: each by its name, and all of them together.
 * @typedef {"namespace" | "direct" | "below" | "language" | "facts" | `fact:${string}`} RareField
 */
/** Whether a value of a field will do. @typedef {(value: string, field?: FieldName | RareField) => boolean} Test */

/**
 * A condition that a row meets when some value of some of these fields passes the test.
 * @typedef {{ fields: (FieldName | RareField)[], test: Test, text?: string }} Term With what was typed.
 */

/** The values that a reader chose; a row must have one of each facet. @typedef {Partial<Record<FacetName, string[]>>} Chosen */
/** How many rows there are with each value of each facet. @typedef {Record<FacetName, Map<string, number>>} Counts */

/** All that are known, in the order of the columns of a table. */
export const FIELDS = fields.map(({ name }) => name);

const TOLD = new Map(fields.map((field) => [field.name, field]));
const LISTED = new Map(fields.map(({ name, plural }) => [plural, name]));

/** The fields to say of some rows: all but those that no row knows, and few do. @param {Row[]} rows */
export const fieldsOf = (rows) =>
  FIELDS.filter((field) => !TOLD.get(field)?.rare || rows.some(({ fields: known }) => known[field].length));

/** The name of one value of a field that can have several; undefined for any other. @param {FieldName} field */
export const singularOf = (field) => TOLD.get(field)?.singular;

/** The field that a column of any table shows, if it shows one. @param {string} column */
export const fieldOf = (column) => LISTED.get(column) ?? TOLD.get(/** @type {FieldName} */ (column))?.name;

/** The name of the order of the values of a field. @param {FieldName} field */
export const orderOf = (field) => TOLD.get(field)?.order ?? "natural";

/** What readers choose by, and the field of each. */
export const FACETS = facets;

/** The value of what has none, where that is said, as it is with compilers; in every order it comes last. */
export const NONE = "none";

/** What is said where a field has no value; undefined if nothing is. @param {FieldName} field */
export const nothingIn = (field) => TOLD.get(field)?.nothing;

/** Whether a value says that there is no such thing. @param {FieldName} field @param {string | undefined} value */
export const isNone = (field, value) => !value || (value === NONE && nothingIn(field) !== undefined);

/** Characters of a hash, as tables show it. */
export const SHORT_HASH = 7;

/** Whether a name fits a pattern, in which * is any text. @param {string} pattern @param {string} name */
export const fits = (pattern, name) => {
  const pieces = pattern.split("*");
  const first = pieces.shift() ?? "";
  const last = pieces.pop();
  if (last === undefined) return pattern === name;
  const end = name.length - last.length;
  let at = first.length;
  if (end < at || !name.startsWith(first) || !name.endsWith(last)) return false;
  return pieces.every((piece) => {
    const found = name.indexOf(piece, at);
    at = found + piece.length;
    return found >= 0 && at <= end;
  });
};
