// Orders the specs of a data file, and rows that say the same, by their compilers, as readers have them ordered.
"use strict";

const { readFileSync } = require("node:fs");
const { load } = require("./page.js");

const cache = ["query", "rows", "specs"].map((part) => load(`sphinxext-cache-${part}.js`))[0];
if (!cache) throw new Error("no scripts");

const specs = cache.decodeSpecs(JSON.parse(readFileSync(0, "utf8")));
const rows = [...specs.all].map((spec) => ({ fields: cache.specFields(specs, spec) }));
const compare = cache.comparer("compiler");

/** @param {boolean} isDown */
const table = (isDown) => cache.sorted(rows, "compiler", compare, isDown);
/** @param {RowFields[]} some */
const hashes = (some) => some.map(({ fields }) => fields.hash[0]);
/** @param {boolean} isDown */
const explorer = (isDown) =>
  [...cache.orderSpecs(specs, "compiler", isDown)].map((spec) => cache.specFields(specs, spec).hash[0]);

process.stdout.write(
  JSON.stringify({
    tables: [hashes(table(false)), hashes(table(true))],
    explorer: [explorer(false), explorer(true)],
    values: [specs.fields.compiler.values, [...specs.fields.compiler.values].reverse().sort(compare)],
    csv: cache.toCsv(table(true)).split("\r\n").slice(1, -1).map((line) => line.split(",")[0]),
  }),
);
