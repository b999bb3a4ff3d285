// Answers queries on the standard input as the filter box would: the numbers of the rows, or null for a problem.

import { readFileSync } from "node:fs";
import { matches } from "./page.js";

/** @import { Spec } from "./page.js" */

const { project, queries, rows } = JSON.parse(readFileSync(0, "utf8"));
/** @type {any} */ (globalThis).sphinxextCache = project;
const { parseQuery } = await import("../../sphinxext_cache/assets/scripts/query.js");

/** @param {string} text */
const answer = (text) => {
  const query = parseQuery(text);
  if (query.problems.length) return null;
  /** @type {number[]} */
  const numbers = [];
  rows.forEach((/** @type {Spec} */ row, /** @type {number} */ number) => {
    if (matches(query, row)) numbers.push(number);
  });
  return numbers;
};

process.stdout.write(JSON.stringify(queries.map(answer)));
