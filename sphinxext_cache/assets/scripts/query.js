// @ts-check
// What readers type into a filter box: the query language of the documentation, and plain words besides.

import { runsOn } from "./targets.js";
import { fail, versionsTest } from "./versions.js";
import { wordTerm } from "./words.js";

/** @import { FieldName, Term, Test } from "./fields.js" */

/**
 * What a filter box says. A row matches when it meets every term; a problem is what could not be read, and why.
 * @typedef {{ terms: Term[], problems: string[] }} Query
 */

/**
 * A build option: on or off, or the values it has.
 * @typedef {{ name: string, values: boolean | string[], exact: boolean }} Variant
 */

const MAX_LENGTH = 20_000;
const MAX_TERMS = 1_000;

/** @type {Record<string, FieldName>} */
const KEYS = {
  // @ts-expect-error what objects inherit is no key
  __proto__: null,
  os: "os",
  operating_system: "os",
  platform: "platform",
  stack: "stacks",
  tag: "tag",
  target: "target",
};

/** Whether a name fits a pattern, in which * is any text. @param {string} pattern @param {string} name */
const fits = (pattern, name) => {
  const pieces = pattern.split("*");
  const first = pieces.shift() ?? "";
  const last = pieces.pop();
  if (last === undefined) return pattern === name;
  const end = name.length - last.length;
  let at = first.length;
  if (end < at || !name.startsWith(first) || !name.endsWith(last)) return false;
  return pieces.every((piece) => {
    const found = name.indexOf(piece, at);
    at = found + piece.length;
    return found >= 0 && at <= end;
  });
};

