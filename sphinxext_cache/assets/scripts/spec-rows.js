// @ts-check
// The rows of the explorer: the specs of a data file, of which only those in view are drawn.

import { compareBox, knownOf } from "./compare.js";
import { cpuMark, runsHere } from "./cpu.js";
import { moreOf } from "./details.js";
import { DrawnRows } from "./drawn.js";
import { button, copyButton, make } from "./elements.js";
import { isNone, nothingIn, SHORT_HASH } from "./fields.js";
import { BUILT_ON, COPY_HASH, DETAILS_OF, say } from "./project.js";
import { builtOn, chooseSpecs, loadOf, meeting, orderSpecs, specFields, tellingVariants } from "./specs.js";
import { ranking } from "./words.js";

/** @import { Known } from "./compare.js" */
/** @import { Chosen, FieldName, RareField, Term, Test } from "./fields.js" */
/** @import { Grid } from "./grid.js" */
/** @import { SpecTable } from "./specs.js" */
/** @import { Rows, View } from "./view.js" */

const MOST = 60; // versions to choose from

/** A remark of ours, where there is no value. @param {string} text */
const remark = (text) => make("span", { className: "cache-note" }, text);

/** The addresses of pages, by name, of stacks and of targets. @typedef {Partial<Record<string, Record<string, string>>>} Links */

/** What readers see of values; an address leads there. @param {string[]} values */
const textOrLink = (values) => {
  const text = values.join(", ");
  return /^https?:\/\/\S+$/.test(text) ? make("a", { href: text }, text) : text;
};

/** All specs of a data file. @implements {Rows} */
export class SpecRows {
  /** @param {Grid} grid @param {SpecTable} specs @param {(name: string) => string | null} pageOf @param {Links} links */
  constructor(grid, specs, pageOf, links) {
    this.columns = /** @type {FieldName[]} */ (grid.columns);
    this.specs = specs;
    this.kinds = specs.kinds;
    this.choices = specs.choices;
    this.pageOf = pageOf;
    this.links = links;
    /** Whose rows they are. @type {View<SpecRows> | null} */
    this.view = null;
    this.ordered = specs.all;
    this.found = specs.all;
    this.isSorted = false;
    this.drawn = new DrawnRows(grid, (at) => this.makeRow(at), (at) => this.makeMore(at));
    document.addEventListener("cache-cpu", () => this.drawn.redraw());
  }

  get length() {
    return this.specs.count;
  }

  /** For a file, all that is known of each. */
  get shown() {
    return Array.from(this.found, (spec) => ({ fields: specFields(this.specs, spec) }));
  }

  /** @param {string} hash @returns {Known | null} */
  known(hash) {
    const spec = this.specs.fields.hash.values.findIndex((each) => each.startsWith(hash));
    if (spec < 0) return null;
    const fields = specFields(this.specs, spec);
    return [...knownOf(this.drawn.grid, fields), [BUILT_ON, builtOn(this.specs, spec)]];
  }

  /** Those that have an order: one value of each spec, and no hash. */
  get sortable() {
    return this.columns.filter((field) => field !== "hash" && !this.specs.fields[field].sets);
  }

  /** All that there is to know: of the rest, a problem of the query says that nobody does. */
  tells() {
    return true;
  }

  /** @param {Term} term */
  meets(term) {
    return meeting(this.specs, term).includes(1);
  }

  /** @param {FieldName} field */
  valuesOf(field) {
    return this.specs.fields[field]?.values.filter(Boolean) ?? [];
  }

  /** @param {FieldName | RareField} field @param {Test} [test] */
  has(field, test = Boolean) {
    return !!this.specs.fields[field]?.values.some((value) => test(value));
  }

  get facets() {
    return this.choices.filter(([, field]) => this.valuesOf(field).length > 1 || field === "version");
  }

  /** @param {FieldName} field @param {Map<string, number>} counts @param {string[]} chosen */
  offered(field, counts, chosen) {
    return field === "version" ? this.versions(counts, chosen) : this.valuesOf(field);
  }

  /**
   * The versions of a package, once it is the only one: among many they mean little.
   * @param {Map<string, number>} counts @param {string[]} chosen
   */
  versions(counts, chosen) {
    const { codes } = this.specs.fields.package;
    const [first = 0] = this.found;
    const isOne = this.found.length > 0 && this.found.every((spec) => codes[spec] === codes[first]);
    const offered = [...counts].filter(([version, n]) => chosen.includes(version) || (isOne && n));
    const newest = offered.slice(-MOST).reverse();
    return newest.length > 1 || chosen.length ? newest.map(([version]) => version) : [];
  }

