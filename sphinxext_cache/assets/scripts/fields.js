// @ts-check
// What is known of a spec or of a package, field by field.

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

/** @type {FieldName[]} */
export const FIELDS = ["hash", "package", "tag", "version", "compiler", "platform", "os", "target", "variants", "stacks"];

/** The fields that can have several values. @type {FieldName[]} */
export const LISTS = ["variants", "stacks"];

/** What readers choose by, and the field of each. @type {[FacetName, FieldName][]} */
export const FACETS = [
  ["stack", "stacks"],
  ["target", "target"],
  ["os", "os"],
  ["compiler", "compiler"],
  ["version", "version"],
];

/** The compiler of what was built without one: by it such specs are found, and in every order it comes last. */
export const NO_COMPILER = "none";

/** Whether a value says that there is no such thing. @param {FieldName} field @param {string | undefined} value */
export const isNone = (field, value) => field === "compiler" && value === NO_COMPILER;

/** Characters of a hash, as tables show it. */
export const SHORT_HASH = 7;
