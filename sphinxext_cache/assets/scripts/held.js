// @ts-check
// How a table looks while its columns keep their widths and its bodies are blocks: as it did before, line by line.
// Rules say so, and not its cells, of which there are thousands.

/** @typedef {"top" | "bottom" | "inline-start" | "inline-end"} Side */

/** @param {Element | undefined} element @param {Side} side */
const lineOf = (element, side) => (element ? getComputedStyle(element).getPropertyValue(`border-${side}`) : "");

/** How wide it is, in pixels. @param {Element | undefined} element @param {Side} side */
const widthOf = (element, side) => Number.parseFloat(lineOf(element, side)) || 0;

/**
 * The rules for a table, on screens.
 * @param {HTMLTableElement} table As it looks now. @param {string} name A class that it will have.
 */
export const heldRules = (table, name) => {
  const [heads, cells] = [table.tHead?.rows[0]?.cells ?? [], table.tBodies[0]?.rows[0]?.cells ?? []];
  const widths = Array.from(heads, (head, at) => {
    const { width } = head.getBoundingClientRect();
    return `tr:not(.cache-more, .cache-told) > :nth-child(${at + 1}) { width: ${width}px; max-width: ${width}px }`;
  });
  // A line around the table is one of its cells, where these have none.
  /** @type {[string, Side, Element | undefined][]} */
  const edges = [
    ["tr > :first-child", "inline-start", cells[0]],
    ["tr > :last-child", "inline-end", cells[cells.length - 1]],
    ["thead th", "top", heads[0]],
    ["tbody:last-of-type > tr:last-child > *", "bottom", [...table.querySelectorAll("tbody td")].at(-1)],
  ];
  const around = edges
    .filter(([, side, cell]) => widthOf(cell, side) < widthOf(table, side))
    .map(([place, side]) => `${place} { border-${side}: ${lineOf(table, side)} !important }`);
  // Where a line is below each row, none is above it: two bodies do not share one. Themes that end a table without a
  // line do so for each of its bodies.
  const below = widthOf(cells[0], "bottom");
  const between = [
    "tbody > tr > * { border-top-width: 0 !important }",
    `tbody:not(:last-of-type) > tr:last-child > * { border-bottom-width: ${below}px !important }`,
  ];
  // The minifier knows no template within a template.
  const rules = [...widths, ...around, ...(below ? between : [])].map((rule) => `.${name} ${rule}`);
  // On a phone, rows that are cards have no columns.
  const media = table.matches(".cache-cards") ? "screen and (min-width: 601px)" : "screen";
  return `@media ${media} { ${rules.join(" ")} }`;
};
