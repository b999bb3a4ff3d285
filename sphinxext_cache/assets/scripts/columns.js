// @ts-check
// Rows as columns of numbers: all specs of a data file, or what the rows of a table on a page say. Which of them a reader
// asks for, in which order, and how many there are of each kind. A test is made once for each value, never for each row.

import { FIELDS, isCategory, isNone } from "./fields.js";

/** @import { Choice, Chosen, FacetName, FieldName, Fields, Kinds, RareField, Row, Term } from "./fields.js" */
/** @import { Compare } from "./orders.js" */

/**
 * A field of all rows: which values there are, in order, and by numbers which of them, or which set of them, a row has.
 * Who has a value has all those above it, too. An empty value is none. Once it was searched, it has the sets of each value.
 * @typedef {{ values: string[], sets?: number[][], codes: Uint32Array, above?: number[][], holders?: number[][] }} Column
 */

/**
 * @typedef {object} Columns
 * @property {number} count How many rows there are.
 * @property {Uint32Array} all Their numbers, in the order in which they were written.
 * @property {Record<FieldName, Column> & Partial<Record<RareField, Column>>} fields
 * @property {Kinds} kinds The facts.
 * @property {Choice[]} choices What there is to choose by.
 * @property {Map<string, Uint8Array>} met Which rows meet each term of the last query.
 */

/** How many rows there are with each value of a facet: with those that there are. @typedef {(facet: FacetName, field: FieldName) => Map<string, number>} Count */

/**
 * What rows say, as columns.
 * @param {Row[]} rows @param {Kinds} kinds @param {Choice[]} facets @param {(field: FieldName) => Compare} comparerOf
 * @returns {Columns}
 */
export const columnsOf = (rows, kinds, facets, comparerOf) => {
  const all = Uint32Array.from(rows.keys());
  const fields = /** @type {Columns["fields"]} */ ({});
  for (const name of /** @type {FieldName[]} */ ([...FIELDS, ...kinds.keys(), "shown"])) {
    const said = rows.map((row) => row.fields[name] ?? []);
    const values = [...new Set(said.flat())].sort(comparerOf(name));
    const codes = new Map(values.map((value, code) => [value, code]));
    fields[name] = { values, sets: said.map((each) => each.map((value) => /** @type {number} */ (codes.get(value)))), codes: all };
  }
  const categories = [...kinds.keys()].filter((fact) =>
    isCategory(fields[fact].values, rows.filter((row) => row.fields[fact].length).length),
  );
  const choices = [...facets, .../** @type {Choice[]} */ (categories.map((fact) => [fact, fact]))];
  return { count: rows.length, all, fields, kinds, choices, met: new Map() };
};

/** By code, the codes of the values. @param {Column} column */
export const setsOf = ({ sets, values }) => sets ?? values.map((_, code) => [code]);

/** What a row has of a field. @param {Column} column @param {number} row */
export const valuesAt = ({ codes, sets, values }, row) => {
  const code = /** @type {number} */ (codes[row]);
  const found = /** @type {number[]} */ (sets ? sets[code] : [code]);
  return /** @type {string[]} */ (found.map((each) => values[each]).filter(Boolean));
};

/** What is known of a row. @param {Columns} columns @param {number} row @returns {Fields} */
export const fieldsAt = ({ fields, kinds }, row) =>
  /** @type {Fields} */ (Object.fromEntries([...FIELDS, ...kinds.keys()].map((name) => [name, valuesAt(fields[name], row)])));

/** What some lists have in common. @template T @param {T[][]} lists */
export const sharedBy = ([first = [], ...others]) => first.filter((each) => others.every((other) => other.includes(each)));

/** Which values of a field, or which sets of them, pass a test; nothing, if none does.
 * @param {Column} column @param {(value: string) => boolean} test
 */
const passing = (column, test) => {
  const { values, sets, above } = column;
  const found = new Uint8Array(values.length);
  values.forEach((value, code) => {
    if (test(value)) found[code] = 1;
  });
  if (!found.includes(1)) return null;
  if (above) spread(found, above);
  if (!sets) return found;
  column.holders ??= holdersOf(values, sets);
  const pass = new Uint8Array(sets.length);
  column.holders.forEach((holders, code) => {
    if (found[code]) for (const set of holders) pass[set] = 1;
  });
  return pass;
};

/** Which sets have each value: most values are in few, and it would take longer to look into all. @param {string[]} values @param {number[][]} sets */
export const holdersOf = (values, sets) => {
  /** @type {number[][]} */
  const holders = values.map(() => []);
  sets.forEach((codes, set) => codes.forEach((code) => holders[code]?.push(set)));
  return holders;
};

