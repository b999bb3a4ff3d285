// @ts-check
// What readers type into a filter box: the query language of the documentation, and plain words besides.

import { areLanguages, compilerTest, dependencyTest } from "./dependencies.js";
import { factOf, fits, NONE } from "./fields.js";
import { compilers } from "./project.js";
import { runsOn } from "./targets.js";
import { fail, versionsTest } from "./versions.js";
import { wordTerm } from "./words.js";

/** @import { FieldName, RareField, Term, Test } from "./fields.js" */

/**
 * What a filter box says. A row matches when it meets every term; a problem is what could not be read, and why.
 * @typedef {{ terms: Term[], problems: string[] }} Query
 */

/**
 * A build option: on or off, or the values it has.
 * @typedef {{ name: string, values: boolean | string[], exact: boolean }} Variant
 */

/** Whether any row has a value of a field that passes a test, or any. @typedef {(field: FieldName | RareField, test?: Test) => boolean} Has */

/**
 * How far a query has been read.
 * @typedef {object} State
 * @property {Has} has
 * @property {boolean} isBelow Whether it is behind a ^, so that % is a condition on what is there.
 * @property {boolean} isOther Whether conditions are those on a dependency, of which no more is known than its version.
 */

const MAX_LENGTH = 20_000;
const MAX_TERMS = 1_000;

/** @type {Record<string, FieldName | RareField>} */
const KEYS = {
  // @ts-expect-error what objects inherit is no key
  __proto__: null,
  namespace: "namespace",
  os: "os",
  operating_system: "os",
  platform: "platform",
  stack: "stacks",
  tag: "tag",
  target: "target",
};

