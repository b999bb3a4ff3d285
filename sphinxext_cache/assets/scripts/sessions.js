// @ts-check
// A button that copies what the page of a package says to type, where the project has none of its own for code.

import { copyButton } from "./elements.js";
import { say } from "./project.js";

const OTHERS = "script[src*=copybutton]"; // sphinx-copybutton, which adds its buttons later

/** Adds it to the sessions of the page, of which it copies the commands without their prompts. */
export const addCopiers = () => {
  if (document.querySelector(OTHERS)) return;
  const sections = ".cache-breadcrumbs + #package > :is(#load, #install)";
  for (const pre of document.querySelectorAll(`${sections} .highlight-console pre`)) {
    const text = pre.textContent.trim().replace(/^\$ /gm, "");
    pre.after(copyButton(text, say("copy", { text: text.slice(text.lastIndexOf("\n") + 1) })));
    pre.parentElement?.classList.add("cache-session");
  }
};
