// @ts-check
// What Python tells all pages of a project, at the beginning of the file that they load.

/** @import { FacetName, FieldName } from "./fields.js" */

/**
 * What may be known of a spec.
 * @typedef {object} Field
 * @property {FieldName} name
 * @property {string} [singular] The name of one value, if a spec may have several.
 * @property {string} [plural] The name of a column that lists the values of several specs.
 * @property {string} [order] The name of the order of its values, if that is not the one of names.
 * @property {string} [nothing] What is said where there is no value, if anything is.
 * @property {true} [rare] Whether most caches say nothing of it.
 */

/**
 * @typedef {object} Project
 * @property {any[]} words What scripts say, in its language and in the order of the names below: strings, each of
 *   which would have to be taken for missing if the type said so.
 * @property {Record<string, string>} translations Problems of queries by themselves, if they are translated.
 * @property {[name: string, vendor: string, ...parents: number[]][]} targets All that archspec knows, in order.
 *   A vendor is empty for a generic level; parents are so many places before it.
 * @property {[label: string, cpu: string][]} partitions What authors call some CPUs, which come first.
 * @property {Record<string, string>} compilers All names of compilers, each with its other one, or nothing.
 * @property {string | null} mirror The address of the mirror that readers add, with names in braces; null for none.
 * @property {Field[]} fields All that may be known of a spec, in the order of the columns of a table.
 * @property {[FacetName, FieldName][]} facets What readers choose by, and the field of each.
 */

const told = /** @type {{ sphinxextCache: Project }} */ (/** @type {unknown} */ (globalThis)).sphinxextCache;

export const { facets, fields, mirror, partitions, targets, translations } = told;

/** What scripts say; some of it has names of values in braces. */
export const [
  FILTER,
  SKIP,
  FILTER_OF,
  HINT,
  HINT_PACKAGES,
  SPECS,
  PACKAGES,
  RESET,
  FILTERED,
  LEFT,
  NOTHING,
  SHOW_ALL,
  MEANT,
  NAMES,
  SEARCH,
  RUNS_ON,
  DOWNLOAD,
  ASCENDING,
  DESCENDING,
  UNSORTED,
  CPU,
  ANY_CPU,
  CPUS_HERE,
  LEVELS_LABEL,
  CUT,
  CUT_PRINT,
  ONLY,
  RUNS,
  RUNS_NOT,
  COPY_HASH,
  COPY,
  COPY_SESSION,
  COPIED,
  NOT_COPIED,
  INSTALL,
  LOAD,
  ALL_OF_THEM,
  COLUMNS,
  COMPARE_WITH,
  COMPARING,
  DIFFERS,
  NOTHING_DIFFERS,
  CLOSE,
  DETAILS_OF,
  BUILT_ON,
  COMMANDS,
  HASH_LABEL,
  VARIANTS,
  SHADING,
] = told.words;

/** All names of compilers, each with its other one, or nothing. */
export const compilers = new Map(Object.entries(told.compilers));

/** @param {string} text @param {Record<string, string | number>} values What replaces the names in braces. */
export const say = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, /** @type {string} */ name) => String(values[name] ?? whole));
