// @ts-check
// The rows of a table on a page: which of them are shown, and in which order.

import { Answers } from "./answers.js";
import { Blocks } from "./blocks.js";
import { kindsOf, readRows, textOf, toldBy } from "./cells.js";
import { knownOf } from "./compare.js";
import { FACETS, factOf, fieldOf, isCategory, singularOf } from "./fields.js";
import { Merged } from "./merged.js";
import { choose, comparer, meets, sorted } from "./rows.js";
import { meeting } from "./specs.js";
import { ranked, ranking } from "./words.js";

/** @import { TableRow } from "./cells.js" */
/** @import { Listed } from "./downloads.js" */
/** @import { Choice, Chosen, FieldName, RareField, Term, Test } from "./fields.js" */
/** @import { Grid } from "./grid.js" */
/** @import { Rows } from "./view.js" */

/** @param {TableRow} row @param {boolean} hidden */
const setHidden = ({ tr, more }, hidden) => {
  if (tr.hidden !== hidden) tr.hidden = hidden;
  if (more) more.hidden = hidden;
};

/** @implements {Rows} */
export class TableRows {
  /**
   * @param {Grid} grid @param {boolean} isSpecs Whether they are specs; else they are packages.
   * @param {string} [explorer] The address of the explorer of just the specs of these packages.
   */
  constructor(grid, isSpecs, explorer) {
    this.grid = grid;
    this.isSpecs = isSpecs;
    this.merged = new Merged(grid);
    this.kinds = kindsOf(grid);
    /** What is said of them, and only elsewhere. @type {string[]} */
    this.unshown = (grid.table.dataset.facts ?? "").split(" ").map(factOf);
    this.all = readRows(grid, isSpecs, this.kinds);
    this.ordered = this.all;
    this.isSorted = false;
    this.told = toldBy(grid, this.all);
    /** @type {Map<FieldName, string[]>} */
    this.values = new Map();
    const said = [...this.kinds.keys()].filter((fact) =>
      isCategory(this.valuesOf(fact), this.all.filter(({ fields }) => fields[fact].length).length),
    );
    /** @type {Choice[]} */
    this.choices = [...(isSpecs ? FACETS : []), .../** @type {Choice[]} */ (said.map((fact) => [fact, fact]))];
    this.blocks = new Blocks(grid, this.all);
    this.answers = explorer && !isSpecs ? new Answers(explorer) : null;
    this.merged.settle(this.all.map(({ tr }) => tr));
  }

  /** All specs of these packages, once they had to be asked for. */
  get specs() {
    return this.answers?.specs ?? null;
  }

  get length() {
    return this.all.length;
  }

  get shown() {
    return this.ordered.filter(({ isHit }) => isHit);
  }

  /** @param {string} hash */
  known(hash) {
    const row = this.all.find(({ fields }) => fields.hash[0]?.startsWith(hash));
    return row ? knownOf(this.grid, row.fields) : null;
  }

  /** What a list of packages shows, column by column. @returns {Listed | null} */
  get listed() {
    if (this.isSpecs) return null;
    const columns = [...this.grid.columns.entries()];
    return {
      names: this.grid.columns,
      rows: this.shown.map(({ tr }) =>
        columns.map(([at, column]) => {
          const cell = tr.cells[at];
          const text = cell?.dataset.value ?? (cell ? textOf(cell) : "");
          if (column === "specs") return Number(text.replace(/\D/g, ""));
          const field = fieldOf(column);
          return field && (field !== column || singularOf(field)) ? text.split(", ").filter(Boolean) : text || null;
        }),
      ),
    };
  }

  /** @param {string} what */
  tells(what) {
    return this.told.has(what) || !!this.answers?.tells(what);
  }

  /** @param {Term} term */
  meets(term) {
    return this.all.some((row) => meets(row, term)) || !!(this.specs && meeting(this.specs, term).includes(1));
  }

  /** Whether terms need the specs behind these rows. @param {Term[]} terms */
  needsSpecs(terms) {
    return !!this.answers && Answers.areFor(terms, (field) => this.told.has(field));
  }

