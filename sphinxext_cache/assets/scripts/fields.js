// @ts-check
// What is known of a spec or of a package, field by field. Which fields there are is said by Python, which has them once;
// the names here are those that a script treats in a way of its own.

import { facets, fields } from "./project.js";

/** @typedef {"hash" | "package" | "tag" | "version" | "compiler" | "platform" | "os" | "target"} SingleField */
/** @typedef {SingleField | "variants" | "stacks"} FieldName */
/** @typedef {"stack" | "target" | "os" | "compiler" | "version"} FacetName */

/** Of most fields one value or none, of variants and stacks several. @typedef {Record<FieldName, string[]>} Fields */
/** @typedef {{ fields: Fields }} Row */

/** Whether a value of a field will do. @typedef {(value: string, field?: FieldName) => boolean} Test */

/**
 * A condition that a row meets when some value of some of these fields passes the test.
 * @typedef {{ fields: FieldName[], test: Test, text?: string }} Term With what was typed.
 */

/** The values that a reader chose; a row must have one of each facet. @typedef {Partial<Record<FacetName, string[]>>} Chosen */
/** How many rows there are with each value of each facet. @typedef {Record<FacetName, Map<string, number>>} Counts */

/** All that are known, in the order of the columns of a table. @type {FieldName[]} */
export const FIELDS = fields.map(([name]) => name);

/** Those that most caches say nothing of. */
const RARE = new Set(fields.flatMap(([name, , isRare]) => (isRare ? [name] : [])));

/** The fields to say of some rows: all but those that no row knows, and few do. @param {Row[]} rows */
export const fieldsOf = (rows) =>
  FIELDS.filter((field) => !RARE.has(field) || rows.some(({ fields: known }) => known[field].length));

/** Of each field that can have several values, the name of one of them. */
const SINGULARS = new Map(fields.flatMap(([name, singular]) => (singular ? [[name, singular]] : [])));

/** The name of one value of a field that can have several; undefined for any other. @param {FieldName} field */
export const singularOf = (field) => SINGULARS.get(field);

/** What readers choose by, and the field of each. */
export const FACETS = facets;

/** The compiler of what was built without one: by it such specs are found, and in every order it comes last. */
export const NO_COMPILER = "none";

/** Whether a value says that there is no such thing. @param {FieldName} field @param {string | undefined} value */
export const isNone = (field, value) => !value || (field === "compiler" && value === NO_COMPILER);

/** Characters of a hash, as tables show it. */
export const SHORT_HASH = 7;