  /** @param {FieldName | ""} field @param {boolean} isDown */
  sort(field, isDown) {
    this.isSorted = !!field;
    this.ordered = field ? orderSpecs(this.specs, field, isDown) : this.specs.all;
  }

  /** @param {Term[]} terms @param {Chosen} chosen */
  show(terms, chosen) {
    const { shown, counts } = chooseSpecs(this.specs, this.ordered, terms, chosen);
    this.found = this.isSorted ? shown : this.ranked(shown, terms);
    this.drawn.show(shown.length);
    return { n: shown.length, counts };
  }

  /** Puts the packages first whose name was typed. @param {Uint32Array} shown @param {Term[]} terms */
  ranked(shown, terms) {
    const rankOf = ranking(terms);
    if (!rankOf) return shown;
    const { codes, values } = this.specs.fields.package;
    const ranks = Uint8Array.from(values, rankOf);
    const found = new Uint32Array(shown.length);
    let place = 0;
    for (const rank of [0, 1, 2]) {
      for (const spec of shown) if (ranks[Number(codes[spec])] === rank) found[place++] = spec;
    }
    return found;
  }

  /** Names that lead to the pages on what they name. @param {string} field @param {string[]} names */
  linked(field, names) {
    const known = this.links[field] ?? {};
    return names.flatMap((name, at) => {
      const text = Object.hasOwn(known, name) ? make("a", { href: known[name] ?? "" }, name) : name;
      return at ? [", ", text] : [text];
    });
  }

  /** What opens a row. @param {number} at @param {string} spec */
  opener(at, spec) {
    const opener = button("cache-open-row", "", () => {
      this.drawn.toggle(at);
      opener.ariaExpanded = String(this.drawn.opened.has(at));
    }, say(DETAILS_OF, { spec }));
    opener.ariaExpanded = String(this.drawn.opened.has(at));
    return opener;
  }

  /** All that is known of the spec of a row. @param {number} at */
  makeMore(at) {
    const spec = this.found[at] ?? 0;
    const fields = specFields(this.specs, spec);
    const { grid } = /** @type {View<SpecRows>} */ (this.view);
    /** @type {[string, string][]} */
    const said = [...this.kinds.keys()].filter((name) => grid.columns.includes(name)).map((name) => [
      grid.label(name),
      fields[name].join(", "),
    ]);
    said.push([BUILT_ON, builtOn(this.specs, spec).join(", ")]);
    const further = said.filter(([, text]) => text);
    return moreOf(/** @type {View<SpecRows>} */ (this.view), fields, loadOf(this.specs, spec), further);
  }

  /** @param {number} at */
  makeRow(at) {
    const spec = this.found[at] ?? 0;
    const fields = specFields(this.specs, spec);
    const [[name = ""], [hash = ""], [target = ""]] = [fields.package, fields.hash, fields.target];
    const page = this.pageOf(name);
    const short = hash.slice(0, SHORT_HASH);
    /** @param {Node | string} text */
    const link = (text) => (page === null ? text : make("a", { href: hash ? `${page}#${hash}` : page }, text));
    const view = /** @type {View<SpecRows>} */ (this.view);
    const runs = runsHere(target);
    /** @type {Partial<Record<FieldName, (Node | string)[]>>} */
    const contents = {
      hash: hash ? [link(make("code", {}, short)), " ", copyButton(() => hash, say(COPY_HASH, { hash: short }))] : [],
      package: [this.opener(at, [name, short].join(" ")), ...(hash ? [compareBox(view, hash), " "] : []), link(name)],
      target: [...this.linked("target", [target]), ...(runs === null ? [] : [cpuMark(runs)])],
      stacks: this.linked("stacks", fields.stacks),
      variants: [make("code", {}, tellingVariants(this.specs, spec).join(" "))],
    };
    const row = make("tr", { ariaRowIndex: String(at + 2) });
    for (const column of this.columns) {
      const said = isNone(column, fields[column][0]) && nothingIn(column);
      const content = contents[column] ?? [said ? remark(said) : textOrLink(fields[column])];
      row.append(column === "package" ? make("th", { scope: "row", ariaLabel: name }, ...content) : make("td", {}, ...content));
    }
    if (runs === false) row.className = "cache-other";
    return row;
  }
}
