// @ts-check
// The colour of the page, for what stays in sight while the rest scrolls below it.

const TRANSPARENT = /^rgba\(.*, 0\)$/; // as browsers say it, whatever a style sheet has

/** Headers that stay in sight need a ground, and only the page knows its colour. */
const takeGround = () => {
  let ground = "";
  for (let place = document.querySelector(".cache-box"); place && !ground; place = place.parentElement) {
    ground = getComputedStyle(place).backgroundColor.replace(TRANSPARENT, "");
  }
  document.documentElement.style.setProperty("--cache-ground", ground);
};

/** Takes it now, and whenever a reader turns to light or to dark. */
export const watchGround = () => {
  takeGround();
  matchMedia("(prefers-color-scheme: dark)").onchange = takeGround;
  const watcher = new MutationObserver(takeGround);
  for (const element of [document.documentElement, document.body]) {
    watcher.observe(element, { attributeFilter: ["class", "data-theme", "data-mode"] });
  }
};
