"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load } = require("./page.js");

/** As Python writes them: name, vendor, places of the parents. @type {SphinxextCache["targets"]} */
const targets = [
  ["x86_64", ""],
  ["x86_64_v3", "", 0],
  ["x86_64_v4", "", 1],
  ["icelake", "Intel", 2],
  ["zen3", "AMD", 1],
  ["zen4", "AMD", 4, 2],
  ["aarch64", ""],
  ["m1", "Apple", 6],
];
/** @type {any} */ (globalThis).window = Object.assign(globalThis, { sphinxextCache: { targets } });
const cache = load("rows.js");

/** @param {Partial<Record<FieldName, string | string[]>>} known @returns {RowFields} */
const row = (known) => {
  const fields = cache.fields.map((field) => [field, [known[field] ?? []].flat()]);
  return { fields: Object.fromEntries(fields) };
};

const rows = [
  row({ hash: "aaaa", version: "1.9", target: "zen4", stacks: ["e4s", "hep"] }),
  row({ hash: "bbbb", version: "1.10", target: "x86_64_v3", stacks: ["e4s"] }),
  row({ hash: "cccc", version: "develop", target: "m1", stacks: [] }),
];

/** @param {RowFields[]} some */
const hashes = (some) => some.map(({ fields }) => fields.hash[0]).join();

test("a binary runs on its target and on all that stem from it", () => {
  assert.equal(cache.runsOn("zen4", "zen4"), true);
  assert.equal(cache.runsOn("x86_64", "zen4"), true);
  assert.equal(cache.runsOn("x86_64_v4", "zen4"), true);
  assert.equal(cache.runsOn("zen4", "x86_64_v4"), false);
  assert.equal(cache.runsOn("icelake", "zen4"), false);
  assert.equal(cache.runsOn("m1", "zen4"), false);
});

test("of a target or a CPU that nobody knows nothing is said", () => {
  assert.equal(cache.runsOn("alien", "zen4"), null);
  assert.equal(cache.runsOn("alien", "alien"), null);
  assert.equal(cache.runsOn("zen4", ""), null);
  assert.equal(cache.runsOn("constructor", "__proto__"), null);
});

test("a CPU has the family from which it stems", () => {
  assert.deepEqual(
    cache.cpus?.map(({ name, family, vendor }) => `${name} ${family} ${vendor}`),
    [
      "x86_64 x86_64 ",
      "x86_64_v3 x86_64 ",
      "x86_64_v4 x86_64 ",
      "icelake x86_64 Intel",
      "zen3 x86_64 AMD",
      "zen4 x86_64 AMD",
      "aarch64 aarch64 ",
      "m1 aarch64 Apple",
    ],
  );
});

test("targets sort as they were told, names as people sort them, versions in the order that is given", () => {
  assert.deepEqual(["m1", "zen4", "alien", "x86_64"].sort(cache.comparer("target")), ["x86_64", "zen4", "m1", "alien"]);
  assert.deepEqual(["pkg10", "pkg9", "Pkg1"].sort(cache.comparer("package")), ["Pkg1", "pkg9", "pkg10"]);
  const order = ["1.9rc1", "1.9", "1.10", "develop"];
  assert.deepEqual([...order].sort().sort(cache.comparer("version", order)), order);
});

test("rows sort both ways, equal ones keep their order, and those without a value come last", () => {
  const compare = cache.comparer("version", ["1.9", "1.10", "develop"]);
  assert.equal(hashes(cache.sorted(rows, "version", compare, false)), "aaaa,bbbb,cccc");
  assert.equal(hashes(cache.sorted(rows, "version", compare, true)), "cccc,bbbb,aaaa");
  assert.equal(hashes(cache.sorted(rows, "stacks", cache.comparer("stacks"), false)), "bbbb,aaaa,cccc");
  assert.equal(hashes(cache.sorted(rows, "stacks", cache.comparer("stacks"), true)), "aaaa,bbbb,cccc");
  assert.equal(hashes(cache.sorted(rows, "tag", cache.comparer("tag"), true)), "aaaa,bbbb,cccc");
});

