// Orders the specs of a data file, and rows that say the same, by a field, as readers have them ordered.

import { readFileSync } from "node:fs";

/** @import { FieldName, Row } from "../../sphinxext_cache/assets/scripts/fields.js" */

const { data, field, kind, project } = JSON.parse(readFileSync(0, "utf8"));
/** @type {any} */ (globalThis).sphinxextCache = project;
const { decodeSpecs, orderSpecs, specFields } = await import("../../sphinxext_cache/assets/scripts/specs.js");
const { comparer, sorted } = await import("../../sphinxext_cache/assets/scripts/rows.js");
const { listSpecs, toCsv } = await import("../../sphinxext_cache/assets/scripts/downloads.js");

const specs = decodeSpecs(data);
const rows = [...specs.all].map((spec) => ({ fields: specFields(specs, spec) }));
const compare = comparer(field, [], kind);
const values = specs.fields[/** @type {FieldName} */ (field)].values.filter(Boolean);

/** @param {boolean} isDown */
const table = (isDown) => sorted(rows, field, compare, isDown);
/** @param {Row[]} some */
const hashes = (some) => some.map(({ fields }) => fields.hash[0]);
/** @param {boolean} isDown */
const explorer = (isDown) =>
  [...orderSpecs(specs, field, isDown)].map((spec) => specFields(specs, spec).hash[0]);

process.stdout.write(
  JSON.stringify({
    tables: [hashes(table(false)), hashes(table(true))],
    explorer: [explorer(false), explorer(true)],
    values: [values, [...values].reverse().sort(compare)],
    csv: toCsv(listSpecs(table(true))).split("\r\n").slice(1, -1).map((line) => line.split(",")[1]),
  }),
);
