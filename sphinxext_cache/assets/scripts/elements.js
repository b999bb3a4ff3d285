// @ts-check
// Elements of a page, and what is said aloud or copied.

import { COPIED, NOT_COPIED, say } from "./project.js";

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Partial<HTMLElementTagNameMap[Tag]>} properties @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** @param {string} className @param {string} text @param {() => void} onclick @param {string} [ariaLabel] */
export const button = (className, text, onclick, ariaLabel) =>
  make("button", { type: "button", className, onclick, ariaLabel: ariaLabel ?? null }, text);

const SHORT = 60; // characters of what is said again

/** @param {string} text */
export const shortened = (text) => (text.length > SHORT ? `${text.slice(0, SHORT)}\u2026` : text);

/** A link that says what it searches for. @param {URL} address @param {string} label @param {string} q */
export const searchLink = ({ href }, label, q) => make("a", { href }, say(label, { q: shortened(q) }));

/** @param {HTMLElement} element @param {() => void} close */
export const onEscape = (element, close) => {
  element.onkeydown = ({ key }) => {
    if (key === "Escape") close();
  };
};

/**
 * Does something with what is found, wherever that is something else than before.
 * @param {() => string[]} find @param {(found: string[]) => void} update
 */
export const whenOther = (find, update) => {
  let before = "";
  return () => {
    const found = find();
    const now = found.join("\n");
    if (now === before) return;
    before = now;
    update(found);
  };
};

/** @type {HTMLElement | undefined} */
let spoken;

/** Makes the place where things are said aloud, which must be there before. */
export const addAnnouncer = () => {
  spoken = make("div", { className: "cache-hidden", role: "status" });
  document.body.append(spoken);
};

/** Says something aloud. @param {string} text */
export const announce = (text) => {
  spoken?.replaceChildren(text); // a new node is spoken even if it says the same
};

/** @param {string} text */
const copyAsBefore = (text) => {
  const box = make("textarea", { className: "cache-hidden", value: text, readOnly: true });
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
};

/** @param {() => string} find What it copies. @param {string} label */
export const copyButton = (find, label) => {
  const copier = button("cache-copy", "", () => void copy(), label);
  const copy = async () => {
    const text = find();
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = copyAsBefore(text); // pages without https, such as files, may do no more
      copier.focus(); // the text that was copied had it
    }
    copier.classList.toggle("cache-done", done);
    announce(done ? COPIED : NOT_COPIED);
  };
  copier.onblur = copier.onpointerleave = () => copier.classList.remove("cache-done");
  copier.title = label;
  return copier;
};
