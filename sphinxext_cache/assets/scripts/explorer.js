// @ts-check
// The explorer: readers filter and sort all specs of a tag.

import { columnChooser } from "./chooser.js";
import { addComparison, compareBox, knownOf } from "./compare.js";
import { cpuMark, runsHere } from "./cpu.js";
import { moreOf } from "./details.js";
import { DrawnRows } from "./drawn.js";
import { button, copyButton, make } from "./elements.js";
import { isNone, nothingIn, SHORT_HASH } from "./fields.js";
import { Grid } from "./grid.js";
import { addChoice } from "./marks.js";
import { say } from "./project.js";
import {
  builtOn,
  chooseSpecs,
  decodeSpecs,
  loadOf,
  meeting,
  orderSpecs,
  specFields,
  tellingVariants,
} from "./specs.js";
import { View } from "./view.js";
import { ranking } from "./words.js";

/** @import { Known } from "./compare.js" */
/** @import { Chosen, FieldName, RareField, Term, Test } from "./fields.js" */
/** @import { SpecTable } from "./specs.js" */
/** @import { Rows } from "./view.js" */

const MOST = 60; // versions to choose from
const PAUSE = 200; // milliseconds until the address says a change: it takes as long as the search
const WIDEST = 32; // characters of a column

/** A remark of ours, where there is no value. @param {string} text */
const remark = (text) => make("span", { className: "cache-note" }, text);

/** The addresses of pages, by name, of stacks and of targets. @typedef {Partial<Record<string, Record<string, string>>>} Links */

/** What readers see of values; an address leads there. @param {string[]} values */
const textOrLink = (values) => {
  const text = values.join(", ");
  return /^https?:\/\/\S+$/.test(text) ? make("a", { href: text }, text) : text;
};

/** All specs of a data file. @implements {Rows} */
class SpecRows {
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
    return [...knownOf(this.drawn.grid, fields), [say("builtOn"), builtOn(this.specs, spec)]];
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
    }, say("detailsOf", { spec }));
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
    said.push([say("builtOn"), builtOn(this.specs, spec).join(", ")]);
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
      hash: hash ? [link(make("code", {}, short)), " ", copyButton(hash, say("copyHash", { hash: short }))] : [],
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

/**
 * Makes columns as wide as their longest value, lest they move while one scrolls.
 * @param {Grid} grid @param {SpecTable} specs
 */
const widen = ({ columns, headers }, specs) => {
  headers.forEach((header, at) => {
    const field = /** @type {FieldName} */ (columns[at]);
    const { values, sets } = specs.fields[field];
    const longest = values.reduce((length, value) => Math.max(length, value.length), 0);
    header.style.minWidth = `${field === "hash" ? 10 : sets ? WIDEST : 0.9 * Math.min(WIDEST, longest)}ch`;
  });
};

/**
 * The address of the page of a package, by its name; null if it has none.
 * @param {DOMStringMap} settings @returns {(name: string) => string | null}
 */
const addresses = ({ elsewhere = "{}", package: page = "" }) => {
  /** @type {Record<string, string | null>} */
  const known = JSON.parse(elsewhere);
  return (name) =>
    Object.hasOwn(known, name) ? (known[name] ?? null) : page.replace("{package}", encodeURIComponent(name));
};

/** Here a slash leads to the filter, and not to the search of the site. @param {KeyboardEvent} event @param {View} view */
const leadToFilter = (event, view) => {
  const { altKey, ctrlKey, key, metaKey, target } = event;
  const isTyped = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));
  if (key !== "/" || isTyped || altKey || ctrlKey || metaKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  view.tools?.input.focus();
};

/** Has whoever comes back find the rows as far down as they were. @param {HTMLElement} box */
const keepPlace = (box) => {
  const { cacheRows, cachePage } = history.state ?? {};
  if (cacheRows || cachePage) {
    box.scrollTop = Number(cacheRows) || 0;
    scrollTo(0, Number(cachePage) || 0);
  }
  addEventListener("pagehide", () => {
    try {
      history.replaceState({ ...history.state, cacheRows: box.scrollTop, cachePage: scrollY }, "");
    } catch {
      // Some browsers refuse it when it comes often.
    }
  });
};

/** @param {HTMLElement} place */
const start = async (place) => {
  const table = place.querySelector("table");
  const [note, wait] = place.querySelectorAll("p");
  if (!table || !note || !wait) return;
  note.hidden = true;
  wait.hidden = false;
  try {
    const response = await fetch(place.dataset.file ?? "");
    if (!response.ok) throw new Error(response.statusText);
    const specs = decodeSpecs(await response.json());
    const grid = new Grid(table);
    grid.box.hidden = false;
    widen(grid, specs);
    const rows = new SpecRows(grid, specs, addresses(place.dataset), JSON.parse(place.dataset.links ?? "{}"));
    const view = new View(grid, rows, { number: 1, isSpecs: true, sortable: rows.sortable, pause: PAUSE });
    rows.view = view;
    view.addSorting();
    view.addTools();
    view.tools?.status.parentElement?.append(columnChooser(grid));
    if (view.tools) addChoice([view])?.prepend(view.tools.skip);
    addComparison(view);
    view.restore();
    keepPlace(grid.box);
    addEventListener("keydown", (event) => leadToFilter(event, view), true);
  } catch (error) {
    console.warn(error);
    note.hidden = false;
  }
  wait.hidden = true;
};

export const startExplorer = () => {
  const place = document.querySelector(".cache-explorer");
  // A browser fetches nothing for a page that is a file: what it says where the explorer would be stays.
  if (place instanceof HTMLElement && location.protocol !== "file:") void start(place);
};
