// Answers queries on the standard input as the page that searches all specs would: their hashes, or null for a problem.

import { readFileSync } from "node:fs";

const { project, queries, data } = JSON.parse(readFileSync(0, "utf8"));
/** @type {any} */ (globalThis).sphinxextCache = project;
const { parseQuery } = await import("../../sphinxext_cache/assets/scripts/query.js");
const { choose } = await import("../../sphinxext_cache/assets/scripts/columns.js");
const { decodeSpecs } = await import("../../sphinxext_cache/assets/scripts/specs.js");

const specs = decodeSpecs(data);

/** @param {string} text */
const answer = (text) => {
  const { terms, problems } = parseQuery(text, (field, accepts = Boolean) =>
    !!specs.fields[field]?.values.some((value) => accepts(value)),
  );
  if (problems.length) return null;
  return Array.from(choose(specs, specs.all, terms, {}).shown, (spec) => specs.fields.hash.values[spec]);
};

process.stdout.write(JSON.stringify(queries.map(answer)));
