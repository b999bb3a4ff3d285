// @ts-check
// The tool bar above a table: what readers type, choose and take along, and what they learn.

import { tellCpu } from "./cpu.js";
import { download } from "./downloads.js";
import { button, make } from "./elements.js";
import { Facet } from "./facet.js";
import { DOWNLOAD, FILTER, FILTER_OF, HINT, HINT_PACKAGES, PACKAGES, RESET, RUNS, SKIP, SPECS, say, translations } from "./project.js";
import { Suggestions } from "./suggest.js";

/** @import { Counts } from "./fields.js" */
/** @import { View } from "./view.js" */

const FEW = 10; // buttons that need no groups that open

/** A problem, with what ends it in the language of the page. @param {string} problem */
const translated = (problem) => problem.replace(/[^:]+$/, (why) => ` ${translations[why.trim()] ?? why.trim()}`).trim();

export class Tools {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    const { box, table } = view.grid;
    const placeholder = view.isSpecs ? HINT : HINT_PACKAGES;
    this.input = make("input", { type: "search", placeholder, autocomplete: "off", spellcheck: false, dir: "ltr" });
    this.input.oninput = () => view.type(this.input.value);
    const names = view.rows.valuesOf("package").length > 1 ? [new Suggestions(view, this.input).list] : [];
    this.status = make("span", { role: "status", dir: "auto" });
    this.problem = make("span", { className: "cache-problem", role: "status" });
    this.reset = button("cache-link", RESET, () => view.reset());
    this.facets = view.rows.facets.map(([facet, field]) => new Facet(view, facet, field));
    if (this.facets.reduce((count, { pills }) => count + pills.size, 0) > FEW) {
      for (const facet of this.facets) if (facet.pills.size) facet.fold();
    }
    this.skip = button("cache-link cache-skip", SKIP, () => view.focus(view.grid.box));
    const title = table.getAttribute("aria-label") ?? table.caption?.textContent ?? "";
    this.bar = make(
      "div",
      { className: "cache-tools", role: "group", ariaLabel: say(FILTER_OF, { title }) },
      this.skip,
      make("span", { className: "cache-filter" }, make("label", {}, make("span", {}, FILTER), this.input), ...names),
      ...this.facets.map(({ group }) => group),
      make("span", { className: "cache-result" }, this.status, this.reset, ...this.files()),
      this.problem,
      view.advice.left,
      view.advice.ways,
    );
    this.printed = make("p", { className: "cache-printed", dir: "auto" });
    const above = box.previousElementSibling;
    (above?.matches(".cache-common, .cache-letters") ? above : box).before(this.bar, this.printed);
  }

  /** The buttons that download what is shown, as files that are named after it. */
  files() {
    const { grid, isSpecs, rows } = this.view;
    const { package: name, tag } = grid.table.dataset;
    const base = () => [...(isSpecs ? [name ?? "specs"] : ["packages", ...this.view.within]), tag, ...this.asked];
    return /** @type {const} */ (["CSV", "JSON"]).map((format) =>
      button(
        "cache-link",
        format,
        () => download(rows, format, base().filter(Boolean).join("-")),
        say(DOWNLOAD, { format }),
      ),
    );
  }

  /** What the reader asks for, in a few words. */
  get asked() {
    const { chosen, cpu: mine, q } = this.view.state;
    return [q, ...Object.values(chosen).flat(), mine && say(RUNS, { cpu: mine })].filter(Boolean);
  }

  /**
   * Tells how many rows are shown, how many there would be, and what could not be read.
   * @param {number} n @param {Counts} counts @param {string[]} problems
   */
  tell(n, counts, problems) {
    const { isFiltered, isSpecs, rows, state } = this.view;
    const text = say(isSpecs ? SPECS : PACKAGES, { n, all: rows.length });
    if (this.status.textContent !== text) this.status.textContent = text;
    this.problem.textContent = problems.map(translated).join("; ");
    this.input.ariaInvalid = String(problems.length > 0);
    if (this.input.value !== state.q) this.input.value = state.q;
    tellCpu();
    this.printed.textContent = isFiltered ? [`${FILTER}:`, ...this.asked, `(${text})`].join(" ") : "";
    this.reset.hidden = !isFiltered;
    for (const facet of this.facets) facet.tell(counts);
  }
}
