// @ts-check
// Files of rows, for readers to take along.

import { make } from "./elements.js";
import { fieldsOf, isFact, nameOf, singularOf } from "./fields.js";

/** @import { FieldName, Fields, Kinds, Row } from "./fields.js" */
/** @import { Rows } from "./rows.js" */

/**
 * What a file has of rows: lists, numbers and what else they say, by the names of columns; and each as one writes it, if
 * they are specs.
 * @typedef {{ names: string[], rows: (string | string[] | number | null)[][], specs?: string[] }} Listed
 */

const LONGEST_NAME = 100; // characters of the name of a file, without its ending
const FORMULA = /^[=+\-@\t\r]/; // spreadsheets take what begins so for a formula, and run it

/** @param {string} text */
const csvField = (text) => {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[^\w.@:~+=/'-]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A spec as one writes it: it begins with a name, which is no formula. @param {Fields} fields */
const specOf = ({ package: [name = ""], version: [version], variants }) =>
  [version ? `${name}@${version}` : name, ...variants].join(" ");

/** Several values as one text, which begins with one that is no formula, if there is any.
 * @param {string[]} values @param {string} between
 */
const joined = (values, between) => {
  const safe = values.find((value) => !FORMULA.test(value));
  return (safe === undefined ? values : [safe, ...values.filter((value) => value !== safe)]).join(between);
};

/** What a file has of specs: all fields. @param {Row[]} rows @param {Kinds} [kinds] @returns {Listed} */
export const listSpecs = (rows, kinds = new Map()) => {
  const names = fieldsOf(rows, kinds);
  const isList = (/** @type {FieldName} */ name) => (isFact(name) ? kinds.get(name) === "list" : singularOf(name));
  return {
    names,
    rows: rows.map(({ fields }) => names.map((name) => (isList(name) ? fields[name] : (fields[name][0] ?? null)))),
    specs: rows.map(({ fields }) => specOf(fields)),
  };
};

/** @param {Listed} listed */
export const toCsv = ({ names, rows, specs }) => {
  const lines = rows.map((row, at) => [
    ...(specs?.slice(at, at + 1) ?? []),
    ...row.map((value, place) => joined([value ?? ""].flat().map(String), isFact(names[place] ?? "") ? ", " : " ")),
  ]);
  const header = [...(specs ? ["spec"] : []), ...names.map(nameOf)];
  return [header, ...lines].map((line) => `${line.map(csvField).join(",")}\r\n`).join("");
};

/** @param {Listed} listed */
export const toJson = ({ names, rows }) => {
  const keys = names.map(nameOf);
  return JSON.stringify(rows.map((row) => Object.fromEntries(row.map((value, at) => [keys[at], value]))), null, 1);
};

/** @param {Rows} rows What is shown of them. @param {"CSV" | "JSON"} format @param {string} base The name of the file, without its ending. */
export const download = ({ listed }, format, base) => {
  const [type, text] = format === "CSV" ? ["text/csv", toCsv(listed)] : ["application/json", toJson(listed)];
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const name = `${base.replace(/[^\w.+~-]+/g, "_").slice(0, LONGEST_NAME)}.${format.toLowerCase()}`;
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
