// @ts-check
// The colour of the page, for what stays in sight while the rest scrolls below it.

/** Headers that stay in sight need a ground, and only the page knows its colour. */
const takeGround = () => {
  const box = document.querySelector(".cache-box");
  for (let place = box; place; place = place.parentElement) {
    const { backgroundColor } = getComputedStyle(place);
    if (/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) continue;
    document.documentElement.style.setProperty("--cache-ground", backgroundColor);
    return;
  }
  document.documentElement.style.removeProperty("--cache-ground");
};

/** Takes it now, and whenever a reader turns to light or to dark. */
export const watchGround = () => {
  takeGround();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", takeGround);
  const watched = { attributes: true, attributeFilter: ["class", "data-theme", "data-mode"] };
  for (const element of [document.documentElement, document.body]) {
    new MutationObserver(takeGround).observe(element, watched);
  }
};
