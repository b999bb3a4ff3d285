// @ts-check
// All specs of a tag as its data file has them.

import { sharedBy, valuesAt } from "./columns.js";
import { dependencyFields } from "./dependencies.js";
import { FACETS, factOf, FIELDS, isCategory, NONE, nothingIn, singularOf } from "./fields.js";

/** @import { Column, Columns } from "./columns.js" */
/** @import { Dependencies } from "./dependencies.js" */
/** @import { FactName, SingleField } from "./fields.js" */

/** @typedef {Exclude<SingleField, "hash" | "tag">} Single */

/**
 * The data file of a tag; the documentation describes it.
 * @typedef {object} SpecFile
 * @property {number} format
 * @property {string} tag
 * @property {number} specs
 * @property {Record<Single | "stack" | "variant", (string | null)[]> & Record<"stacks" | "variants", number[][]>} values
 * @property {Record<Single | "stacks" | "variants", number[]>} columns
 * @property {Dependencies} [dependencies] Where some are known.
 * @property {Record<string, FactColumn>} [facts] Where anything is said.
 * @property {Record<string, string>} [load] What loads specs that are installed, by their numbers.
 * @property {(string | null)[]} hashes
 */

/**
 * What is said under one name: places in `sets`, where there are any, and else in `values`; by package, and by the
 * number of a spec where that differs.
 * @typedef {{ values: string[], sets?: number[][], packages: (number | null)[], specs: Record<string, number> }} FactColumn
 */

/**
 * All specs of a data file.
 * @typedef {Columns & SpecFurther} SpecTable
 * @typedef {object} SpecFurther
 * @property {Record<string, string>} load What loads specs that are installed, by their numbers.
 * @property {Map<number, string[]>} common By the codes of packages, the variants that all their specs have.
 */

const FORMAT = 1;

/** Makes a data file fast to search; throws if it is of another format. @param {SpecFile} file @returns {SpecTable} */
export const decodeSpecs = (file) => {
  if (file.format !== FORMAT) throw new Error(`a data file of format ${file.format}, not ${FORMAT}`);
  const { columns, hashes, specs: count, tag, values } = file;
  const all = Uint32Array.from({ length: count }, (_, spec) => spec);
  const known = /** @type {Columns["fields"]} */ ({
    hash: { values: hashes.map((hash) => hash ?? ""), codes: all },
    tag: { values: [tag], codes: new Uint32Array(count) },
  });
  for (const name of FIELDS) {
    const singular = singularOf(name);
    // Of what most caches do not say, a file has a column only where there is a value.
    const listed = /** @type {Record<string, (string | null)[]>} */ (values)[singular ?? name] ?? [""];
    known[name] ??= {
      values: listed.map((value) => value ?? (nothingIn(name) ? NONE : "")),
      codes: Uint32Array.from(columns[/** @type {Single} */ (name)] ?? { length: count }),
      ...(singular && { sets: values[/** @type {"stacks" | "variants"} */ (name)] }),
    };
  }
  const linked = file.dependencies && dependencyFields(file.dependencies, known.compiler, all);
  /** @type {[FactName, string][]} */
  const kinds = [];
  const choices = [...FACETS];
  for (const [called, said] of Object.entries(file.facts ?? {})) {
    const name = factOf(called);
    known[name] = decodeFact(said, columns.package);
    kinds.push([name, said.sets ? "list" : "text"]);
    const many = said.packages.filter((code) => code !== null).length + Object.keys(said.specs).length;
    if (isCategory(said.values, many)) choices.push([name, name]);
  }
  return { count, all, fields: { ...known, ...linked }, kinds: new Map(kinds), choices, load: file.load ?? {}, common: new Map(), met: new Map() };
};

/** Gets a data file; throws if there is none. @param {string | URL} file */
export const fetchSpecs = async (file) => {
  const response = await fetch(file);
  if (!response.ok) throw new Error(response.statusText);
  return decodeSpecs(await response.json());
};

/** @param {FactColumn} said @param {number[]} owners The package of each spec. @returns {Column} */
const decodeFact = ({ values, sets, packages, specs }, owners) => {
  const nothing = (sets ?? values).length;
  return {
    values: [...values, ""],
    ...(sets && { sets: [...sets, []] }),
    codes: Uint32Array.from(owners, (owner, spec) => specs[spec] ?? packages[owner] ?? nothing),
  };
};

/** The variants of a spec that are on, and that not all specs of its package have. @param {SpecTable} specs @param {number} spec */
export const tellingVariants = ({ common, fields: { package: owners, variants } }, spec) => {
  const owner = /** @type {number} */ (owners.codes[spec]);
  let shared = common.get(owner);
  if (!shared) {
    // The file has the specs of a package together.
    const [first, last] = [owners.codes.indexOf(owner), owners.codes.lastIndexOf(owner)];
    const sets = new Set(variants.codes.subarray(first, last + 1));
    const codes = sharedBy(Array.from(sets, (set) => /** @type {number[][]} */ (variants.sets)[set] ?? []));
    shared = codes.map((code) => /** @type {string} */ (variants.values[code]));
    common.set(owner, shared);
  }
  const others = shared;
  return valuesAt(variants, spec).filter((variant) => !variant.startsWith("~") && !others.includes(variant));
};

/** On what a spec depends directly, as queries ask for it. @param {SpecTable} specs @param {number} spec */
export const builtOn = ({ fields: { direct } }, spec) =>
  direct ? valuesAt(direct, spec).map((value) => value.replace(/\n.*/s, "")) : [];

/** What loads a spec that is installed; undefined if a cache has it. @param {SpecTable} specs @param {number} spec */
export const loadOf = ({ fields, load }, spec) => {
  const command = load[spec];
  return command === "spack load" ? `${command} /${fields.hash.values[spec]}` : command;
};
