import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { choose, columnsOf, fieldsAt, orderBy } from "../../sphinxext_cache/assets/scripts/columns.js";
import { FACETS } from "../../sphinxext_cache/assets/scripts/fields.js";
import { comparer } from "../../sphinxext_cache/assets/scripts/orders.js";
import { parseQuery } from "../../sphinxext_cache/assets/scripts/query.js";
import { decodeSpecs } from "../../sphinxext_cache/assets/scripts/specs.js";

/** @import { Chosen } from "../../sphinxext_cache/assets/scripts/fields.js" */
/** @import { Columns } from "../../sphinxext_cache/assets/scripts/columns.js" */
/** @import { SpecFile } from "../../sphinxext_cache/assets/scripts/specs.js" */

/** @returns {SpecFile} */
const file = () => ({
  format: 1,
  tag: "develop",
  specs: 5,
  values: {
    package: ["hdf5", "zlib"],
    version: ["1.3.1", "1.12.2", "1.14.5"],
    compiler: ["gcc@12.3.0", "gcc@13.2.0", null],
    os: ["rhel8", "ubuntu22.04"],
    platform: ["linux"],
    target: ["x86_64_v3", "zen4"],
    stack: ["e4s", "hep", "ml"],
    stacks: [[0], [0, 1], []],
    variant: ["+mpi", "~mpi", "cuda_arch:=80,90"],
    variants: [[0], [1, 2], []],
  },
  columns: {
    package: [0, 0, 0, 1, 1],
    version: [2, 2, 1, 0, 0],
    compiler: [0, 1, 1, 2, 2],
    os: [0, 1, 1, 1, 0],
    platform: [0, 0, 0, 0, 0],
    target: [0, 1, 0, 1, 0],
    stacks: [0, 1, 1, 2, 0],
    variants: [0, 1, 1, 2, 2],
  },
  hashes: ["a".repeat(32), "b".repeat(32), "c".repeat(32), null, "d".repeat(32)],
});

/** @param {string} text @param {Chosen} [chosen] */
const find = (text, chosen = {}, specs = /** @type {Columns} */ (decodeSpecs(file()))) => {
  const { shown, count } = choose(specs, specs.all, parseQuery(text).terms, chosen);
  const counts = Object.fromEntries(specs.choices.map(([facet, field]) => [facet, Object.fromEntries(count(facet, field))]));
  return { shown: [...shown], counts };
};

/** The same specs as the rows of a table. @param {Columns} specs */
const asTable = (specs) => {
  const rows = [...specs.all].map((spec) => ({ fields: fieldsAt(specs, spec) }));
  return columnsOf(rows, specs.kinds, FACETS, (field) => comparer(field, specs.fields[field]?.values.filter(Boolean)));
};

test("gives all that is known of a spec, and nothing for what is not", () => {
  const specs = decodeSpecs(file());

  assert.deepEqual(fieldsAt(specs, 1), {
    hash: ["b".repeat(32)],
    tag: ["develop"],
    package: ["hdf5"],
    version: ["1.14.5"],
    compiler: ["gcc@13.2.0"],
    os: ["ubuntu22.04"],
    platform: ["linux"],
    target: ["zen4"],
    stacks: ["e4s", "hep"],
    variants: ["~mpi", "cuda_arch:=80,90"],
  });
  assert.deepEqual(fieldsAt(specs, 3).hash, []);
  assert.deepEqual(fieldsAt(specs, 3).stacks, []);
  assert.deepEqual(fieldsAt(specs, 3).compiler, ["none"]);
});

for (const [text, expected] of /** @type {[string, number[]][]} */ ([
  ["", [0, 1, 2, 3, 4]],
  ["hdf5", [0, 1, 2]],
  ["hep zen4", [1]],
  ["@1.14", [0, 1]],
  ["%none", [3, 4]],
  ["~mpi cuda_arch=90", [1, 2]],
  ["target=:x86_64_v3", [0, 2, 4]],
  ["/bbb", [1]],
  ["bbbbb", [1]],
  ["tag=develop", [0, 1, 2, 3, 4]],
  ["tag=v1", []],
  ["nonesuch", []],
])) {
  test(`finds the specs of a query: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(find(text).shown, expected);
  });
}

test("counts of each value what there would be if it were chosen beside the others of its facet", () => {
  const { shown, counts } = find("hdf5", { stack: ["hep"], target: ["zen4"] });

  assert.deepEqual(shown, [1]);
  assert.deepEqual(counts["stack"], { e4s: 1, hep: 1 });
  assert.deepEqual(counts["target"], { x86_64_v3: 1, zen4: 1 });
  assert.deepEqual(counts["os"], { "ubuntu22.04": 1 });
});

test("finds and counts what the tables find and count", () => {
  const specs = decodeSpecs(file());
  const queries = ["", "hdf5", "gcc rhel8", "+mpi", "@1.12:", "e4s", "%gcc@13"];
  const choices = [
    {},
    { stack: ["e4s"] },
    { stack: ["e4s", "hep"], os: ["rhel8"] },
    { version: ["1.14.5"], os: ["no"] },
  ];

  for (const text of queries) {
    for (const chosen of choices) assert.deepEqual(find(text, chosen), find(text, chosen, asTable(specs)));
  }
});

test("remembers what it found only for the terms of the last query", () => {
  const specs = decodeSpecs(file());
  for (const text of ["hdf5", "hdf5 +mpi", "arch=linux-rhel8-zen4", "arch=linux-*-zen4", "hdf5 hdf5"]) {
    const { terms } = parseQuery(text);
    const { shown } = choose(specs, specs.all, terms, {});
    assert.deepEqual([...shown], find(text).shown);
    assert.ok(specs.met.size <= terms.length);
  }
});

test("sorts by the order of values, up and down, and leaves what is equal as it was", () => {
  const specs = decodeSpecs(file());

  for (const columns of [specs, asTable(specs)]) {
    assert.deepEqual([...orderBy(columns, "version", false)], [3, 4, 2, 0, 1]);
    assert.deepEqual([...orderBy(columns, "version", true)], [0, 1, 2, 3, 4]);
    assert.deepEqual([...orderBy(columns, "target", true)], [1, 3, 0, 2, 4]);
  }
});

test("chooses by any number of facts", () => {
  const called = Array.from({ length: 30 }, (_, at) => `fact${String.fromCharCode(97 + (at % 26))}${at}`);
  const facts = Object.fromEntries(called.map((name) => [name, { values: ["no", "yes"], packages: [0, 1], specs: { 1: 1, 3: 0 } }]));
  const specs = decodeSpecs({ ...file(), facts });

  assert.deepEqual(specs.choices.length, FACETS.length + called.length);
  for (const [facet] of specs.choices.slice(FACETS.length)) {
    const { shown, counts } = find("", { [facet]: ["yes"] }, specs);
    assert.deepEqual(shown, [1, 4]);
    assert.deepEqual(counts[facet], { no: 3, yes: 2 });
    assert.deepEqual(counts["os"], { rhel8: 1, "ubuntu22.04": 1 });
  }
});

test("refuses a file of another format", () => {
  assert.throws(() => decodeSpecs({ ...file(), format: 2 }), /format 2/);
});
