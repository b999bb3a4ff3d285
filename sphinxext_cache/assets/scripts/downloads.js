// @ts-check
// Files of rows, for readers to take along.

import { make } from "./elements.js";
import { fieldsOf, singularOf } from "./fields.js";

/** @import { Fields, Row } from "./fields.js" */

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

/** Several values as one text, which begins with one that is no formula, if there is any. @param {string[]} values */
const joined = (values) => {
  const safe = values.find((value) => !FORMULA.test(value));
  return (safe === undefined ? values : [safe, ...values.filter((value) => value !== safe)]).join(" ");
};

/** @param {string[]} names @param {string[][]} lines */
const csv = (names, lines) => [names, ...lines].map((line) => `${line.map(csvField).join(",")}\r\n`).join("");

/** @param {Row[]} rows */
export const toCsv = (rows) => {
  const names = fieldsOf(rows);
  return csv(
    ["spec", ...names],
    rows.map(({ fields }) => [specOf(fields), ...names.map((name) => joined(fields[name]))]),
  );
};

/** @param {Row[]} rows */
export const toJson = (rows) => {
  const names = fieldsOf(rows);
  const known = rows.map(({ fields }) =>
    Object.fromEntries(names.map((name) => [name, singularOf(name) ? fields[name] : (fields[name][0] ?? null)])),
  );
  return JSON.stringify(known, null, 1);
};

/** @param {Listed} listed */
const listToCsv = ({ names, rows }) => csv(names, rows.map((row) => row.map((value) => joined([value ?? ""].flat().map(String)))));

/** @param {Listed} listed */
const listToJson = ({ names, rows }) =>
  JSON.stringify(rows.map((row) => Object.fromEntries(row.map((value, at) => [names[at], value]))), null, 1);

/** @param {Row[] | Listed} rows @param {"CSV" | "JSON"} format */
const fileText = (rows, format) => {
  if (Array.isArray(rows)) return format === "CSV" ? toCsv(rows) : toJson(rows);
  return format === "CSV" ? listToCsv(rows) : listToJson(rows);
};

/** @param {Row[] | Listed} rows @param {"CSV" | "JSON"} format @param {string} base The name of the file, without its ending. */
export const download = (rows, format, base) => {
  const type = format === "CSV" ? "text/csv" : "application/json";
  const address = URL.createObjectURL(new Blob([fileText(rows, format)], { type: `${type};charset=utf-8` }));
  const name = `${base.replace(/[^\w.+~-]+/g, "_").slice(0, LONGEST_NAME)}.${format.toLowerCase()}`;
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
