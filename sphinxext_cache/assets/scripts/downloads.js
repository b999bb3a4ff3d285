// @ts-check
// Files of rows, for readers to take along.

import { make } from "./elements.js";
import { fieldsOf, isFact, nameOf, singularOf } from "./fields.js";

/** @import { FieldName, Fields, Kinds, Row } from "./fields.js" */
/** @import { Rows } from "./view.js" */

/**
 * What a table shows whose rows are no specs: lists, numbers and what else they say, by the names of columns.
 * @typedef {{ names: string[], rows: (string | string[] | number | null)[][] }} Listed
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

/** @param {string[]} names @param {string[][]} lines */
const csv = (names, lines) => [names, ...lines].map((line) => `${line.map(csvField).join(",")}\r\n`).join("");

/** @param {Row[]} rows @param {Kinds} [kinds] */
export const toCsv = (rows, kinds = new Map()) => {
  const names = fieldsOf(rows, kinds);
  return csv(
    ["spec", ...names.map(nameOf)],
    rows.map(({ fields }) => [specOf(fields), ...names.map((name) => joined(fields[name], isFact(name) ? ", " : " "))]),
  );
};

/** @param {Row[]} rows @param {Kinds} [kinds] */
export const toJson = (rows, kinds = new Map()) => {
  const names = fieldsOf(rows, kinds);
  const isList = (/** @type {FieldName} */ name) => (isFact(name) ? kinds.get(name) === "list" : singularOf(name));
  const known = rows.map(({ fields }) =>
    Object.fromEntries(names.map((name) => [nameOf(name), isList(name) ? fields[name] : (fields[name][0] ?? null)])),
  );
  return JSON.stringify(known, null, 1);
};

/** @param {Listed} listed */
const listToCsv = ({ names, rows }) =>
  csv(names, rows.map((row) => row.map((value) => joined([value ?? ""].flat().map(String), " "))));

/** @param {Listed} listed */
const listToJson = ({ names, rows }) =>
  JSON.stringify(rows.map((row) => Object.fromEntries(row.map((value, at) => [names[at], value]))), null, 1);

/**
 * @param {Row[]} rows @param {Kinds} kinds The facts that they tell. @param {Listed | null | undefined} listed
 * @param {"CSV" | "JSON"} format
 */
const fileText = (rows, kinds, listed, format) => {
  if (listed) return format === "CSV" ? listToCsv(listed) : listToJson(listed);
  return format === "CSV" ? toCsv(rows, kinds) : toJson(rows, kinds);
};

/** @param {Rows} rows What is shown of them. @param {"CSV" | "JSON"} format @param {string} base The name of the file, without its ending. */
export const download = ({ kinds, listed, shown }, format, base) => {
  const type = format === "CSV" ? "text/csv" : "application/json";
  const text = fileText(shown, kinds, listed, format);
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const name = `${base.replace(/[^\w.+~-]+/g, "_").slice(0, LONGEST_NAME)}.${format.toLowerCase()}`;
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
