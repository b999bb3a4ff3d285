// What a page gives its scripts, as far as tests need it. Whoever imports this does so before any script of ours.

import { readFileSync } from "node:fs";

/** @import { FieldName } from "../../sphinxext_cache/assets/scripts/fields.js" */
/** @import { Project } from "../../sphinxext_cache/assets/scripts/project.js" */
/** @import { Query } from "../../sphinxext_cache/assets/scripts/query.js" */

/** Some of the targets that Python tells. @type {Project["targets"]} */
const targets = [
  ["x86_64", ""],
  ["x86_64_v2", "", 1],
  ["x86_64_v3", "", 1],
  ["x86_64_v4", "", 1],
  ["icelake", "Intel", 1],
  ["zen", "AMD", 3],
  ["zen2", "AMD", 1],
  ["zen3", "AMD", 1],
  ["zen4", "AMD", 1, 5],
  ["aarch64", ""],
  ["neoverse_n1", "Arm", 1],
  ["neoverse_v1", "Arm", 1],
  ["m1", "Apple", 3],
];
/** Some of the fields. @type {Project["fields"]} */
const fields = [
  { name: "hash", order: "plain" },
  { name: "package" },
  { name: "tag", order: "tag" },
  { name: "version", plural: "versions", order: "version" },
  { name: "compiler", nothing: "no compiler" },
  { name: "platform" },
  { name: "os" },
  { name: "target", plural: "targets", order: "target" },
  { name: "variants", singular: "variant" },
  { name: "stacks", singular: "stack" },
];
/** @type {Project["facets"]} */
const facets = [
  ["stack", "stacks"],
  ["target", "target"],
  ["os", "os"],
  ["compiler", "compiler"],
  ["version", "version"],
];
/** @type {Project["compilers"]} */
const compilers = { clang: "llvm", gcc: "", llvm: "clang", none: "", oneapi: "intel-oneapi-compilers" };
/** @type {any} */ (globalThis).sphinxextCache = { compilers, facets, fields, targets, words: [] };

/** @typedef {Record<FieldName, string | string[]>} Spec */

const file = new URL("cases.json", import.meta.url);
/** @type {{ specs: Record<string, Spec>, cases: [string, string][] }} */
export const { specs, cases } = JSON.parse(readFileSync(file, "utf8"));

/**
 * Whether a row meets all terms of a query.
 *
 * @param {Query} query
 * @param {Spec} row
 */
export const matches = ({ terms }, row) =>
  terms.every(({ fields: some, test }) =>
    some.some((field) => [/** @type {Record<string, string | string[]>} */ (row)[field] ?? []].flat().some((value) => test(value, field))),
  );
