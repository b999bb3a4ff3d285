// Puts rows in the order in which a filter box would show what a text finds, and names their packages.

import { readFileSync } from "node:fs";

/** @import { Spec } from "./page.js" */

const { project, rows, text } = JSON.parse(readFileSync(0, "utf8"));
/** @type {any} */ (globalThis).sphinxextCache = project;
const { parseQuery } = await import("../../sphinxext_cache/assets/scripts/query.js");
const { ranked, ranking } = await import("../../sphinxext_cache/assets/scripts/words.js");

const rankOf = ranking(parseQuery(text).terms);
/** @type {string[]} */
const names = rows.map((/** @type {Spec} */ row) => row.package);
process.stdout.write(JSON.stringify(rankOf && ranked(names, rankOf)));
