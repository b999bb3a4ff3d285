import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { readState, writeState } from "../../sphinxext_cache/assets/scripts/address.js";
import { choose, columnsOf, orderBy } from "../../sphinxext_cache/assets/scripts/columns.js";
import { listSpecs, toCsv, toJson } from "../../sphinxext_cache/assets/scripts/downloads.js";
import { FACETS, FIELDS } from "../../sphinxext_cache/assets/scripts/fields.js";
import { comparer } from "../../sphinxext_cache/assets/scripts/orders.js";
import { cpus, runsOn } from "../../sphinxext_cache/assets/scripts/targets.js";

/** @import { Compare } from "../../sphinxext_cache/assets/scripts/orders.js" */
/** @import { Chosen, FieldName, Row, Term } from "../../sphinxext_cache/assets/scripts/fields.js" */

/** @param {Partial<Record<FieldName, string | string[]>>} known @returns {Row} */
const row = (known) => {
  const fields = FIELDS.map((field) => [field, [known[field] ?? []].flat()]);
  return { fields: Object.fromEntries(fields) };
};

const rows = [
  row({ hash: "aaaa", version: "1.9", target: "zen4", stacks: ["e4s", "hep"] }),
  row({ hash: "bbbb", version: "1.10", target: "x86_64_v3", stacks: ["e4s"] }),
  row({ hash: "cccc", version: "develop", target: "m1", stacks: [] }),
];

/** @param {Row[]} some @param {Compare} [compare] Of the values of all fields */
const columns = (some, compare) => columnsOf(some, new Map(), FACETS, (field) => compare ?? comparer(field));

/** The hashes of rows in the order of a field. @param {Row[]} some @param {FieldName} field @param {boolean} isDown @param {Compare} [compare] */
const ordered = (some, field, isDown, compare) =>
  Array.from(orderBy(columns(some, compare), field, isDown), (at) => some[at]?.fields.hash[0]).join();

/** The places of the rows that are found. @param {Term[]} terms @param {Chosen} chosen */
const found = (terms, chosen) => {
  const known = columns(rows);
  return [...choose(known, known.all, terms, chosen).shown];
};

test("a binary runs on its target and on all that stem from it", () => {
  assert.equal(runsOn("zen4", "zen4"), true);
  assert.equal(runsOn("x86_64", "zen4"), true);
  assert.equal(runsOn("alien", "alien"), true);
  assert.equal(runsOn("x86_64_v4", "zen4"), true);
  assert.equal(runsOn("zen4", "x86_64_v4"), false);
  assert.equal(runsOn("icelake", "zen4"), false);
  assert.equal(runsOn("m1", "zen4"), false);
});

test("of a target or a CPU that nobody knows nothing is said", () => {
  assert.equal(runsOn("alien", "zen4"), null);
  assert.equal(runsOn("zen4", ""), null);
  assert.equal(runsOn("constructor", "__proto__"), null);
});

test("a CPU has the vendor that is told, and a level none", () => {
  const said = cpus.map(({ name, vendor }) => [name, vendor].join(" "));
  assert.deepEqual(said.slice(0, 2), ["x86_64 ", "x86_64_v2 "]);
  assert.deepEqual(said.slice(7, 10), ["zen3 AMD", "zen4 AMD", "aarch64 "]);
  assert.equal(said.at(-1), "m1 Apple");
});

test("targets sort as they were told, names as people sort them, versions in the order that is given", () => {
  assert.deepEqual(["m1", "zen4", "alien", "x86_64"].sort(comparer("target")), ["x86_64", "zen4", "m1", "alien"]);
  assert.deepEqual(["pkg10", "pkg9", "Pkg1"].sort(comparer("package")), ["Pkg1", "pkg9", "pkg10"]);
  const order = ["1.9rc1", "1.9", "1.10", "develop"];
  assert.deepEqual([...order].sort().sort(comparer("version", order)), order);
});

test("rows sort both ways, equal ones keep their order, and those without a value come last", () => {
  const compare = comparer("version", ["1.9", "1.10", "develop"]);
  assert.equal(ordered(rows, "version", false, compare), "aaaa,bbbb,cccc");
  assert.equal(ordered(rows, "version", true, compare), "cccc,bbbb,aaaa");
  assert.equal(ordered(rows, "stacks", false), "bbbb,aaaa,cccc");
  assert.equal(ordered(rows, "stacks", true), "aaaa,bbbb,cccc");
  assert.equal(ordered(rows, "tag", true), "aaaa,bbbb,cccc");
});

