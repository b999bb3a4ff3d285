// @ts-check
// Files of rows, for readers to take along.

import { make } from "./elements.js";
import { fieldsOf, singularOf } from "./fields.js";

/** @import { Row } from "./fields.js" */

/** @param {string} text */
const csvField = (text) => {
  // Spreadsheets take what begins so for a formula, and run it.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[^\w.@:~+=/'-]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** @param {Row[]} rows */
export const toCsv = (rows) => {
  const names = fieldsOf(rows);
  return [names, ...rows.map(({ fields }) => names.map((name) => fields[name].join(" ")))]
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
  const name = `${base.replace(/[^\w.+-]/g, "_")}.${format.toLowerCase()}`;
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
