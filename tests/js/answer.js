// Answers queries on the standard input as the filter box would: the numbers of the rows, or null for a problem.
"use strict";

const { readFileSync } = require("node:fs");
const { load, matches } = require("./page.js");

const cache = load("query.js");
const { queries, rows, cpus } = JSON.parse(readFileSync(0, "utf8"));
cache.cpus = cpus;

/** @param {string} text */
const answer = (text) => {
  const query = cache.parseQuery(text);
  if (query.problems.length) return null;
  /** @type {number[]} */
  const numbers = [];
  rows.forEach((/** @type {Record<FieldName, string | string[]>} */ row, /** @type {number} */ number) => {
    if (matches(query, row)) numbers.push(number);
  });
  return numbers;
};

process.stdout.write(JSON.stringify(queries.map(answer)));
