// @ts-check
// The tool bar above a table: what readers type, choose and take along, and what they learn.

import { tellCpu } from "./cpu.js";
import { download } from "./downloads.js";
import { button, make } from "./elements.js";
import { facetOf } from "./facet.js";
import { DOWNLOAD, FILTER, FILTER_OF, HINT, HINT_PACKAGES, PACKAGES, RESET, RUNS, SKIP, SPECS, say, translations } from "./project.js";
import { suggestions } from "./suggest.js";

/** @import { View } from "./view.js" */

/** @typedef {ReturnType<typeof addTools>} Tools */

const FEW = 10; // buttons that need no groups that open

/** A problem, with what ends it in the language of the page. @param {string} problem */
const translated = (problem) => problem.replace(/[^:\s][^:]*$/, (why) => translations[why] ?? why);

/** What the reader asks for, in a few words. @param {View} view */
const askedOf = ({ state: { chosen, cpu, q } }) =>
  [q, ...Object.values(chosen).flat(), cpu && say(RUNS, { cpu })].filter(Boolean);

/** The buttons that download what is shown, as files that are named after it. @param {View} view */
const downloads = (view) => {
  const { grid, isSpecs, rows } = view;
  const { package: name, tag } = grid.table.dataset;
  const base = () => [...(isSpecs ? [name ?? "specs"] : ["packages", ...view.within]), tag, ...askedOf(view)];
  return /** @type {const} */ (["CSV", "JSON"]).map((format) =>
    button(
      "cache-link",
      format,
      () => download(rows, format, base().filter(Boolean).join("-")),
      say(DOWNLOAD, { format }),
    ),
  );
};

/** @param {View} view */
export const addTools = (view) => {
  const { advice, grid, isSpecs, rows } = view;
  const { box, table } = grid;
  const placeholder = isSpecs ? HINT : HINT_PACKAGES;
  const input = make("input", { type: "search", placeholder, autocomplete: "off", spellcheck: false, dir: "ltr" });
  input.oninput = () => view.type(input.value);
  const names = rows.valuesOf("package").length > 1 ? [suggestions(view, input)] : [];
  const status = make("span", { role: "status", dir: "auto" });
  const problem = make("span", { className: "cache-problem", role: "status" });
  const reset = button("cache-link", RESET, () => view.reset());
  const result = make("span", { className: "cache-result" }, status, reset, ...downloads(view));
  const facets = rows.facets.map((choice) => facetOf(view, choice));
  if (facets.flatMap(({ group }) => [...group.children]).length > FEW) {
    for (const { fold, group } of facets) if (group.firstChild) fold();
  }
  const skip = button("cache-link cache-skip", SKIP, () => view.focus(box));
  const title = table.ariaLabel ?? table.caption?.textContent ?? "";
  const bar = make(
    "div",
    { className: "cache-tools", role: "group", ariaLabel: say(FILTER_OF, { title }) },
    skip,
    make("span", { className: "cache-filter" }, make("label", {}, make("span", {}, FILTER), input), ...names),
    ...facets.map(({ group }) => group),
    result,
    problem,
    advice.left,
    advice.ways,
  );
  const printed = make("p", { className: "cache-printed", dir: "auto" });
  (grid.above(".cache-common, .cache-letters") ?? box).before(bar, printed);

  /**
   * Tells how many rows are shown, how many there would be, and what could not be read.
   * @param {number} n @param {string[]} problems
   */
  const tell = (n, problems) => {
    const { isFiltered, state } = view;
    const text = say(isSpecs ? SPECS : PACKAGES, { n, all: rows.length });
    if (status.textContent !== text) status.textContent = text;
    problem.textContent = problems.map(translated).join("; ");
    input.ariaInvalid = String(problems.length > 0);
    if (input.value !== state.q) input.value = state.q;
    tellCpu();
    printed.textContent = isFiltered ? [`${FILTER}:`, ...askedOf(view), `(${text})`].join(" ") : "";
    reset.hidden = !isFiltered;
    for (const facet of facets) facet.tell();
  };

  return { bar, input, result, skip, tell };
};
