// @ts-check
// What readers learn of an answer: which conditions it leaves out, and what else they may ask.

import { readState, writeState } from "./address.js";
import { button, make, searchLink, shortened } from "./elements.js";
import { isFact, nameOf } from "./fields.js";
import { nearest } from "./nearest.js";
import { LEFT, MEANT, NOTHING, RUNS_ON, SEARCH, SHOW_ALL, say } from "./project.js";
import { placesOfTargets } from "./targets.js";

/** @import { FacetName, FieldName, Term } from "./fields.js" */
/** @import { Rows } from "./rows.js" */
/** @import { View } from "./view.js" */

const MOST_SAID = 20; // conditions that somebody typed; of more, nobody wants to know which one has a slip in it

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

/** @param {View} view */
export const adviceFor = (view) => {
  const { explorer, grid, rows } = view;
  const left = make("span", { className: "cache-left", role: "status" });
  const ways = make("span", { className: "cache-advice" });

  /** What asks something else in the place of a term. @param {string} said @param {Term} term @param {string} text */
  const asking = (said, { at = 0, text: typed = "" }, text) =>
    button("cache-link", said, () => {
      const { q } = view.state;
      view.change({ q: q.slice(0, at) + text + q.slice(at + typed.length) });
      view.tools?.input.focus();
    });

  /** A link that asks the explorer. @param {string[]} typed */
  const wayToExplorer = (...typed) => {
    if (!explorer) return [];
    const address = new URL(explorer, location.href);
    const { chosen } = readState(address);
    for (const [facet, values] of Object.entries(view.state.chosen)) {
      if (!values.length) continue;
      // There it may not be among what one chooses by.
      if (isFact(facet)) typed.push(`${nameOf(facet)}=${asWord(values.join())}`);
      else chosen[/** @type {FacetName} */ (facet)] = values;
    }
    const q = typed.filter(Boolean).join(" ");
    return [searchLink(writeState(address, { q, chosen, cpu: view.state.cpu }), SEARCH, q)];
  };

  /** What is said in the place of rows. @param {Term[]} missed What no row meets, even alone. */
  const nothing = (missed) => {
    const { q } = view.state;
    const near = missed.flatMap((term) => meant(rows, term).map((text) => asking(text, term, text)));
    const names = near.flatMap((each, at) => (at ? [", ", each] : [each]));
    return [
      NOTHING,
      button("cache-link", SHOW_ALL, () => view.reset()),
      ...(near.length ? [make("span", {}, ...filled(MEANT, names))] : []),
      ...(q ? wayToExplorer(q) : []),
    ];
  };

  /**
   * @param {number} n How many rows are shown.
   * @param {Term[]} terms What was typed. @param {Term[]} judged The part of it that the rows tell.
   */
  const tell = (n, terms, judged) => {
    const unjudged = new Set(terms.filter((term) => !judged.includes(term)).map(({ text = "" }) => shortened(text)));
    const text = unjudged.size ? say(LEFT, { conditions: [...unjudged].slice(0, MOST_SAID).join(", ") }) : "";
    if (left.textContent !== text) left.textContent = text;
    const cpus = terms.filter(({ word = "" }) => placesOfTargets.has(word) && rows.tells("target"));
    const wider = cpus.map((term) => asking(say(RUNS_ON, { cpu: term.word ?? "" }), term, `target=:${term.word}`));
    const isWay = text || (n && rows.needsSpecs(terms));
    ways.replaceChildren(...wider, ...(isWay ? wayToExplorer(grid.table.dataset.package ?? "", view.state.q) : []));
    grid.tell(n ? [] : nothing(judged.slice(0, MOST_SAID).filter((term) => !rows.meets(term))));
  };

  return { left, ways, tell };
};