/** Marks what is above anything that is marked, however far; circles are no harm. @param {Uint8Array} found @param {number[][]} above */
const spread = (found, above) => {
  const left = [...found.keys()].filter((code) => found[code]);
  for (let code = left.pop(); code !== undefined; code = left.pop()) {
    for (const each of /** @type {number[]} */ (above[code])) {
      if (found[each]) continue;
      found[each] = 1;
      left.push(each);
    }
  }
};

/** By what is remembered which rows meet a term. @param {Term} term */
const termKey = ({ fields, text }) => `${fields[0]} ${text}`;

/** Which rows meet a term. @param {Columns} columns @param {Term} term */
export const meeting = ({ count, fields, kinds, met: before }, term) => {
  const known = before.get(termKey(term));
  if (known) return known;
  const met = new Uint8Array(count);
  for (const name of term.fields.flatMap((each) => (each === "facts" ? [...kinds.keys()] : each))) {
    const column = fields[name];
    const pass = column && passing(column, (value) => term.test(value, name));
    if (!pass) continue;
    const { codes } = column;
    for (let row = 0; row < count; row++) if (pass[/** @type {number} */ (codes[row])]) met[row] = 1;
  }
  return met;
};

/** Those of some rows that are marked. @param {Uint32Array} rows @param {Uint8Array} met */
const keep = (rows, met) => {
  const kept = new Uint32Array(rows.length);
  let count = 0;
  for (const row of rows) if (met[row]) kept[count++] = row;
  return kept.subarray(0, count);
};

/** How many of some rows have each value. @param {Column} column @param {Uint32Array} rows */
const tally = (column, rows) => {
  const sets = setsOf(column);
  const counts = new Uint32Array(sets.length);
  for (const row of rows) {
    const code = /** @type {number} */ (column.codes[row]);
    counts[code] = /** @type {number} */ (counts[code]) + 1;
  }
  /** @type {Map<string, number>} */
  const totals = new Map();
  counts.forEach((n, code) => {
    for (const each of n ? /** @type {number[]} */ (sets[code]) : []) {
      const value = /** @type {string} */ (column.values[each]);
      totals.set(value, n + (totals.get(value) ?? 0));
    }
  });
  return totals;
};

/**
 * The rows that are asked for, and how many there are with each value of a facet.
 * @param {Columns} columns @param {Uint32Array} order All rows, in some order. @param {Term[]} terms @param {Chosen} chosen
 * @returns {{ shown: Uint32Array, count: Count }}
 */
export const choose = (columns, order, terms, chosen) => {
  const met = terms.map((term) => meeting(columns, term));
  // While one types, all terms but the last stay.
  columns.met = new Map(terms.map((term, at) => [termKey(term), /** @type {Uint8Array} */ (met[at])]));
  const asked = met.reduce(keep, order);
  const picked = columns.choices.flatMap(([facet, field]) => {
    const wanted = chosen[facet];
    if (!wanted?.length) return [];
    return [{ facet, has: meeting(columns, { fields: [field], test: (value) => wanted.includes(value) }) }];
  });
  /** Those that have what was chosen, but for what was of one facet. @param {FacetName} [but] */
  const among = (but) => picked.reduce((rows, { facet, has }) => (facet === but ? rows : keep(rows, has)), asked);
  const shown = among();
  return {
    shown,
    // A value counts what there would be if it were chosen beside the others of its facet.
    count: (facet, field) => tally(columns.fields[field], chosen[facet]?.length ? among(facet) : shown),
  };
};

/**
 * All rows in the order of a field; what is equal keeps its order.
 * @param {Columns} columns @param {FieldName} name @param {boolean} isDown
 */
export const orderBy = ({ count, fields }, name, isDown) => {
  const column = fields[name];
  const sign = isDown ? -1 : 1;
  const codes = setsOf(column).map((set, code) => ({ code, has: set.filter((each) => !isNone(name, column.values[each])) }));
  codes.sort(({ has: one }, { has: other }) => {
    // What has no value comes last, whichever way.
    if (!one.length || !other.length) return other.length - one.length;
    const at = one.findIndex((code, place) => code !== other[place]);
    return sign * (at < 0 ? one.length - other.length : /** @type {number} */ (one[at]) - (other[at] ?? -1));
  });
  const places = new Uint32Array(codes.length);
  codes.forEach(({ code }, place) => (places[code] = place));
  const keys = Float64Array.from(column.codes, (code, row) => /** @type {number} */ (places[code]) * count + row);
  return Uint32Array.from(keys.sort(), (key) => key % count);
};
