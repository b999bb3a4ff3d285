// Orders the specs of a data file, and rows that say the same, by their compilers, as readers have them ordered.

import { readFileSync } from "node:fs";

/** @import { Row } from "../../sphinxext_cache/assets/scripts/fields.js" */

const { data, project } = JSON.parse(readFileSync(0, "utf8"));
/** @type {any} */ (globalThis).sphinxextCache = project;
const { decodeSpecs, orderSpecs, specFields } = await import("../../sphinxext_cache/assets/scripts/specs.js");
const { comparer, sorted } = await import("../../sphinxext_cache/assets/scripts/rows.js");
const { toCsv } = await import("../../sphinxext_cache/assets/scripts/downloads.js");

const specs = decodeSpecs(data);
const rows = [...specs.all].map((spec) => ({ fields: specFields(specs, spec) }));
const compare = comparer("compiler");

/** @param {boolean} isDown */
const table = (isDown) => sorted(rows, "compiler", compare, isDown);
/** @param {Row[]} some */
const hashes = (some) => some.map(({ fields }) => fields.hash[0]);
/** @param {boolean} isDown */
const explorer = (isDown) =>
  [...orderSpecs(specs, "compiler", isDown)].map((spec) => specFields(specs, spec).hash[0]);

process.stdout.write(
  JSON.stringify({
    tables: [hashes(table(false)), hashes(table(true))],
    explorer: [explorer(false), explorer(true)],
    values: [specs.fields.compiler.values, [...specs.fields.compiler.values].reverse().sort(compare)],
    csv: toCsv(table(true)).split("\r\n").slice(1, -1).map((line) => line.split(",")[0]),
  }),
);
