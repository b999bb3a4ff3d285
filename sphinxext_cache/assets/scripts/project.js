// @ts-check
// What Python tells all pages of a project, in `sphinxext-cache-project.js`, which is loaded first.

/** @import { FacetName, FieldName } from "./fields.js" */

/**
 * The keys of what scripts say.
 * @typedef {"allOfThem" | "anyCpu" | "ascending" | "builtOn" | "columns" | "close" | "commands" | "compareWith" | "comparing" | "copied" | "copy" | "copyHash" | "copySession" | "cpu" | "cpusHere" | "cut" | "cutPrint"
 *   | "descending" | "detailsOf" | "differs" | "download" | "filter" | "filtered" | "filterOf" | "hash" | "hint" | "hintPackages" | "install" | "left" | "levels" | "load"
 *   | "meant" | "names" | "notCopied" | "nothing" | "nothingDiffers" | "only" | "packages" | "reset" | "runs" | "runsNot" | "runsOn" | "search"
 *   | "shading" | "showAll" | "skip" | "specs" | "unsorted" | "variants"} Word
 */

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
 * @property {Record<Word, string> & Record<string, string | undefined>} words What scripts say, in its language.
 *   Problems of queries have themselves as keys, if they are translated.
 * @property {[name: string, vendor: string, ...parents: number[]][]} targets All that archspec knows, in order.
 *   A vendor is empty for a generic level; parents are so many places before it.
 * @property {[label: string, cpu: string][]} partitions What authors call some CPUs, which come first.
 * @property {Record<string, string>} compilers All names of compilers, each with its other one, or nothing.
 * @property {string | null} mirror The address of the mirror that readers add, with names in braces; null for none.
 * @property {Field[]} fields All that may be known of a spec, in the order of the columns of a table.
 * @property {[FacetName, FieldName][]} facets What readers choose by, and the field of each.
 */

const told = /** @type {{ sphinxextCache: Project }} */ (/** @type {unknown} */ (globalThis)).sphinxextCache;

export const { facets, fields, mirror, partitions, targets, words } = told;

/** All names of compilers, each with its other one, or nothing. */
export const compilers = new Map(Object.entries(told.compilers));

/** @param {Word} word @param {Record<string, string | number>} [values] What replaces the names in braces. */
export const say = (word, values = {}) =>
  words[word].replace(/\{(\w+)\}/g, (whole, /** @type {string} */ name) => String(values[name] ?? whole));
