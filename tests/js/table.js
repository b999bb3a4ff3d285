// Writes the specs of a data file as the table that readers download.

import { readFileSync } from "node:fs";

const { data, project } = JSON.parse(readFileSync(0, "utf8"));
/** @type {any} */ (globalThis).sphinxextCache = project;
const { fieldsAt } = await import("../../sphinxext_cache/assets/scripts/columns.js");
const { decodeSpecs } = await import("../../sphinxext_cache/assets/scripts/specs.js");
const { listSpecs, toCsv } = await import("../../sphinxext_cache/assets/scripts/downloads.js");

const specs = decodeSpecs(data);
process.stdout.write(toCsv(listSpecs([...specs.all].map((spec) => ({ fields: fieldsAt(specs, spec) })))));
