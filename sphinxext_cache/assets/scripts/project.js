// @ts-check
// What Python tells all pages of a project, in `sphinxext-cache-project.js`, which is loaded first.

/** @import { FacetName, FieldName } from "./fields.js" */

/**
 * The keys of what scripts say.
 * @typedef {"anyCpu" | "ascending" | "commands" | "copied" | "copy" | "copyHash" | "cpu" | "descending" | "download"
 *   | "filter" | "filterOf" | "hash" | "hint" | "hintPackages" | "install" | "noCompiler" | "notCopied" | "packages"
 *   | "reset" | "runs" | "runsNot" | "shading" | "specs" | "unsorted" | "variants"} Word
 */

/**
 * @typedef {object} Project
 * @property {Record<Word, string> & Record<string, string | undefined>} words What scripts say, in its language.
 *   Problems of queries have themselves as keys, if they are translated.
 * @property {[name: string, vendor: string, ...parents: number[]][]} targets All that archspec knows, in order.
 *   A vendor is empty for a generic level; parents are places in this list.
 * @property {[name: FieldName, singular: string, isRare: number][]} fields All that may be known of a spec, in order; the
 *   name of one value, if a spec may have several; and whether most caches say nothing of it.
 * @property {[FacetName, FieldName][]} facets What readers choose by, and the field of each.
 */

const told = /** @type {{ sphinxextCache: Project }} */ (/** @type {unknown} */ (globalThis)).sphinxextCache;

export const { facets, fields, targets, words } = told;

/** @param {Word} word @param {Record<string, string | number>} [values] What stands for the names in braces. */
export const say = (word, values = {}) =>
  words[word].replace(/\{(\w+)\}/g, (whole, /** @type {string} */ name) => String(values[name] ?? whole));
