// @ts-check
// A button that copies what we say to type, without prompts, be there a button of another extension or not.

import { copyButton } from "./elements.js";
import { COPY_SESSION } from "./project.js";

/** Adds it to the sessions of the page. */
export const addCopiers = () => {
  for (const pre of document.querySelectorAll(".cache-session pre")) {
    const text = () => pre.textContent.trim().replace(/^\$ /gm, "");
    pre.after(copyButton(text, COPY_SESSION));
  }
};
