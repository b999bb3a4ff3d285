// Reads two scripts from the standard input, and says whether they are the same program, however they are written.

import { readFileSync } from "node:fs";
import { parse } from "acorn";

/** @param {string} text */
const program = (text) =>
  JSON.stringify(parse(text, { ecmaVersion: 2022, sourceType: "script" }), (key, value) =>
    ["start", "end"].includes(key) ? undefined : typeof value === "bigint" ? String(value) : value,
  );

const [one, other] = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(program(one) === program(other)));
