// @ts-check
// The tool bar above a table: what readers type, choose and take along, and what they are told.

import { cpuChoice } from "./cpu.js";
import { toCsv, toJson } from "./downloads.js";
import { button, make } from "./elements.js";
import { FACETS, NO_COMPILER } from "./fields.js";
import { say, words } from "./project.js";

/** @import { State } from "./address.js" */
/** @import { Counts, FacetName, FieldName, Row } from "./fields.js" */

/** @typedef {{ facet: FacetName, value: string, pill: HTMLButtonElement, count: HTMLElement }} Pill */

/**
 * @typedef {object} Tools
 * @property {HTMLElement} bar
 * @property {(n: number, counts: Counts, problems: string[]) => void} tell Tells how many rows are shown, how many
 *   there would be, and what could not be read.
 */

/**
 * Rows of which readers choose what they see, as the tool bar knows them.
 * @typedef {object} Filtered
 * @property {HTMLTableElement} table
 * @property {Element} box
 * @property {boolean} isSpecs
 * @property {string[]} columns
 * @property {{ length: number }} rows
 * @property {State} state
 * @property {Row[]} shown
 * @property {boolean} isFiltered
 * @property {(field: FieldName) => HTMLTableCellElement | undefined} header
 * @property {(field: FieldName) => string[]} valuesOf
 * @property {(changes: Partial<State>) => void} change
 */

const FEW = 10; // so many buttons need no groups that open

/** @param {Filtered} view @param {FacetName} facet @param {string} value */
const toggle = (view, facet, value) => {
  const before = view.state.chosen[facet] ?? [];
  const after = before.includes(value) ? before.filter((each) => each !== value) : [...before, value];
  view.change({ chosen: { ...view.state.chosen, [facet]: after } });
};

/** What readers see in the place of a value. @param {string} value @param {FieldName} field */
const shownAs = (value, field) => (field === "compiler" && value === NO_COMPILER ? say("noCompiler") : value);

/** A problem, with what ends it in the language of the page. @param {string} problem */
const translated = (problem) => problem.replace(/[^:]+$/, (why) => ` ${words[why.trim()] ?? why.trim()}`).trim();

/** @param {Filtered} view */
const facetGroups = (view) => {
  /** @type {Pill[]} */
  const pills = [];
  /** @type {HTMLElement[]} */
  const groups = [];
  for (const [facet, field] of FACETS) {
    const values = view.valuesOf(field);
    if (values.length < 2) continue;
    const ariaLabel = view.header(field)?.textContent ?? facet;
    const own = values.map((value) => {
      const count = make("span", {});
      const pill = button("cache-pill", `${shownAs(value, field)} `, () => toggle(view, facet, value));
      pill.append(count);
      return { facet, value, pill, count };
    });
    pills.push(...own);
    groups.push(make("span", { className: "cache-facet", role: "group", ariaLabel }, ...own.map(({ pill }) => pill)));
  }
  for (const group of pills.length > FEW ? groups : []) {
    const opener = button("cache-opener", group.ariaLabel ?? "", () => {
      opener.ariaExpanded = String(group.classList.toggle("cache-open"));
    });
    opener.ariaExpanded = "false";
    group.classList.add("cache-many");
    group.prepend(opener);
  }
  return { groups, pills };
};

/** @param {Filtered} view @param {"CSV" | "JSON"} format */
const download = (view, format) => {
  const [type, text] =
    format === "CSV" ? ["text/csv", toCsv(view.shown)] : ["application/json", toJson(view.shown)];
  const { package: name = "specs", tag } = view.table.dataset;
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const base = [name, tag].filter(Boolean).join("-").replace(/[^\w.+-]/g, "_");
  make("a", { href: address, download: `${base}.${format.toLowerCase()}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

/** @param {Filtered} view @returns {Tools} */
export const addTools = (view) => {
  const placeholder = say(view.isSpecs ? "hint" : "hintPackages");
  const input = make("input", { type: "search", placeholder, autocomplete: "off", spellcheck: false });
  input.oninput = () => view.change({ q: input.value });
  const status = make("span", { role: "status" });
  const problem = make("span", { className: "cache-problem", role: "status" });
  const reset = button("cache-link", say("reset"), () => {
    view.change({ q: "", chosen: {} });
    input.focus();
  });
  const { groups, pills } = view.isSpecs ? facetGroups(view) : { groups: [], pills: [] };
  const files = /** @type {const} */ (["CSV", "JSON"]).map((format) =>
    button("cache-link", format, () => download(view, format), say("download", { format })),
  );
  const title = view.table.getAttribute("aria-label") ?? view.table.caption?.textContent ?? "";
  const bar = make(
    "div",
    { className: "cache-tools", role: "group", ariaLabel: say("filterOf", { title }) },
    make("label", { className: "cache-filter" }, make("span", {}, say("filter")), input),
    ...groups,
    ...(view.columns.some((column) => /^targets?$/.test(column)) ? [cpuChoice()] : []),
    make("span", { className: "cache-result" }, status, reset, ...(view.isSpecs ? files : [])),
    problem,
  );
  const above = view.box.previousElementSibling;
  (above?.matches(".cache-common, .cache-letters") ? above : view.box).before(bar);

  return {
    bar,
    tell: (n, counts, problems) => {
      const text = say(view.isSpecs ? "specs" : "packages", { n, all: view.rows.length });
      if (status.textContent !== text) status.textContent = text;
      problem.textContent = problems.map(translated).join("; ");
      input.ariaInvalid = String(problems.length > 0);
      if (input.value !== view.state.q) input.value = view.state.q;
      reset.hidden = !view.isFiltered;
      for (const { facet, value, pill, count } of pills) {
        const found = counts[facet].get(value) ?? 0;
        pill.ariaPressed = String(!!view.state.chosen[facet]?.includes(value));
        pill.classList.toggle("cache-none", !found);
        count.textContent = String(found);
      }
    },
  };
};
