// @ts-check
// Files of rows, for readers to take along.

import { make } from "./elements.js";
import { fieldsOf, singularOf } from "./fields.js";

/** @import { Fields, Row } from "./fields.js" */

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

/** @param {Row[]} rows */
export const toCsv = (rows) => {
  const names = fieldsOf(rows);
  return [["spec", ...names], ...rows.map(({ fields }) => [specOf(fields), ...names.map((name) => joined(fields[name]))])]
    .map((line) => `${line.map(csvField).join(",")}\r\n`)
    .join("");
};

/** @param {Row[]} rows */
export const toJson = (rows) => {
  const names = fieldsOf(rows);
  const known = rows.map(({ fields }) =>
    Object.fromEntries(names.map((name) => [name, singularOf(name) ? fields[name] : (fields[name][0] ?? null)])),
  );
  return JSON.stringify(known, null, 1);
};

/** @param {Row[]} rows @param {"CSV" | "JSON"} format @param {string} base The name of the file, without its ending. */
export const download = (rows, format, base) => {
  const [type, text] = format === "CSV" ? ["text/csv", toCsv(rows)] : ["application/json", toJson(rows)];
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const name = `${base.replace(/[^\w.+~-]+/g, "_").slice(0, LONGEST_NAME)}.${format.toLowerCase()}`;
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