/** @param {string} text @returns {string[]} */
const readValues = (text) => {
  const bare = /^['"]/.test(text) ? text.slice(1, -1).replace(/\\([\\'"])/g, "$1") : text;
  const values = bare.split(",").filter((value) => value);
  return values.length ? values : [""];
};

/** @param {string} text @returns {Variant | null} */
const readVariant = (text) => {
  const [, flag] = /^(?:\+\+?|~~?|--?)(\w[\w.-]*)$/.exec(text) ?? [];
  if (flag) return { name: flag, values: text.startsWith("+"), exact: false };
  const [, name, exact, value = ""] = /^(\w[\w.-]*)(:?)==?(.*)$/s.exec(text) ?? [];
  if (!name) return null;
  const values = [...new Set(readValues(value))].sort();
  const truth = values.join().toLowerCase();
  if (truth === "true" || truth === "false") return { name, values: truth === "true", exact: false };
  return { name, values, exact: exact === ":" };
};

/** @param {string} text @param {Variant} variant What it says. @returns {Test} */
const variantTest =
  (text, { name, values, exact }) =>
  (value) => {
    const held = value.startsWith(name, value.search(/\w/)) ? readVariant(value) : null;
    if (held?.name !== name) return false;
    if (text === `${name}=*`) return true;
    const there = held.values;
    if (!Array.isArray(values) || !Array.isArray(there) || exact) return `${values}` === `${there}`;
    // Of a patch any beginning of its checksum will do, as in Spack.
    return values.every((wanted) =>
      name === "patches" ? there.some((each) => each.startsWith(wanted)) : there.includes(wanted),
    );
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
      // Of what has no namespace none can be asked for.
      field === "target" ? targetTest(name) : (/** @type {string} */ value) => !!value && fits(name, value),
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

/**
 * A condition on a dependency, or on the compiler.
 * @param {State} state @param {string} sign @param {string | undefined} virtuals @param {string} name @param {string} [versions]
 * @returns {Term[]}
 */
const dependencyTerms = (state, sign, virtuals = "", name, versions) => {
  const isDirect = sign !== "^";
  if (isDirect && state.isBelow) fail("not known for dependencies");
  state.isBelow = !isDirect;
  state.isOther = !isDirect || !compilers.has(name);
  if (name.includes(".")) fail("not known for dependencies");
  const isCompiler = isDirect && !virtuals && (compilers.has(name) || state.has("compiler", compilerTest(name)));
  if (!isCompiler && !state.has("below")) fail("dependencies are not known");
  if (isDirect && versions && name === NONE) fail("'none' has no version");
  const needed = dependencyTest(virtuals, name, versions);
  if (!isDirect) {
    // Who shows what provides a virtual need know no more.
    const needs = virtuals ? virtuals.split(",").map((virtual) => `^${virtual}`) : [versions ? "below" : `^${name}`];
    return [{ fields: ["below", "shown"], test: needed, needs }];
  }
  const compiler = compilerTest(name, versions);
  /** @type {(FieldName | RareField)[]} */
  const said = !virtuals ? ["compiler"] : areLanguages(virtuals) && name !== NONE ? ["language"] : [];
  const test = (/** @type {string} */ value, /** @type {string | undefined} */ field) =>
    (field === "direct" ? needed : compiler)(value);
  return [{ fields: [...said, "direct"], test, ...(!isCompiler && { needs: ["direct"] }) }];
};

/** @param {State} state @param {string} name @param {string} operator @param {string} value @returns {Term[]} */
const settingTerms = ({ has }, name, operator, value) => {
  if (operator === "=" && /^ex(plicit|ternal)$/.test(name)) fail("not known here");
  if (operator === "=" && name === "namespace" && !has(name)) fail("namespaces are not known");
  if (name.includes("*") || (operator === ":=" && value === "*")) fail("'*' is not allowed here");
  if (/^[^'"]/.test(value) && value.split(",").includes("")) fail("an empty value");
  return operator === "=" && (KEYS[name] || /^arch(itecture)?$/.test(name))
    ? keyTerms(name, value)
    : [variantTerm(has, name + operator + value)];
};

/** A condition on a variant, or on what is said under a name that no variant has. @param {Has} has @param {string} text @returns {Term} */
const variantTerm = (has, text) => {
  const asked = readVariant(text) ?? fail("no variant");
  const { name, values } = asked;
  const fact = factOf(name);
  if (asked.exact || !has(fact, Boolean) || has("variants", (variant) => readVariant(variant)?.name === name)) {
    return { fields: ["variants"], test: variantTest(text, asked) };
  }
  const wanted = typeof values !== "boolean" ? values : values ? ["true", "True"] : ["false", "False"];
  return { fields: [fact], test: (said) => !!said && wanted.some((each) => fits(each, said)) };
};

/** A plain word, or the name of a package in which * is any text. @param {string} word @returns {Term} */
const nameTerm = (word) =>
  word.includes("*") ? { fields: ["package"], test: (value) => fits(word, value) } : wordTerm(word);

const VERSIONS = String.raw`((?:=?git\.[\w.\-:=/]+|[\w.\-:=]+)(?:\s*,\s*(?:=?git\.[\w.\-:=/]+|[\w.\-:=]+))*)`;
const AT = String.raw`(?:\s*@\s*${VERSIONS})?`;
/** What may be at the beginning of a term, and what it means.
 * @type {[RegExp, (state: State, ...parts: string[]) => Term[]][]}
 */
const READERS = [
  [new RegExp(`@\\s*${VERSIONS}`, "y"), (_, text) => [{ fields: ["version"], test: versionsTest(text) }]],
  [
    new RegExp(String.raw`(%%?|\^)\s*(?:([\w-]+(?:,[\w-]+)*)=)?([\w*][\w.*-]*)${AT}`, "y"),
    dependencyTerms,
  ],
  [
    new RegExp(String.raw`compiler=(\w[\w-]*)${AT}`, "y"),
    (state, name, versions) => dependencyTerms(state, "%", "", name, versions),
  ],
  [/\/(\w+)/y, (_, hash) => [{ fields: ["hash"], test: (value) => value.startsWith(hash) }]],
  [
    /(\+\+?|~~?|--?)\s*([\w*][\w.*-]*)/y,
    ({ has }, sign, name) => [variantTerm(has, sign + name)],
  ],
  [
    /([\w*][\w.*-]*)(:?=)=?('(?:[^'\\]|\\.)+'|"(?:[^"\\]|\\.)+"|[\w+*.,:=%^~/\\-]+)/sy,
    settingTerms,
  ],
  [/[^\s=]*=\S*/y, () => fail("no value")],
  [/([^\s@%+~^/='"]+)/y, (_, word) => [nameTerm(word)]],
  [/[%^]\/\w+/y, (state) => ((state.isOther = true), fail("not known for dependencies"))],
  [/\S+/y, () => fail("not understood")],
];
/** What is said of the row, whatever it follows: words, stacks and tags. */
const OWN = /^(?:stack|tag)=|^[^\s@%+~^/='"-][^\s=]*$/;

/**
 * Reads what a reader typed; never throws.
 * @param {string} text @param {Has} [has] @returns {Query}
 */
export const parseQuery = (text, has = () => false) => {
  /** @type {Query} */
  const query = { terms: [], problems: [] };
  if (text.length > MAX_LENGTH) return { terms: [], problems: ["too long"] };
  const state = { has, isBelow: false, isOther: false };
  let at = 0;
  for (let count = 0; (at += text.slice(at).search(/\S|$/)) < text.length; count++) {
    if (count >= MAX_TERMS) return { terms: [], problems: ["too long"] };
    for (const [pattern, read] of READERS) {
      pattern.lastIndex = at;
      const found = pattern.exec(text);
      if (!found) continue;
      try {
        if (state.isOther && !/^[%^]|^compiler=/.test(found[0]) && !OWN.test(found[0])) fail("not known for dependencies");
        for (const term of read(state, ...found.slice(1))) query.terms.push({ ...term, text: found[0], at });
      } catch (error) {
        query.problems.push(`${found[0].slice(0, 40)}: ${/** @type {Error} */ (error).message}`);
      }
      at += found[0].length;
      break;
    }
  }
  return query;
};
