// @ts-check
// What is known of a spec or of a package, field by field. Which fields there are is said by Python, which has them once;
// the names here are those that a script treats in a way of its own.

import { facets, fields } from "./project.js";

/** @typedef {"hash" | "package" | "tag" | "version" | "compiler" | "platform" | "os" | "target"} SingleField */
/** @typedef {SingleField | "variants" | "stacks" | FactName} FieldName */
/** What somebody says of a spec, by its name; types know one for all. @typedef {"fact:"} FactName */
/** @typedef {"stack" | "target" | "os" | "compiler" | "version" | FactName} FacetName */
/** What readers choose by, and its field. @typedef {[FacetName, FieldName]} Choice */

/**
 * Of most fields one value or none, of variants and stacks several.
 * @typedef {Record<FieldName, string[]> & { shown?: string[] }} Fields
 */
/** @typedef {{ fields: Fields }} Row */

/**
 * What few caches know of a spec: its namespace, what it depends on directly, and what anything below it is; and its
 * compiler, where no dependency is known to be that of a language. And all that is said of it; and what further columns
 * of a table show, after their names, as in `blas,lapack=openblas@0.3`.
 * @typedef {"namespace" | "direct" | "below" | "language" | "facts" | "shown"} RareField
 */
/** What kind of values facts have: `text`, `number`, `date`, `address` or `list`. @typedef {Map<FactName, string>} Kinds */
/** Whether a value of a field will do. @typedef {(value: string, field?: FieldName | RareField) => boolean} Test */

/**
 * A condition that a row meets when some value of some of these fields passes the test.
 * @typedef {object} Term
 * @property {(FieldName | RareField)[]} fields
 * @property {Test} test
 * @property {string[]} [needs] What rows must tell to judge it; else any of its fields will do.
 * @property {string} [word] In lower case, if it is a plain word.
 * @property {string} [text] What was typed.
 * @property {number} [at] Where that begins.
 */

/** The values that a reader chose; a row must have one of each facet. @typedef {Partial<Record<FacetName, string[]>>} Chosen */

const FACT = "fact:";

/** @param {string} field @returns {field is FactName} */
export const isFact = (field) => field.startsWith(FACT);

/** The field of what is said under a name. @param {string} name */
export const factOf = (name) => /** @type {FactName} */ (FACT + name);

/** A field as files, queries and headers call it. @param {string} field */
export const nameOf = (field) => (isFact(field) ? field.slice(FACT.length) : field);

const MOST_VALUES = 12; // of a fact, to choose from
const LONGEST_VALUE = 32; // characters of one

/**
 * Whether readers choose by what is said: its values are few and short, and most are said of several.
 * @param {string[]} values @param {number} count Of how many rows, or packages, any is said.
 */
export const isCategory = (values, count) =>
  values.length > 1 &&
  values.length <= Math.min(MOST_VALUES, count / 2) &&
  values.every(({ length }) => length <= LONGEST_VALUE);

/** All that are known, in the order of the columns of a table. */
export const FIELDS = fields.map(({ name }) => name);

const TOLD = new Map(fields.map((field) => [field.name, field]));
const LISTED = new Map(fields.map(({ name, plural }) => [plural, name]));

/** The fields to say of some rows: all but those that no row knows, and few do. @param {Row[]} rows @param {Kinds} kinds */
export const fieldsOf = (rows, kinds) =>
  [...FIELDS, ...kinds.keys()].filter(
    (field) => !(isFact(field) || TOLD.get(field)?.rare) || rows.some(({ fields: known }) => known[field].length),
  );

/** The name of one value of a field that can have several; undefined for any other. @param {FieldName} field */
export const singularOf = (field) => TOLD.get(field)?.singular;

/** The field that a column of any table shows, if it shows one. @param {string} column */
export const fieldOf = (column) =>
  LISTED.get(column) ?? (isFact(column) ? column : TOLD.get(/** @type {FieldName} */ (column))?.name);

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
