// What rows of tables hold, and how they are ordered, chosen and written: all that needs no page to look at.
"use strict";

(() => {
  const cache = (window.sphinxextCache ??= /** @type {SphinxextCache} */ ({}));

  cache.fields = ["hash", "package", "tag", "version", "compiler", "platform", "os", "target", "variants", "stacks"];
  cache.facets = [
    ["stack", "stacks"],
    ["target", "target"],
    ["os", "os"],
    ["compiler", "compiler"],
    ["version", "version"],
  ];
  const LISTS = ["variants", "stacks"];
  const LONGEST = 2_000; // of a text in an address; more is no filter that somebody typed

  /** @type {Required<Cpu>[]} */
  const cpus = [];
  for (const [name, vendor, ...parents] of cache.targets ?? []) {
    const above = parents.flatMap((place) => cpus[place] ?? []);
    const ancestors = [...new Set(above.flatMap((parent) => [parent.name, ...parent.ancestors]))];
    cpus.push({ name, vendor, family: above[0]?.family ?? name, ancestors });
  }
  cache.cpus = cpus;
  const places = new Map(cpus.map(({ name }, place) => [name, place]));

  cache.runsOn = (target, cpu) => {
    const known = cpus[places.get(cpu) ?? -1];
    return known && places.has(target) ? target === cpu || known.ancestors.includes(target) : null;
  };

  // A spec that no compiler built has this for one, by which it can be found; in every order it comes last.
  cache.isNone = (field, value) => field === "compiler" && value === "none";

  cache.compareNames = new Intl.Collator("en", { numeric: true }).compare;

  cache.comparer = (field, order = []) => {
    const ranks = field === "target" ? places : new Map(order.map((value, place) => [value, place]));
    return (a, b) =>
      Number(cache.isNone(field, a)) - Number(cache.isNone(field, b)) ||
      (ranks.get(a) ?? ranks.size) - (ranks.get(b) ?? ranks.size) ||
      cache.compareNames(a, b);
  };

  cache.sorted = (rows, field, compare, descending) => {
    const sign = descending ? -1 : 1;
    const valued = rows.map((row) => ({ row, values: row.fields[field].filter((value) => !cache.isNone(field, value)) }));
    valued.sort(({ values: a }, { values: b }) => {
      for (let at = 0; at < Math.max(a.length, b.length); at++) {
        const [left, right] = [a[at], b[at]];
        // What has no value comes last, whichever way.
        if (left === undefined) return at ? -sign : 1;
        if (right === undefined) return at ? sign : -1;
        const found = compare(left, right);
        if (found) return found * sign;
      }
      return 0;
    });
    return valued.map(({ row }) => row);
  };

  cache.choose = (rows, terms, chosen) => {
    const counts = /** @type {FacetCounts} */ ({});
    for (const [facet] of cache.facets) counts[facet] = new Map();
    const active = cache.facets.filter(([facet]) => chosen[facet]?.length);
    const shown = rows.map(({ fields }) => {
      if (!terms.every((term) => term.fields.some((field) => fields[field].some((text) => term.test(text, field))))) {
        return false;
      }
      const missed = active.filter(([facet, field]) => !fields[field].some((text) => chosen[facet]?.includes(text)));
      if (missed.length > 1) return false;
      // A value counts what there would be if it were chosen beside the others of its facet.
      for (const [facet, field] of missed.length ? missed : cache.facets) {
        for (const text of fields[field]) counts[facet].set(text, (counts[facet].get(text) ?? 0) + 1);
      }
      return !missed.length;
    });
    return { shown, counts };
  };

  cache.readState = (search, number) => {
    const asked = new URLSearchParams(search);
    const end = number > 1 ? String(number) : "";
    const texts = (/** @type {string} */ key) => asked.getAll(key + end).map((text) => text.slice(0, LONGEST));
    /** @type {Chosen} */
    const chosen = {};
    for (const [facet] of cache.facets) {
      const found = texts(facet);
      if (found.length) chosen[facet] = found;
    }
    return { q: texts("q")[0] ?? "", sort: texts("sort")[0] ?? "", chosen };
  };

  cache.writeState = (search, number, { q = "", sort = "", chosen = {} }) => {
    const asked = new URLSearchParams(search);
    const end = number > 1 ? String(number) : "";
    /** @param {string} key @param {string[]} values */
    const put = (key, values) => {
      asked.delete(key + end);
      for (const value of values) asked.append(key + end, value);
    };
    put("q", q ? [q] : []);
    for (const [facet] of cache.facets) put(facet, chosen[facet] ?? []);
    put("sort", sort ? [sort] : []);
    const text = String(asked);
    return text && `?${text}`;
  };

  /** @param {string} text */
  const csvField = (text) => {
    // Spreadsheets take what begins so for a formula, and run it.
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[^\w.@:~+=/'-]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };

  cache.toCsv = (rows) =>
    [cache.fields, ...rows.map(({ fields }) => cache.fields.map((field) => fields[field].join(" ")))]
      .map((line) => `${line.map(csvField).join(",")}\r\n`)
      .join("");

  cache.toJson = (rows) =>
    JSON.stringify(
      rows.map(({ fields }) =>
        Object.fromEntries(
          cache.fields.map((field) => [field, LISTS.includes(field) ? fields[field] : (fields[field][0] ?? null)]),
        ),
      ),
      null,
      1,
    );
})();
