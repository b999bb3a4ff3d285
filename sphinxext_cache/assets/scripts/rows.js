// @ts-check
// The rows of a view: those of a table, or all specs of a data file. What they tell, and which of them a reader asks for.

import { choose, fieldsAt, meeting, orderBy } from "./columns.js";
import { knownOf } from "./compare.js";
import { listSpecs } from "./downloads.js";
import { ranked } from "./words.js";

/** @import { Columns, Count } from "./columns.js" */
/** @import { Known } from "./compare.js" */
/** @import { Listed } from "./downloads.js" */
/** @import { Chosen, FieldName, RareField, Row, Term, Test } from "./fields.js" */
/** @import { Grid } from "./grid.js" */

export class Rows {
  /** @param {Grid} grid @param {Columns} columns What they say. */
  constructor(grid, columns) {
    this.grid = grid;
    this.columns = columns;
    /** All that is known of them, the most last. */
    this.sources = [columns];
    this.kinds = columns.kinds;
    this.choices = columns.choices;
    this.ordered = columns.all;
    this.isSorted = false;
    /** Those that are shown, in order. @type {Uint32Array} */
    this.found = new Uint32Array();
    /** How many there would be with each value of a facet. @type {Count} */
    this.count = () => new Map();
  }

  get length() {
    return this.columns.count;
  }

  /** @param {number} row @returns {Row} */
  at(row) {
    return { fields: fieldsAt(this.columns, row) };
  }

  /** Those that the reader asked for, in order. */
  get shown() {
    return Array.from(this.found, (row) => this.at(row));
  }

  /** What a file has of these. @returns {Listed} */
  get listed() {
    return listSpecs(this.shown, this.kinds);
  }

  /** What is known of the spec whose hash begins so. @param {string} hash @returns {Known | null} */
  known(hash) {
    const row = meeting(this.columns, { fields: ["hash"], test: (value) => value.startsWith(hash) }).indexOf(1);
    return row < 0 ? null : [...knownOf(this.grid, this.at(row).fields), ...this.further(row)];
  }

  /** What is known of a row beside its fields. @type {(row: number) => Known} */
  further() {
    return [];
  }

  /**
   * Whether they tell a field, or as `^mpi` what provides a virtual: else nothing follows from their silence.
   * @type {(what: string) => boolean}
   */
  tells() {
    return true;
  }

  /** Whether any of them meets a term. @param {Term} term */
  meets(term) {
    return this.sources.some((columns) => meeting(columns, term).includes(1));
  }

  /** The values of a field, each once, in order. @param {FieldName} field */
  valuesOf(field) {
    return this.sources.at(-1)?.fields[field]?.values.filter(Boolean) ?? [];
  }

  /** Whether any has a value of a field, or one that passes a test. @param {FieldName | RareField} field @param {Test} [test] */
  has(field, test = Boolean) {
    return this.sources.some(({ fields }) => fields[field]?.values.some((value) => test(value)));
  }

  /** What tells them apart of what there is to choose by. */
  get facets() {
    return this.choices.filter(([, field]) => this.valuesOf(field).length > 1);
  }

  /** The values to choose from, while some are chosen. @type {(field: FieldName, chosen: string[]) => string[]} */
  offered(field) {
    const values = this.valuesOf(field);
    return field === "version" ? values.reverse() : values;
  }

  /** Whether these terms need more than rows that are packages tell. @type {(terms: Term[]) => boolean} */
  needsSpecs() {
    return false;
  }

  /** Asks for that where it is to be had, and goes on then. @type {(terms: Term[], then: () => void) => void} */
  learn() {}

  /** Puts them in the order of a field, or back into that in which they were written. @param {FieldName | ""} field @param {boolean} isDown */
  sort(field, isDown) {
    this.isSorted = !!field;
    this.ordered = field ? orderBy(this.columns, field, isDown) : this.columns.all;
  }

  /**
   * Shows those that the reader asks for, and says how many these are. Packages whose name was typed come first, unless
   * the reader has chosen an order.
   * @param {Term[]} terms @param {Chosen} chosen
   */
  show(terms, chosen) {
    const { shown, count } = choose(this.columns, this.ordered, this.answered(terms), chosen);
    this.found = this.isSorted ? shown : ranked(this.columns, shown, terms);
    this.count = count;
    this.draw();
    return shown.length;
  }

  /** The same terms, or what they come to elsewhere. @param {Term[]} terms */
  answered(terms) {
    return terms;
  }

  draw() {}
}
