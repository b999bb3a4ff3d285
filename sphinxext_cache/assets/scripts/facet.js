// @ts-check
// A facet in the tool bar: its values as buttons, pressed where they are chosen, with what each would give.

import { button, make, onEscape } from "./elements.js";
import { isNone, nothingIn } from "./fields.js";

/** @import { Choice } from "./fields.js" */
/** @import { View } from "./view.js" */

/** @param {View} view @param {Choice} choice */
export const facetOf = (view, [facet, field]) => {
  const { rows } = view;
  const label = view.grid.label(field);
  const group = make("span", { className: "cache-facet", role: "group", ariaLabel: label });
  /** @type {Map<string, HTMLButtonElement>} */
  let pills = new Map();

  /** @param {string} value */
  const makePill = (value) => {
    const shown = isNone(field, value) ? nothingIn(field) : value;
    const pill = button("cache-pill", `${shown} `, () => view.toggle(facet, value));
    pill.append(make("span", {}));
    return pill;
  };

  /** Offers values to choose from, and leaves the buttons alone that are there. @param {string[]} values */
  const offer = (values) => {
    const before = pills;
    if (values.length === before.size && values.every((value) => before.has(value))) return;
    pills = new Map(values.map((value) => [value, before.get(value) ?? makePill(value)]));
    for (const pill of before.values()) pill.remove();
    group.append(...pills.values());
  };
  offer(rows.offered(field, []));

  /** Shows only what is chosen, until the reader opens it. */
  const fold = () => {
    const opener = button("cache-opener", label, () => open(!isOpen()));
    const isOpen = () => opener.ariaExpanded === "true";
    /** Opens it, and closes the others; or closes it. @param {boolean} wanted */
    const open = (wanted) => {
      const openers = group.parentElement?.querySelectorAll(".cache-opener") ?? [];
      for (const each of openers) each.ariaExpanded = String(wanted && each === opener);
    };
    onEscape(group, () => {
      if (!isOpen()) return;
      open(false);
      opener.focus();
    });
    opener.ariaExpanded = "false";
    group.prepend(opener);
  };

  /** Shows what is chosen, and what there would be with each value. */
  const tell = () => {
    const chosen = view.state.chosen[facet] ?? [];
    offer(rows.offered(field, chosen));
    if (!pills.size) return;
    const found = rows.count(facet, field);
    for (const [value, pill] of pills) {
      const n = found.get(value) ?? 0;
      pill.ariaPressed = String(chosen.includes(value));
      pill.classList.toggle("cache-none", !n);
      pill.lastElementChild?.replaceChildren(String(n));
    }
  };

  return { group, fold, tell };
};