test("no compiler comes last, among values and among rows, whichever way", () => {
  const compare = cache.comparer("compiler");
  assert.deepEqual(["none", "oneapi", "gcc"].sort(compare), ["gcc", "oneapi", "none"]);
  const some = ["none", "oneapi", "gcc"].map((compiler) => row({ hash: compiler, compiler }));
  assert.equal(hashes(cache.sorted(some, "compiler", compare, false)), "gcc,oneapi,none");
  assert.equal(hashes(cache.sorted(some, "compiler", compare, true)), "oneapi,gcc,none");
  assert.deepEqual(["none", "zlib", "a"].sort(cache.comparer("package")), ["a", "none", "zlib"]);
});

test("a row is chosen by any value within a facet, and by every facet", () => {
  const chosen = (/** @type {Chosen} */ wanted) => cache.choose(rows, [], wanted).shown;
  assert.deepEqual(chosen({}), [true, true, true]);
  assert.deepEqual(chosen({ stack: ["hep"] }), [true, false, false]);
  assert.deepEqual(chosen({ target: ["zen4", "m1"] }), [true, false, true]);
  assert.deepEqual(chosen({ target: ["zen4", "m1"], stack: ["e4s"] }), [true, false, false]);
  assert.deepEqual(chosen({ stack: [] }), [true, true, true]);
});

test("a value counts the rows that there would be with it", () => {
  const { counts } = cache.choose(rows, [], { stack: ["hep"] });
  assert.deepEqual([...counts.stack], [
    ["e4s", 2],
    ["hep", 1],
  ]);
  assert.deepEqual([...counts.target], [["zen4", 1]]);
});

test("a term is met by some value of some of its fields", () => {
  /** @type {Term} */
  const term = { fields: ["version", "stacks"], test: (value, field) => value === "hep" && field === "stacks" };
  assert.deepEqual(cache.choose(rows, [term], {}).shown, [true, false, false]);
});

test("a state survives the address, and leaves what else stands there", () => {
  const state = { q: "+mpi @1.14: /a&b=c", sort: "-version", chosen: { stack: ["e4s", "ml cuda"], target: ["zen4"] } };
  const search = cache.writeState("?highlight=x&q=old&stack=old&q2=other", 1, state);
  assert.deepEqual(cache.readState(search, 1), state);
  assert.deepEqual(cache.readState(search, 2), { q: "other", sort: "", chosen: {} });
  assert.equal(new URLSearchParams(search).get("highlight"), "x");
  assert.equal(cache.writeState(cache.writeState("", 2, state), 2, {}), "");
});

test("an address that nobody wrote is read all the same", () => {
  for (const search of ["", "?", "?q", "?q=%", "?q=%ff%00", "?stack&stack=&stack=%F0", "?__proto__=1", "?sort=constructor"]) {
    const { q, sort, chosen } = cache.readState(search, 1);
    assert.equal(typeof q + typeof sort + typeof chosen, "stringstringobject");
  }
  assert.equal(cache.readState(`?q=${"x".repeat(100_000)}`, 1).q.length, 2000);
});

test("a table of values follows RFC 4180", () => {
  const csv = cache.toCsv([
    row({ hash: "abc", package: 'a "b", c', version: "1\n2", variants: ["+mpi", "flags=-O2"], stacks: ["e4s", "hep"] }),
  ]);
  assert.equal(
    csv,
    "hash,package,tag,version,compiler,platform,os,target,variants,stacks\r\n" +
      `abc,"a ""b"", c",,"1\n2",,,,,"'+mpi flags=-O2","e4s hep"\r\n`,
  );
});

for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=cmd|"/c calc"!A1']) {
  test(`a spreadsheet takes no value for a formula: ${JSON.stringify(text)}`, () => {
    const [, line = ""] = cache.toCsv([row({ hash: text })]).split("\r\n");
    assert.match(line, /^"?'/);
  });
}

test("JSON has lists where there can be several values, and null for what is not known", () => {
  assert.deepEqual(JSON.parse(cache.toJson([rows[0] ?? row({})])), [
    {
      hash: "aaaa",
      package: null,
      tag: null,
      version: "1.9",
      compiler: null,
      platform: null,
      os: null,
      target: "zen4",
      variants: [],
      stacks: ["e4s", "hep"],
    },
  ]);
});