  /** @param {Term[]} terms @param {() => void} then */
  learn(terms, then) {
    if (this.needsSpecs(terms)) void this.answers?.get(then);
  }

  /** @param {FieldName} field */
  comparer(field) {
    const { fact, order = "[]" } = this.grid.header(field)?.dataset ?? {};
    return comparer(field, JSON.parse(order), fact);
  }

  /** @param {FieldName} field */
  valuesOf(field) {
    if (this.specs) return this.specs.fields[field].values.filter(Boolean);
    const known = this.values.get(field);
    if (known) return known;
    const values = [...new Set(this.all.flatMap(({ fields }) => fields[field]))].sort(this.comparer(field));
    if (field === "version") values.reverse();
    this.values.set(field, values);
    return values;
  }

  /** @param {FieldName | RareField} field @param {Test} [test] */
  has(field, test = Boolean) {
    if (this.unshown.includes(field)) return true;
    const known = /** @type {Partial<Record<string, string[]>>[]} */ (this.all.map(({ fields }) => fields));
    const isInFile = this.specs?.fields[/** @type {FieldName} */ (field)]?.values.some((value) => test(value));
    return !!isInFile || known.some((fields) => fields[field]?.some((value) => test(value)));
  }

  get facets() {
    return this.choices.filter(([, field]) => this.valuesOf(field).length > 1);
  }

  /** @param {FieldName} field */
  offered(field) {
    return this.valuesOf(field);
  }

  /** @param {FieldName | ""} field @param {boolean} isDown */
  sort(field, isDown) {
    this.isSorted = !!field;
    this.arrange(field ? sorted(this.all, field, this.comparer(field), isDown) : this.all);
  }

  /** Puts all rows in an order. @param {TableRow[]} rows */
  arrange(rows) {
    this.ordered = rows;
    this.blocks.hold();
    this.blocks.fill(rows);
  }

  /** Has columns keep their widths, and rows be in blocks, over which no cell reaches. */
  hold() {
    this.blocks.hold();
    this.merged.settle(this.shown.map(({ tr }) => tr));
  }

  /** Puts the packages first whose name was typed, unless the reader has chosen an order. @param {Term[]} terms */
  rank(terms) {
    if (this.isSorted) return;
    const rankOf = ranking(terms);
    const hits = this.all.filter(({ isHit }) => isHit);
    const wanted = rankOf ? ranked(hits, ({ fields }) => rankOf(fields.package[0] ?? "")) : hits;
    const now = this.shown;
    if (wanted.some((row, at) => row !== now[at])) this.arrange([...new Set([...wanted, ...this.all])]);
  }

  /** The same terms, or what they come to among all specs of these packages. @param {Term[]} terms @returns {Term[]} */
  answered(terms) {
    const { answers, specs } = this;
    if (!answers || !specs || !this.needsSpecs(terms)) return terms;
    const names = answers.packages(specs, terms, this.all, (field) => this.told.has(field));
    return [{ fields: ["package"], test: (name) => names.has(name) }];
  }

  /** @param {Term[]} terms @param {Chosen} chosen */
  show(terms, chosen) {
    const { shown, counts } = choose(this.all, this.answered(terms), chosen, this.choices);
    if (shown.includes(false)) this.blocks.hold();
    this.all.forEach((row, at) => {
      row.isHit = !!shown[at];
      setHidden(row, !row.isHit);
    });
    this.rank(terms);
    this.blocks.settle();
    const hits = this.shown;
    this.merged.settle(hits.map(({ tr }) => tr));
    this.moveLetters(hits);
    return { n: hits.length, counts };
  }

  /** Lets each letter of the bar above a list lead to the first row that is shown. @param {TableRow[]} hits */
  moveLetters(hits) {
    const bar = this.isSpecs ? null : this.grid.above(".cache-letters");
    if (!bar) return;
    let letter = "";
    for (const row of this.all) {
      row.letter ??= row.tr.id || letter;
      letter = row.letter;
      row.tr.removeAttribute("id");
    }
    for (const link of bar.querySelectorAll("a")) {
      const first = hits.find((row) => `#${row.letter}` === link.hash);
      if (first) first.tr.id = first.letter ?? "";
      link.hidden = !first;
    }
  }
}
