// What our scripts share on a page: words, elements, copying, and the CPU that the reader has.
"use strict";

(() => {
  const cache = window.sphinxextCache;
  const STORED = "sphinxext-cache-cpu";

  cache.say = (word, values = {}) =>
    cache.words[word].replace(/\{(\w+)\}/g, (whole, /** @type {string} */ name) => String(values[name] ?? whole));

  cache.make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  cache.button = (className, text, onclick, ariaLabel = "") =>
    cache.make("button", { type: "button", className, onclick, ...(ariaLabel && { ariaLabel }) }, text);

  const spoken = cache.make("div", { className: "cache-hidden", role: "status" });
  document.body.append(spoken);
  cache.announce = (text) => {
    spoken.replaceChildren(text); // a new node is spoken even if it says the same
  };

  /** @param {string} text */
  const copyAsBefore = (text) => {
    const focused = document.activeElement;
    const box = cache.make("textarea", { className: "cache-hidden", value: text, readOnly: true });
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return done;
  };

  cache.copyButton = (text, label) => {
    const button = cache.button("cache-copy", "", () => void copy(), label);
    const copy = async () => {
      let done = true;
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        done = copyAsBefore(text); // pages without https, such as files, may do no more
      }
      button.classList.toggle("cache-done", done);
      cache.announce(cache.say(done ? "copied" : "notCopied"));
    };
    button.onblur = button.onpointerleave = () => button.classList.remove("cache-done");
    button.title = label;
    return button;
  };

  /** What the reader's browser remembers; it may remember nothing, or what somebody else put there. */
  const remembered = () => {
    try {
      return localStorage.getItem(STORED) ?? "";
    } catch {
      return "";
    }
  };

  /** @param {string} name */
  const known = (name) => (cache.cpus?.some((cpu) => cpu.name === name) ? name : "");

  cache.cpu = known(remembered());

  /** @param {string} name */
  const chooseCpu = (name) => {
    cache.cpu = known(name);
    try {
      localStorage.setItem(STORED, cache.cpu);
    } catch {
      // It holds for this page, then.
    }
    document.dispatchEvent(new Event("cache-cpu"));
  };

  cache.cpuChoice = () => {
    const select = cache.make("select", {}, new Option(cache.say("anyCpu"), ""));
    for (const family of new Set(cache.cpus?.map((cpu) => cpu.family))) {
      const options = cache.cpus
        ?.filter((cpu) => cpu.family === family)
        .map(({ name, vendor }) => new Option(vendor ? `${name} (${vendor})` : name, name));
      select.append(cache.make("optgroup", { label: family ?? "" }, ...(options ?? [])));
    }
    select.value = cache.cpu;
    select.onchange = () => chooseCpu(select.value);
    document.addEventListener("cache-cpu", () => {
      select.value = cache.cpu;
    });
    return cache.make("label", { className: "cache-mine" }, `${cache.say("cpu")} `, select);
  };

  // An author's width comes without a style attribute, which a strict Content-Security-Policy refuses.
  for (const table of document.querySelectorAll("table")) if (table.dataset.width) table.style.width = table.dataset.width;
})();
