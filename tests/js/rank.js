// Puts rows in the order in which a filter box would show what a text finds, and names their packages.

import { readFileSync } from "node:fs";

/** @import { Fields } from "../../sphinxext_cache/assets/scripts/fields.js" */
/** @import { Spec } from "./page.js" */

const { project, rows, text } = JSON.parse(readFileSync(0, "utf8"));
/** @type {any} */ (globalThis).sphinxextCache = project;
const { parseQuery } = await import("../../sphinxext_cache/assets/scripts/query.js");
const { columnsOf } = await import("../../sphinxext_cache/assets/scripts/columns.js");
const { comparer } = await import("../../sphinxext_cache/assets/scripts/orders.js");
const { ranked } = await import("../../sphinxext_cache/assets/scripts/words.js");

/** @type {string[]} */
const names = rows.map((/** @type {Spec} */ row) => row.package);
const known = names.map((name) => ({ fields: /** @type {Fields} */ ({ package: [name] }) }));
const columns = columnsOf(known, new Map(), [], comparer);
const order = ranked(columns, columns.all, parseQuery(text).terms);
process.stdout.write(JSON.stringify(Array.from(order, (row) => names[row])));
