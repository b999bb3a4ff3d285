// @ts-check
// On the page of Sphinx's search: leads to all specs with what was searched for, and has our pages say what is there.

const SAID = 60; // characters of what is said again
const { dataset } = /** @type {HTMLScriptElement} */ (document.currentScript);
const asked = new URLSearchParams(location.search).get("q")?.trim() ?? "";
const results = document.getElementById("search-results");

if (asked && results && dataset["explorer"]) {
  const address = new URL(dataset["explorer"], location.href);
  address.searchParams.set("q", asked);
  const said = asked.length > SAID ? `${asked.slice(0, SAID)}\u2026` : asked;
  const link = document.createElement("a");
  link.href = address.href;
  link.append((dataset["label"] ?? "").replace("{q}", () => said));
  const paragraph = document.createElement("p");
  paragraph.append(link);
  results.before(paragraph);
}

/**
 * Sphinx's own object, a constant of its script, which is no property of the window.
 * @type {{ makeSearchSummary?: (html: string, ...rest: unknown[]) => Element | null } | undefined}
 */
// @ts-expect-error No module declares it, and some themes search in another way.
const sphinx = typeof Search === "object" ? Search : undefined; // eslint-disable-line no-undef
const summarize = sphinx?.makeSearchSummary;
if (sphinx && summarize) {
  // Where a word is found in a table, what is around it says little.
  sphinx.makeSearchSummary = (html, ...rest) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const said = page.querySelectorAll(".cache-breadcrumbs ~ section > :is(.cache-description, .cache-summary)");
    const text = [...said].map((each) => each.textContent?.trim()).join(" ");
    if (!text) return summarize(html, ...rest);
    const summary = document.createElement("p");
    summary.className = "context";
    summary.append(text);
    return summary;
  };
}
