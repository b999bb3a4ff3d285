// @ts-check
// Files of rows, for readers to take along.

import { make } from "./elements.js";
import { fieldsOf, isFact, nameOf, singularOf } from "./fields.js";

/** @import { FieldName, Fields, Kinds, Row } from "./fields.js" */

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

/** @param {Row[]} rows @param {Kinds} [kinds] */
export const toCsv = (rows, kinds = new Map()) => {
  const names = fieldsOf(rows, kinds);
  return [["spec", ...names.map(nameOf)], ...rows.map(({ fields }) => [specOf(fields), ...names.map((name) => joined(fields[name], isFact(name) ? ", " : " "))])]
    .map((line) => `${line.map(csvField).join(",")}\r\n`)
    .join("");
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

/**
 * @param {Row[]} rows @param {Kinds} kinds The facts that they tell.
 * @param {"CSV" | "JSON"} format @param {string} base The name of the file, without its ending.
 */
export const download = (rows, kinds, format, base) => {
  const [type, text] = format === "CSV" ? ["text/csv", toCsv(rows, kinds)] : ["application/json", toJson(rows, kinds)];
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const name = `${base.replace(/[^\w.+~-]+/g, "_").slice(0, LONGEST_NAME)}.${format.toLowerCase()}`;
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
