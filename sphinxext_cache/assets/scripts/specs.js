// @ts-check
// All specs of a tag as its data file has them: which of them a reader asks for, in which order, and how many there are
// of each kind. A test is made once for each value, never for each spec.

import { dependencyFields } from "./dependencies.js";
import { FACETS, factOf, FIELDS, isCategory, isNone, NONE, nothingIn, singularOf } from "./fields.js";

/** @import { Dependencies } from "./dependencies.js" */
/** @import { Choice, Chosen, Counts, FactName, RareField, FieldName, Fields, Kinds, SingleField, Term } from "./fields.js" */

/** @typedef {Exclude<SingleField, "hash" | "tag">} Column */

/**
 * The data file of a tag; the documentation describes it.
 * @typedef {object} SpecFile
 * @property {number} format
 * @property {string} tag
 * @property {number} specs
 * @property {Record<Column | "stack" | "variant", (string | null)[]> & Record<"stacks" | "variants", number[][]>} values
 * @property {Record<Column | "stacks" | "variants", number[]>} columns
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
 * A field of all specs: which values there are, and by numbers which of them, or which set of them, a spec has. Who has a
 * value has all those above it, too.
 * @typedef {{ values: string[], sets?: number[][], codes: Uint32Array, above?: number[][] }} SpecField
 */

/**
 * @typedef {object} SpecTable
 * @property {number} count
 * @property {Uint32Array} all The numbers of the specs, in the order of the file.
 * @property {Record<FieldName, SpecField> & Partial<Record<RareField, SpecField>>} fields
 * @property {Kinds} kinds The facts.
 * @property {Choice[]} choices What there is to choose by.
 * @property {Record<string, string>} load What loads specs that are installed, by their numbers.
 * @property {Map<number, Set<number>>} common By the codes of packages, those of the variants that all their specs have.
 * @property {Map<string, Uint8Array>} met Which specs meet each term of the last query.
 */

const FORMAT = 1;
const MOST_CHOICES = 24; // each is a bit of a number

