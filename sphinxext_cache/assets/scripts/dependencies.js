// @ts-check
// What the data file says of dependencies, as fields that are searched like all others; and what a query asks of one.

import { holdersOf } from "./columns.js";
import { fits } from "./fields.js";
import { compilers } from "./project.js";
import { versionsTest } from "./versions.js";

/** @import { Column } from "./columns.js" */
/** @import { Test } from "./fields.js" */

/**
 * Places in a list, ascending, all but the first as steps from the one before; null if they are not known.
 * @typedef {number[] | null} Steps
 */

/**
 * What the data file has of dependencies; the documentation describes it.
 * @typedef {object} Dependencies
 * @property {string[]} dependency
 * @property {Steps[]} dependencies
 * @property {Record<string, string[]>} [provides]
 * @property {Steps[]} specs
 */

// virtuals = name @ version, and in further lines what it provides besides.
const NEEDED = /^(?:([^=@]*)=)?([^@\n]*)(?:@([^\n]*))?\n?(.*)$/s;
const LANGUAGES = ["c", "cxx", "fortran"];

/** The virtuals of a value. @param {string} value */
const virtualsOf = (value) => (/^([^=@]*)=/.exec(value)?.[1] ?? "").split(",");

/** @param {Steps} steps */
const unpack = (steps) => {
  let place = 0;
  return (steps ?? []).map((step) => (place += step));
};

/**
 * The fields of what specs depend on.
 * @param {Dependencies} known @param {Column} compiler @param {Uint32Array} all The numbers of all specs.
 * @returns {Record<"direct" | "below" | "language", Column>}
 */
export const dependencyFields = ({ dependency, dependencies, provides = {}, specs }, compiler, all) => {
  const values = dependency.map((text, at) => [text, ...(provides[at] ?? [])].join("\n"));
  const sets = specs.map(unpack);
  const above = holdersOf(values, dependencies.map(unpack));
  const speaks = dependency.map((text) => virtualsOf(text).some((virtual) => LANGUAGES.includes(virtual)));
  const none = compiler.values.length;
  const codes = compiler.codes.map((code, spec) => (sets[spec]?.some((at) => speaks[at]) ? none : code));
  return {
    direct: { values, sets, codes: all },
    below: { values, sets, codes: all, above },
    language: { values: [...compiler.values, ""], codes },
  };
};

/** Whether what was asked for by a name is called so, or by the other name of that compiler. @param {string} name @param {string} found */
const isNamed = (name, found) => fits(name, found) || (!!found && compilers.get(name) === found);

/** @param {string} name @param {string} [versions] @returns {Test} */
export const compilerTest = (name, versions) => {
  const test = versions ? versionsTest(versions) : () => true;
  return (value) => {
    const [, found = "", version = ""] = /^([^@]*)@?=?(.*)$/s.exec(value) ?? [];
    return isNamed(name, found) && (!versions || (!!version && test(version)));
  };
};

/**
 * Whether a dependency is what is asked for: by its name, or by that of a virtual that it provides.
 * @param {string} virtuals What it must provide, with commas between. @param {string} name @param {string} [versions] @returns {Test}
 */
export const dependencyTest = (virtuals, name, versions) => {
  const wanted = virtuals ? virtuals.split(",") : [];
  const test = versions ? versionsTest(versions) : undefined;
  return (value) => {
    const [, , found = "", version, more = ""] = NEEDED.exec(value) ?? [];
    const provided = virtualsOf(value);
    if (!wanted.every((virtual) => provided.includes(virtual))) return false;
    const isProvided = !virtuals && !test && [...provided, ...more.split("\n")].includes(name);
    return (isProvided || isNamed(name, found)) && (!test || (version !== undefined && test(version)));
  };
};

/** Whether virtuals are those of compilers. @param {string} virtuals */
export const areLanguages = (virtuals) => virtuals.split(",").every((virtual) => LANGUAGES.includes(virtual));
