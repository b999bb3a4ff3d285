// What a page gives its scripts, as far as tests need it.
"use strict";

const path = require("node:path");

const SCRIPTS = path.join(__dirname, "../../sphinxext_cache/assets/scripts");

/**
 * Runs one of our scripts, and gives what they share.
 *
 * @param {string} name
 */
exports.load = (name) => {
  /** @type {any} */ (globalThis).window ??= globalThis;
  require(path.join(SCRIPTS, name));
  return window.sphinxextCache;
};

/**
 * Whether a row meets all terms of a query.
 *
 * @param {Query} query
 * @param {Record<FieldName, string | string[]>} row
 */
exports.matches = ({ terms }, row) =>
  terms.every(({ fields, test }) => fields.some((field) => [row[field]].flat().some((value) => test(value, field))));