/** Makes a data file fast to search; throws if it is of another format. @param {SpecFile} file @returns {SpecTable} */
export const decodeSpecs = (file) => {
  if (file.format !== FORMAT) throw new Error(`a data file of format ${file.format}, not ${FORMAT}`);
  const { columns, hashes, specs: count, tag, values } = file;
  const all = Uint32Array.from({ length: count }, (_, spec) => spec);
  const known = /** @type {Record<FieldName, SpecField>} */ ({
    hash: { values: hashes.map((hash) => hash ?? ""), codes: all },
    tag: { values: [tag], codes: new Uint32Array(count) },
  });
  for (const name of FIELDS) {
    const singular = singularOf(name);
    const codes = columns[/** @type {keyof typeof columns} */ (name)];
    if (known[name]) continue;
    // Of what most caches do not say, a file has a column only where there is a value.
    if (!codes) {
      known[name] = { values: [""], codes: new Uint32Array(count) };
      continue;
    }
    const listed = /** @type {Record<string, (string | null)[]>} */ (values)[singular ?? name] ?? [];
    known[name] = {
      values: listed.map((value) => value ?? (nothingIn(name) ? NONE : "")),
      codes: Uint32Array.from(codes),
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
    if (isCategory(said.values, many) && choices.length < MOST_CHOICES) choices.push([name, name]);
  }
  return { count, all, fields: { ...known, ...linked }, kinds: new Map(kinds), choices, load: file.load ?? {}, common: new Map(), met: new Map() };
};

/** Gets a data file; throws if there is none. @param {string | URL} file */
export const fetchSpecs = async (file) => {
  const response = await fetch(file);
  if (!response.ok) throw new Error(response.statusText);
  return decodeSpecs(await response.json());
};

/** @param {FactColumn} said @param {number[]} owners The package of each spec. @returns {SpecField} */
const decodeFact = ({ values, sets, packages, specs }, owners) => {
  const nothing = (sets ?? values).length;
  return {
    values: [...values, ""],
    ...(sets && { sets: [...sets, []] }),
    codes: Uint32Array.from(owners, (owner, spec) => specs[spec] ?? packages[owner] ?? nothing),
  };
};

/** Which values of a field, or which sets of them, pass a test.
 * @param {SpecField} field @param {(value: string) => boolean} test
 */
const passing = ({ values, sets, above }, test) => {
  const found = new Uint8Array(values.length);
  values.forEach((value, code) => (found[code] = Number(test(value))));
  if (above) spread(found, above);
  if (!sets) return found;
  const pass = new Uint8Array(sets.length);
  sets.forEach((codes, set) => {
    for (let at = 0; at < codes.length; at++) if (found[/** @type {number} */ (codes[at])]) pass[set] = 1;
  });
  return pass;
};

/** Marks what is above anything that is marked, however far; circles are no harm. @param {Uint8Array} found @param {number[][]} above */
const spread = (found, above) => {
  const left = [...found.keys()].filter((code) => found[code]);
  for (let code = left.pop(); code !== undefined; code = left.pop()) {
    for (const each of above[code] ?? []) {
      if (found[each]) continue;
      found[each] = 1;
      left.push(each);
    }
  }
};

/** Which specs meet a term. @param {SpecTable} specs @param {Term} term */
export const meeting = ({ count, fields, kinds }, term) => {
  const met = new Uint8Array(count);
  for (const name of term.fields.flatMap((each) => (each === "facts" ? [...kinds.keys()] : each))) {
    const field = fields[name];
    const pass = field && passing(field, (value) => term.test(value, name));
    if (field && pass?.includes(1)) mark(met, field.codes, pass);
  }
  return met;
};

/** Which specs do not meet all terms. @param {SpecTable} specs @param {Term[]} terms */
const missing = (specs, terms) => {
  const missed = new Uint8Array(specs.count);
  // While one types, all terms but the last stay.
  const before = specs.met;
  specs.met = new Map();
  for (const term of terms) {
    const key = `${term.fields[0]} ${term.text}`;
    const met = before.get(key) ?? meeting(specs, term);
    specs.met.set(key, met);
    for (let spec = 0; spec < met.length; spec++) if (!met[spec]) missed[spec] = 1;
  }
  return missed;
};

/** @param {Uint8Array} met @param {Uint32Array} codes @param {Uint8Array} pass */
const mark = (met, codes, pass) => {
  for (let spec = 0; spec < codes.length; spec++) if (pass[/** @type {number} */ (codes[spec])]) met[spec] = 1;
};

/** How many specs there are with each value. @param {SpecField} field @param {Uint32Array} counts Of each code */
const byValue = ({ values, sets }, counts) => {
  const totals = new Map(values.filter(Boolean).map((value) => [value, 0]));
  counts.forEach((n, code) => {
    for (const each of n ? (sets?.[code] ?? [code]) : []) {
      const value = values[each];
      if (value) totals.set(value, n + (totals.get(value) ?? 0));
    }
  });
  return totals;
};

/**
 * The specs that are asked for, in some order, and how many there are with each value of each facet.
 * @param {SpecTable} specs @param {Uint32Array} order @param {Term[]} terms @param {Chosen} chosen
 * @returns {{ shown: Uint32Array, counts: Counts }}
 */
export const chooseSpecs = (specs, order, terms, chosen) => {
  const missed = missing(specs, terms);
  const facets = specs.choices.map(([facet, name], bit) => {
    const field = specs.fields[name];
    const wanted = chosen[facet];
    if (wanted?.length) {
      const pass = passing(field, (value) => wanted.includes(value));
      field.codes.forEach((code, spec) => {
        if (!pass[code]) missed[spec] = Number(missed[spec]) | (2 << bit);
      });
    }
    return { facet, field, bit, counts: new Uint32Array((field.sets ?? field.values).length) };
  });
  for (const { field, bit, counts } of facets) {
    // A value counts what there would be if it were chosen beside the others of its facet.
    const others = ~(2 << bit);
    const { codes } = field;
    for (let spec = 0; spec < codes.length; spec++) {
      if (/** @type {number} */ (missed[spec]) & others) continue;
      const code = /** @type {number} */ (codes[spec]);
      counts[code] = /** @type {number} */ (counts[code]) + 1;
    }
  }
  const counted = facets.map(({ facet, field, counts }) => [facet, byValue(field, counts)]);
  return { shown: order.filter((spec) => !missed[spec]), counts: Object.fromEntries(counted) };
};

/**
 * The specs in the order of a field of which each has one value.
 * @param {SpecTable} specs @param {FieldName} name @param {boolean} descending
 */
export const orderSpecs = ({ count, fields }, name, descending) => {
  const { codes, values } = fields[name];
  const places = Uint32Array.from(values, (value, code) =>
    isNone(name, value) ? values.length + 1 : descending ? values.length - code : code,
  );
  // What is equal keeps the order of the file.
  const keys = Float64Array.from(codes, (code, spec) => Number(places[code]) * count + spec);
  return Uint32Array.from(keys.sort(), (key) => key % count);
};

/** The variants of a spec that are on, and that not all specs of its package have. @param {SpecTable} specs @param {number} spec */
export const tellingVariants = ({ common, count, fields }, spec) => {
  const { codes, sets = [], values } = fields.variants;
  const owners = fields.package.codes;
  const owner = Number(owners[spec]);
  const of = (/** @type {number} */ at) => sets[Number(codes[at])] ?? [];
  let shared = common.get(owner);
  if (!shared) {
    shared = new Set(of(spec));
    // The file has the specs of a package together.
    let at = spec;
    while (at && owners[at - 1] === owner) at--;
    for (; at < count && owners[at] === owner; at++) {
      const own = new Set(of(at));
      for (const code of shared) if (!own.has(code)) shared.delete(code);
    }
    common.set(owner, shared);
  }
  const told = of(spec).filter((code) => !shared.has(code));
  return told.map((code) => values[code] ?? "").filter((variant) => !variant.startsWith("~"));
};

/** On what a spec depends directly, as queries ask for it. @param {SpecTable} specs @param {number} spec */
export const builtOn = ({ fields: { direct } }, spec) =>
  (direct?.sets?.[spec] ?? []).map((code) => (direct?.values[code] ?? "").replace(/\n.*/s, ""));

/** What loads a spec that is installed; undefined if a cache has it. @param {SpecTable} specs @param {number} spec */
export const loadOf = ({ fields, load }, spec) => {
  const command = load[spec];
  return command === "spack load" ? `${command} /${fields.hash.values[spec]}` : command;
};

/** What is known of a spec. @param {SpecTable} specs @param {number} spec @returns {Fields} */
export const specFields = ({ fields, kinds }, spec) => {
  const found = [...FIELDS, ...kinds.keys()].map((name) => {
    const { values, sets, codes } = fields[name];
    const code = Number(codes[spec]);
    return [name, (sets ? (sets[code] ?? []) : [code]).map((each) => values[each]).filter(Boolean)];
  });
  return Object.fromEntries(found);
};
