// @ts-check
// On the page of Sphinx's search: leads to all specs with what was searched for, and has our pages say what is there.

import { make, searchLink } from "./elements.js";

/** @param {DOMStringMap} settings */
export const extendSearch = ({ explorer = "", label = "" }) => {
  const asked = new URLSearchParams(location.search).get("q")?.trim();
  if (asked) addLink(asked, explorer, label);
  summarizePages();
};

/** @param {string} asked @param {string} explorer @param {string} label */
const addLink = (asked, explorer, label) => {
  const address = new URL(explorer, location.href);
  address.searchParams.set("q", asked);
  document.getElementById("search-results")?.before(make("p", {}, searchLink(address, label, asked)));
};

/** Has our pages say what is there: where a word is found in a table, what is around it says little. */
const summarizePages = () => {
  /**
   * Sphinx's own object, a constant of its script, which is no property of the window.
   * @type {{ makeSearchSummary?: (html: string, ...rest: unknown[]) => Element | null } | undefined}
   */
  // @ts-expect-error No module declares it, and some themes search in another way.
  const sphinx = typeof Search === "object" ? Search : undefined; // eslint-disable-line no-undef
  const summarize = sphinx?.makeSearchSummary;
  if (!sphinx || !summarize) return;
  sphinx.makeSearchSummary = (html, ...rest) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const said = page.querySelectorAll(".cache-breadcrumbs ~ section > :is(.cache-description, .cache-summary)");
    const text = [...said].map((each) => each.textContent?.trim()).join(" ");
    return text ? make("p", { className: "context" }, text) : summarize(html, ...rest);
  };
};