/** @param {string} text @returns {string[]} */
const readValues = (text) => {
  const bare = /^['"]/.test(text) ? text.slice(1, -1).replace(/\\([\\'"])/g, "$1") : text;
  const values = bare.split(",").filter((value) => value);
  return values.length ? values : [""];
};

/** @param {string} text @returns {Variant | null} */
const readVariant = (text) => {
  const flag = /^(\+\+?|~~?|--?)([\w][\w.-]*)$/.exec(text);
  if (flag) return { name: flag[2] ?? "", values: text.startsWith("+"), exact: false };
  const [, name, exact, value = ""] = /^([\w][\w.-]*)(:?)==?(.*)$/s.exec(text) ?? [];
  if (!name) return null;
  const values = [...new Set(readValues(value))].sort();
  const truth = values.length > 1 ? "" : (values[0] ?? "").toLowerCase();
  if (truth === "true" || truth === "false") return { name, values: truth === "true", exact: false };
  return { name, values, exact: exact === ":" };
};

/** @param {string} text @returns {Test} */
const variantTest = (text) => {
  const { name, values, exact } = readVariant(text) ?? fail("no variant");
  return (value) => {
    const held = value.includes(name) ? readVariant(value) : null;
    if (held?.name !== name) return false;
    if (text === `${name}=*`) return true;
    const there = held.values;
    if (!Array.isArray(values) || !Array.isArray(there) || exact) return `${values}` === `${there}`;
    // Of a patch any beginning of its checksum will do, as in Spack.
    return values.every((wanted) =>
      name === "patches" ? there.some((each) => each.startsWith(wanted)) : there.includes(wanted),
    );
  };
};

/** A target, or a range of targets. @param {string} text @returns {Test} */
const targetTest = (text) => {
  const [low = "", high = low, more] = text.split(":");
  if (more !== undefined) fail("no target");
  if (low && low === high) return (value) => fits(low, value);
  return (value) => (!low || !!runsOn(low, value)) && (!high || !!runsOn(value, high));
};

/** @param {string} key @param {string} text @returns {Term[]} */
const keyTerms = (key, text) => {
  const names = readValues(text);
  if (!names[0]) fail("no value");
  const field = KEYS[key];
  if (field) {
    const tests = names.map((name) =>
      field === "target" ? targetTest(name) : (/** @type {string} */ value) => fits(name, value),
    );
    return [{ fields: [field], test: (value) => tests.some((test) => test(value)) }];
  }
  const [, ...parts] = /^([^-]+)-(.+)-([^-]+)$/s.exec(names.join()) ?? fail("expected arch=platform-os-target");
  const open = ["*", "None"];
  return ["platform", "os", "target"].flatMap((name, at) => {
    const part = parts[at] ?? "*";
    return open.includes(part) ? [] : keyTerms(name, part);
  });
};

/** @param {string} name @param {string} [versions] @returns {Test} */
const compilerTest = (name, versions) => {
  if (versions && name === "none") fail("no compiler has no version");
  const test = versions ? versionsTest(versions) : () => true;
  return (value) => {
    const [, found, version = ""] = /^([^@]*)@?=?(.*)$/s.exec(value) ?? [];
    return found === name && (!versions || (!!version && test(version)));
  };
};

/** @param {string} name @param {string} operator @param {string} value @returns {Term[]} */
const settingTerms = (name, operator, value) => {
  if (name === "namespace") fail("namespaces are not known");
  if (name.includes("*") || (operator === ":=" && value === "*")) fail("'*' cannot stand here");
  if (/^[^'"]/.test(value) && value.split(",").includes("")) fail("an empty value");
  return operator === "=" && (KEYS[name] || /^arch(itecture)?$/.test(name))
    ? keyTerms(name, value)
    : [{ fields: ["variants"], test: variantTest(name + operator + value) }];
};

/** A plain word, or the name of a package in which * is any text. @param {string} word @returns {Term} */
const nameTerm = (word) =>
  word.includes("*") ? { fields: ["package"], test: (value) => fits(word, value) } : wordTerm(word);

const VERSIONS = String.raw`((?:=?git\.[\w.\-:=/]+|[\w.\-:=]+)(?:\s*,\s*(?:=?git\.[\w.\-:=/]+|[\w.\-:=]+))*)`;
/** What may stand at the beginning of a term, and what it means.
 * @type {[RegExp, (...parts: string[]) => Term[]][]}
 */
const READERS = [
  [new RegExp(`@\\s*${VERSIONS}`, "y"), (text = "") => [{ fields: ["version"], test: versionsTest(text) }]],
  [
    new RegExp(`(?:%\\s*|compiler=)(\\w[\\w-]*)(?:\\s*@\\s*${VERSIONS})?`, "y"),
    (name = "", versions) => [{ fields: ["compiler"], test: compilerTest(name, versions) }],
  ],
  [/\/(\w+)/y, (hash = "") => [{ fields: ["hash"], test: (value) => value.startsWith(hash) }]],
  [
    /(\+\+?|~~?|--?)\s*([\w*][\w.*-]*)/y,
    (sign = "", name = "") => [{ fields: ["variants"], test: variantTest(sign + name) }],
  ],
  [
    /([\w*][\w.*-]*)(:?)==?('(?:[^'\\]|\\.)+'|"(?:[^"\\]|\\.)+"|[\w+*.,:=%^~/\\-]+)/sy,
    (name = "", exact = "", value = "") => settingTerms(name, `${exact}=`, value),
  ],
  [/[^\s=]*=\S*/y, () => fail("no value")],
  [/([^\s@%+~^/='"]+)/y, (word = "") => [nameTerm(word)]],
  [/\^\S*/y, () => fail("dependencies are not known")],
  [/\S+/y, () => fail("not understood")],
];

/** Reads what a reader typed; never throws. @param {string} text @returns {Query} */
export const parseQuery = (text) => {
  /** @type {Query} */
  const query = { terms: [], problems: [] };
  if (text.length > MAX_LENGTH) return { terms: [], problems: ["too long"] };
  let at = 0;
  for (let count = 0; (at += text.slice(at).search(/\S|$/)) < text.length; count++) {
    if (count >= MAX_TERMS) return { terms: [], problems: ["too long"] };
    for (const [pattern, read] of READERS) {
      pattern.lastIndex = at;
      const found = pattern.exec(text);
      if (!found) continue;
      try {
        for (const term of read(...found.slice(1))) query.terms.push({ ...term, text: found[0], at });
      } catch (error) {
        query.problems.push(`${found[0].slice(0, 40)}: ${/** @type {Error} */ (error).message}`);
      }
      at += found[0].length;
      break;
    }
  }
  return query;
};
