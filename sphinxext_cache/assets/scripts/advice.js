// @ts-check
// What readers learn of an answer: which conditions it leaves out, and what else they may ask.

import { readState, writeState } from "./address.js";
import { button, make } from "./elements.js";
import { isFact, nameOf } from "./fields.js";
import { nearest } from "./nearest.js";
import { LEFT, MEANT, NOTHING, RUNS_ON, SEARCH, SHOW_ALL, say } from "./project.js";
import { placesOfTargets } from "./targets.js";

/** @import { FacetName, FieldName, Term } from "./fields.js" */
/** @import { Rows } from "./rows.js" */
/** @import { View } from "./view.js" */

const MOST_SAID = 20; // conditions that somebody typed; of more, nobody wants to know which one has a slip in it
const SHORT = 60; // characters of what is said again

/** @param {string} text */
const shortened = (text) => (text.length > SHORT ? `${text.slice(0, SHORT)}\u2026` : text);

/** The fields whose values one may mean by a word. @type {FieldName[]} */
const NAMED = ["package", "stacks", "target", "os"];

/** Puts nodes in the place of a name in braces. @param {string} text @param {(Node | string)[]} nodes */
const filled = (text, nodes) => text.split(/\{\w+\}/).flatMap((part, at) => (at ? [...nodes, part] : [part]));

/** What somebody may have meant by a condition that no row meets. @param {Rows} rows @param {Term} term */
const meant = (rows, { fields: [field], text = "", word }) => {
  if (word) return nearest(word, NAMED.flatMap((each) => rows.valuesOf(each)));
  const [, before = "", name = ""] = /^([\w-]+:?==?|[%+~-])\s*(\w[\w.-]*)$/.exec(text) ?? [];
  if (!name || !field || (field === "variants" && /\w/.test(before))) return [];
  const names = rows.valuesOf(/** @type {FieldName} */ (field)).map((value) => value.replace(/^[+~]|@.*/g, ""));
  return nearest(name, names).map((each) => before + each);
};

/** Values as a query has them. @param {string} text */
const asWord = (text) => (/^[\w+*.,:~/-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, "\\$&")}"`);

export class Advice {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.left = make("span", { className: "cache-left", role: "status" });
    this.ways = make("span", { className: "cache-advice" });
  }

  /** Asks something else in the place of a term. @param {Term} term @param {string} text */
  ask({ at = 0, text: typed = "" }, text) {
    const { q } = this.view.state;
    this.view.change({ q: q.slice(0, at) + text + q.slice(at + typed.length) });
    this.view.tools?.input.focus();
  }

  /** A link that asks the explorer. @param {string} typed */
  wayToExplorer(typed) {
    const { explorer, state } = this.view;
    if (!explorer) return [];
    const address = new URL(explorer, location.href);
    const { chosen } = readState(address.search, 1);
    const asked = [typed];
    for (const [facet, values] of Object.entries(state.chosen)) {
      if (!values.length) continue;
      // There it may not be among what one chooses by.
      if (isFact(facet)) asked.push(`${nameOf(facet)}=${asWord(values.join())}`);
      else chosen[/** @type {FacetName} */ (facet)] = values;
    }
    const q = asked.filter(Boolean).join(" ");
    address.search = writeState(address.search, 1, { q, chosen, cpu: state.cpu });
    return [make("a", { href: address.href }, say(SEARCH, { q: shortened(q) }))];
  }

  /**
   * @param {number} n How many rows are shown.
   * @param {Term[]} terms What was typed. @param {Term[]} judged The part of it that the rows tell.
   */
  tell(n, terms, judged) {
    const { grid, rows, state } = this.view;
    const left = terms.filter((term) => !judged.includes(term)).map(({ text = "" }) => shortened(text));
    const text = left.length ? say(LEFT, { conditions: [...new Set(left)].slice(0, MOST_SAID).join(", ") }) : "";
    if (this.left.textContent !== text) this.left.textContent = text;
    const cpus = terms.filter(({ word = "" }) => placesOfTargets.has(word) && rows.tells("target"));
    const wider = cpus.map((term) =>
      button("cache-link", say(RUNS_ON, { cpu: term.word ?? "" }), () => this.ask(term, `target=:${term.word}`)),
    );
    const whole = [grid.table.dataset.package, state.q].filter(Boolean).join(" ");
    const isWay = left.length || (n && rows.needsSpecs(terms));
    this.ways.replaceChildren(...wider, ...(isWay ? this.wayToExplorer(whole) : []));
    grid.tell(n ? [] : this.nothing(judged.slice(0, MOST_SAID).filter((term) => !rows.meets(term))));
  }

  /** What is said in the place of rows. @param {Term[]} missed What no row meets, even alone. */
  nothing(missed) {
    const { q } = this.view.state;
    const near = missed.flatMap((term) =>
      meant(this.view.rows, term).map((text) => button("cache-link", text, () => this.ask(term, text))),
    );
    const names = near.flatMap((each, at) => (at ? [", ", each] : [each]));
    return [
      NOTHING,
      button("cache-link", SHOW_ALL, () => this.view.reset()),
      ...(near.length ? [make("span", {}, ...filled(MEANT, names))] : []),
      ...(q ? this.wayToExplorer(q) : []),
    ];
  }
}
