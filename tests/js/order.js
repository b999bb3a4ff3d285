// Orders the specs of a data file, and rows that say the same, by a field, as readers have them ordered.

import { readFileSync } from "node:fs";

/** @import { FieldName, Row } from "../../sphinxext_cache/assets/scripts/fields.js" */

const { data, field, kind, project } = JSON.parse(readFileSync(0, "utf8"));
/** @type {any} */ (globalThis).sphinxextCache = project;
const { columnsOf, fieldsAt, orderBy } = await import("../../sphinxext_cache/assets/scripts/columns.js");
const { decodeSpecs } = await import("../../sphinxext_cache/assets/scripts/specs.js");
const { comparer } = await import("../../sphinxext_cache/assets/scripts/orders.js");
const { listSpecs, toCsv } = await import("../../sphinxext_cache/assets/scripts/downloads.js");

const specs = decodeSpecs(data);
/** @type {Row[]} */
const rows = [...specs.all].map((spec) => ({ fields: fieldsAt(specs, spec) }));
const compare = comparer(field, [], kind);
const columns = columnsOf(rows, specs.kinds, [], (name) => (name === field ? compare : comparer(name)));
const values = specs.fields[/** @type {FieldName} */ (field)].values.filter(Boolean);

/** @param {boolean} isDown */
const table = (isDown) => [...orderBy(columns, field, isDown)].map((row) => /** @type {Row} */ (rows[row]));
/** @param {Row[]} some */
const hashes = (some) => some.map(({ fields }) => fields.hash[0]);
/** @param {boolean} isDown */
const explorer = (isDown) => [...orderBy(specs, field, isDown)].map((spec) => fieldsAt(specs, spec).hash[0]);

process.stdout.write(
  JSON.stringify({
    tables: [hashes(table(false)), hashes(table(true))],
    explorer: [explorer(false), explorer(true)],
    values: [values, [...values].reverse().sort(compare)],
    csv: toCsv(listSpecs(table(true))).split("\r\n").slice(1, -1).map((line) => line.split(",")[1]),
  }),
);