test("no compiler comes last, among values and among rows, whichever way", () => {
  const compare = comparer("compiler");
  assert.deepEqual(["none", "oneapi", "gcc"].sort(compare), ["gcc", "oneapi", "none"]);
  const some = ["none", "oneapi", "gcc"].map((compiler) => row({ hash: compiler, compiler }));
  assert.equal(ordered(some, "compiler", false, compare), "gcc,oneapi,none");
  assert.equal(ordered(some, "compiler", true, compare), "oneapi,gcc,none");
  assert.deepEqual(["none", "zlib", "a"].sort(comparer("package")), ["a", "none", "zlib"]);
});

test("a row is chosen by any value within a facet, and by every facet", () => {
  assert.deepEqual(found([], {}), [0, 1, 2]);
  assert.deepEqual(found([], { stack: ["hep"] }), [0]);
  assert.deepEqual(found([], { target: ["zen4", "m1"] }), [0, 2]);
  assert.deepEqual(found([], { target: ["zen4", "m1"], stack: ["e4s"] }), [0]);
  assert.deepEqual(found([], { stack: [] }), [0, 1, 2]);
});

test("a value counts the rows that there would be with it", () => {
  const known = columns(rows);
  const { count } = choose(known, known.all, [], { stack: ["hep"] });
  assert.deepEqual(Object.fromEntries(count("stack", "stacks")), { e4s: 2, hep: 1 });
  assert.deepEqual(Object.fromEntries(count("target", "target")), { zen4: 1 });
});

test("a term is met by some value of some of its fields", () => {
  /** @type {Term} */
  const term = { fields: ["version", "stacks"], test: (value, field) => value === "hep" && field === "stacks" };
  assert.deepEqual(found([term], {}), [0]);
});

test("a state survives the address, and leaves what else stands there", () => {
  const state = { q: "+mpi @1.14: /a&b=c", sort: "-version", chosen: { stack: ["e4s", "ml cuda"], target: ["zen4"] }, compare: ["2owbnqf"], cpu: "zen4" };
  const address = writeState("https://example.org/?highlight=x&q=old&stack=old&q2=other", state);
  assert.deepEqual(readState(address), state);
  assert.deepEqual(readState(address, 2), { q: "other", sort: "", chosen: {}, compare: [], cpu: "" });
  assert.equal(address.searchParams.get("highlight"), "x");
  assert.equal(writeState(writeState("https://example.org/", state, 2), {}, 2).href, "https://example.org/");
});

test("an address that nobody wrote is read nevertheless", () => {
  for (const search of ["", "?", "?q", "?q=%", "?q=%ff%00", "?stack&stack=&stack=%F0", "?__proto__=1", "?sort=constructor"]) {
    const { q, sort, chosen, cpu } = readState({ search });
    assert.equal(typeof q + typeof sort + typeof chosen + typeof cpu, "stringstringobjectstring");
  }
  assert.equal(readState({ search: `?q=${"x".repeat(100_000)}` }).q.length, 2000);
});

test("a table of values follows RFC 4180", () => {
  const csv = toCsv(listSpecs([
    row({ hash: "abc", package: 'a "b", c', version: "1\n2", variants: ["+mpi", "flags=-O2"], stacks: ["e4s", "hep"] }),
  ]));
  assert.equal(
    csv,
    "spec,hash,package,tag,version,compiler,platform,os,target,variants,stacks\r\n" +
      `"a ""b"", c@1\n2 +mpi flags=-O2",abc,"a ""b"", c",,"1\n2",,,,,"flags=-O2 +mpi","e4s hep"\r\n`,
  );
});

for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=cmd|"/c calc"!A1']) {
  test(`a spreadsheet takes no value for a formula: ${JSON.stringify(text)}`, () => {
    const [, line = ""] = toCsv(listSpecs([row({ hash: text })])).split("\r\n");
    assert.match(line, /^,"?'/);
  });
}

test("a field of several values begins with one that is no formula, and else with an apostrophe", () => {
  const variants = [["+mpi", "~hl", "api=v18"], ["+mpi", "-hl"], ["~mpi"]];
  const csv = toCsv(listSpecs(variants.map((each) => row({ package: "hdf5", version: "1.14.5", variants: each }))));

  assert.deepEqual(
    csv.split("\r\n").map((line) => line.split(",").filter((text) => /hdf5@|[+~]mpi/.test(text))),
    [
      [],
      ['"hdf5@1.14.5 +mpi ~hl api=v18"', '"~hl +mpi api=v18"'],
      ['"hdf5@1.14.5 +mpi -hl"', '"\'+mpi -hl"'],
      ['"hdf5@1.14.5 ~mpi"', "~mpi"],
      [],
    ],
  );
});

test("JSON has lists where there can be several values, and null for what is not known", () => {
  assert.deepEqual(JSON.parse(toJson(listSpecs([rows[0] ?? row({})]))), [
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
