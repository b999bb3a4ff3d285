// @ts-check
// A facet in the tool bar: its values as buttons, pressed where they are chosen, with what each would give.

import { button, make, onEscape } from "./elements.js";
import { isNone, nothingIn } from "./fields.js";

/** @import { FacetName, FieldName } from "./fields.js" */
/** @import { View } from "./view.js" */

/** What readers see in the place of a value. @param {string} value @param {FieldName} field */
const shownAs = (value, field) => (isNone(field, value) ? (nothingIn(field) ?? "") : value);

export class Facet {
  /** @param {View} view @param {FacetName} facet @param {FieldName} field */
  constructor(view, facet, field) {
    this.view = view;
    this.facet = facet;
    this.field = field;
    this.group = make("span", { className: "cache-facet", role: "group", ariaLabel: view.grid.label(field) });
    /** @type {Map<string, HTMLButtonElement>} */
    this.pills = new Map();
    /** @type {HTMLButtonElement | null} */
    this.opener = null;
    this.offer(view.rows.offered(field, []));
  }

  /** Offers values to choose from, and leaves the buttons alone that are there. @param {string[]} values */
  offer(values) {
    const before = this.pills;
    if (values.length === before.size && values.every((value) => before.has(value))) return;
    this.pills = new Map(values.map((value) => [value, before.get(value) ?? this.makePill(value)]));
    this.group.replaceChildren(...(this.opener ? [this.opener] : []), ...this.pills.values());
  }

  /** @param {string} value */
  makePill(value) {
    const pill = button("cache-pill", `${shownAs(value, this.field)} `, () => this.view.toggle(this.facet, value));
    pill.append(make("span", {}));
    return pill;
  }

  /** Shows only what is chosen, until the reader opens it. */
  fold() {
    const { group } = this;
    const opener = button("cache-opener", group.ariaLabel ?? "", () => this.open(!this.isOpen));
    opener.ariaExpanded = "false";
    onEscape(group, () => {
      if (!this.isOpen) return;
      this.open(false);
      opener.focus();
    });
    group.classList.add("cache-many");
    group.prepend(opener);
    this.opener = opener;
  }

  get isOpen() {
    return this.group.classList.contains("cache-open");
  }

  /** Opens it, and closes the others; or closes it. @param {boolean} wanted */
  open(wanted) {
    if (wanted) for (const other of this.view.tools?.facets ?? []) if (other !== this) other.open(false);
    this.group.classList.toggle("cache-open", wanted);
    if (this.opener) this.opener.ariaExpanded = String(wanted);
  }

  /** Shows what is chosen, and what there would be with each value. */
  tell() {
    const { rows, state } = this.view;
    const chosen = state.chosen[this.facet] ?? [];
    this.offer(rows.offered(this.field, chosen));
    if (!this.pills.size) return;
    const found = rows.count(this.facet, this.field);
    for (const [value, pill] of this.pills) {
      const n = found.get(value) ?? 0;
      pill.ariaPressed = String(chosen.includes(value));
      pill.classList.toggle("cache-none", !n);
      pill.children[0]?.replaceChildren(String(n));
    }
  }
}
