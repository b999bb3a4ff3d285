// @ts-check
// The rows of the explorer: the specs of a data file, of which only those in view are drawn.

import { compareBox } from "./compare.js";
import { cpuMark, runsHere } from "./cpu.js";
import { moreOf } from "./details.js";
import { DrawnRows } from "./drawn.js";
import { button, copyButton, make } from "./elements.js";
import { isNone, nothingIn, SHORT_HASH } from "./fields.js";
import { BUILT_ON, COPY_HASH, DETAILS_OF, say } from "./project.js";
import { Rows } from "./rows.js";
import { builtOn, loadOf, tellingVariants } from "./specs.js";

/** @import { Known } from "./compare.js" */
/** @import { FieldName } from "./fields.js" */
/** @import { Grid } from "./grid.js" */
/** @import { SpecTable } from "./specs.js" */
/** @import { View } from "./view.js" */

const MOST = 60; // versions to choose from

/** A remark of ours, where there is no value. @param {string} text */
const remark = (text) => make("span", { className: "cache-note" }, text);

/** The addresses of pages, by name, of stacks and of targets. @typedef {Partial<Record<string, Record<string, string>>>} Links */

/** What readers see of values; an address leads there. @param {string[]} values */
const textOrLink = (values) => {
  const text = values.join(", ");
  return /^https?:\/\/\S+$/.test(text) ? make("a", { href: text }, text) : text;
};

/** All specs of a data file. */
export class SpecRows extends Rows {
  /** @param {Grid} grid @param {SpecTable} specs @param {(name: string) => string | null} pageOf @param {Links} links */
  constructor(grid, specs, pageOf, links) {
    super(grid, specs);
    this.specs = specs;
    this.pageOf = pageOf;
    this.links = links;
    /** Whose rows they are. @type {View<SpecRows> | null} */
    this.view = null;
    this.drawn = new DrawnRows(grid, (spec, at) => this.makeRow(spec, at), (spec) => this.makeMore(spec));
    document.addEventListener("cache-cpu", () => this.drawn.redraw());
  }

  /** Those that have an order: one value of each spec, and no hash. */
  get sortable() {
    const names = /** @type {FieldName[]} */ (this.grid.columns);
    return names.filter((field) => field !== "hash" && !this.specs.fields[field].sets);
  }

  /** @override @param {number} spec @returns {Known} */
  further(spec) {
    return [[BUILT_ON, builtOn(this.specs, spec)]];
  }

  /** The versions of a package only once it is the only one: among many they mean little. @override @param {FieldName} field @param {string[]} chosen */
  offered(field, chosen) {
    if (field !== "version") return super.offered(field, chosen);
    const { codes } = this.specs.fields.package;
    const [first = -1] = this.found;
    const isOne = this.found.length > 0 && this.found.every((spec) => codes[spec] === codes[first]);
    if (!isOne && !chosen.length) return [];
    const counts = isOne ? this.count("version", "version") : new Map();
    const values = super.offered(field, chosen);
    const newest = values.filter((version) => chosen.includes(version) || counts.get(version)).slice(0, MOST);
    return newest.length > 1 || chosen.length ? newest : [];
  }

  /** @override */
  draw() {
    this.drawn.show(this.found);
  }

  /** Names that lead to the pages on what they name. @param {string} field @param {string[]} names */
  linked(field, names) {
    const known = this.links[field] ?? {};
    return names.flatMap((name, at) => {
      const text = Object.hasOwn(known, name) ? make("a", { href: known[name] ?? "" }, name) : name;
      return at ? [", ", text] : [text];
    });
  }

  /** What opens a row. @param {number} at @param {string} spec What it is of. */
  opener(at, spec) {
    const opener = button("cache-open-row", "", () => {
      this.drawn.toggle(at);
      opener.ariaExpanded = String(this.drawn.opened.has(at));
    }, say(DETAILS_OF, { spec }));
    opener.ariaExpanded = String(this.drawn.opened.has(at));
    return opener;
  }

  /** All that is known of a spec. @param {number} spec */
  makeMore(spec) {
    const { fields } = this.at(spec);
    const { grid, kinds } = this;
    const said = [...kinds.keys()].filter((name) => grid.columns.includes(name));
    /** @type {Known} */
    const known = [...said.map((name) => /** @type {Known[0]} */ ([grid.label(name), fields[name]])), ...this.further(spec)];
    return moreOf(/** @type {View<SpecRows>} */ (this.view), fields, loadOf(this.specs, spec), known);
  }

  /** @param {number} spec @param {number} at */
  makeRow(spec, at) {
    const { fields } = this.at(spec);
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
    for (const column of /** @type {FieldName[]} */ (this.grid.columns)) {
      const said = isNone(column, fields[column][0]) && nothingIn(column);
      const content = contents[column] ?? [said ? remark(said) : textOrLink(fields[column])];
      row.append(column === "package" ? make("th", { scope: "row", ariaLabel: name }, ...content) : make("td", {}, ...content));
    }
    if (runs === false) row.className = "cache-other";
    return row;
  }
}
