import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, matches, specs } from "./page.js";
import { parseQuery } from "../../sphinxext_cache/assets/scripts/query.js";

/**
 * The letters of the specs that match.
 *
 * @param {string} text
 */
const found = (text) => {
  const query = parseQuery(text);
  return Object.entries(specs)
    .filter(([, spec]) => matches(query, spec))
    .map(([letter]) => letter)
    .join("");
};

for (const [text, expected] of cases) {
  test(`matches what the build matches: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseQuery(text).problems, []);
    assert.equal(found(text), expected);
  });
}

for (const [text, expected] of /** @type {[string, string][]} */ ([
  ["hdf", "abc"],
  ["HDF5", "abc"],
  ["hdf5 e4s", "ab"],
  ["neoverse", "bc"],
  ["11.4", "a"],
  ["1.14.5", "a"],
  ["windows10.0.20348", "d"],
  ["release", "a"],
  ["mpi", "ac"],
  ["cxx", "b"],
  ["guarded", "d"],
  ["build_type", ""],
  ["develop", "abcd"],
  ["elop", "c"],
  ["none", "d"],
  ["v0.", "ce"],
  ["x86_64_v3 hep", "a"],
  ["gcc@11.4.0", ""],
  ["compiler=gcc@11", "a"],
  ["compiler=gcc", "abe"],
  ["compiler=none", "d"],
])) {
  test(`finds plain words in any field: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseQuery(text).problems, []);
    assert.equal(found(text), expected);
  });
}

test("takes a word for a hash only if it is long enough to be meant as one", () => {
  assert.equal(found("2owbn"), "a");
  assert.equal(found("2owb"), "");
});

for (const text of [
  "+",
  "~",
  "@",
  "@=",
  "@1.4:1.2",
  "@1:2:3",
  "@.",
  "%",
  "/",
  "stack=",
  "stack=''",
  "stack=,e4s",
  "cuda_arch:=*",
  "+m*",
  "m*=1",
  "namespace=builtin",
  "target=a:b:c",
  "arch=linux",
  "%none@1",
  "^zlib",
  "'mpi",
  "=",
  ":=1",
]) {
  test(`says what it does not understand, and goes by the rest: ${text}`, () => {
    const { terms, problems } = parseQuery(`hdf5 ${text}`);

    assert.equal(problems.length, 1);
    assert.ok(problems[0]?.includes(text.slice(0, 1)));
    assert.equal(terms.length, 1);
  });
}

test("reads a text of any length", () => {
  assert.deepEqual(parseQuery(" ".repeat(1e6)), { terms: [], problems: ["too long"] });
  assert.deepEqual(parseQuery("a ".repeat(2_000)).terms, []);
  for (const long of ["+".repeat(9_999), "a=".repeat(9_999), "a='".repeat(5_000), `@1${" ,1".repeat(5_000)}`]) {
    parseQuery(long);
  }
  assert.equal(parseQuery(`@${"9".repeat(9_999)}`).problems.length, 0);
});

test("never throws", () => {
  const pieces = [
    ..."@%+~-/=:,*^'\"\\ .az09_\u0000\u2028é😀\ud800",
    "stack",
    "git.",
    "patches",
    "target",
    "arch",
    "rc",
    "develop",
  ];
  let seed = 1;
  const dice = () => (seed = (seed * 48_271) % 2_147_483_647) % pieces.length;

  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: dice() }, () => pieces[dice()]).join("");
    const query = parseQuery(text);
    for (const spec of Object.values(specs)) matches(query, spec);
    for (const { test: accepts } of query.terms) accepts(text, "version");
  }
});
