// @ts-check
// On a stub, a page that leads to another one: what comes after its address, such as the hash of a spec, goes along.

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

if (location.search || location.hash) {
  const to = new URL(script.dataset["to"] ?? "", location.href);
  to.search = location.search;
  if (location.hash) to.hash = location.hash;
  window.stop(); // what follows in the page would lead to the address alone
  location.replace(to.href);
}
