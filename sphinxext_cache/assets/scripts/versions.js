// @ts-check
// Versions, in Spack's order, and the ranges and lists of them that queries ask for.

/** @import { Test } from "./fields.js" */

/**
 * The place of a version in Spack's order.
 * @typedef {object} VersionPlace
 * @property {number} kind Whether Spack would not accept it, orders it, or orders it above all others.
 * @property {string} key A text that sorts as the version does.
 * @property {string} after The first key above all that continues it.
 * @property {string} reference The name of a git reference.
 * @property {number} preference Whether it is a branch, a prerelease of one, a prerelease or a release.
 */

// A key has of each component its rank and what it is sorted by, and last the stage of a prerelease. Words come before
// numbers, numbers before branches.
const BRANCHES = ["stable", "nightly", "trunk", "head", "master", "main", "develop"];
const STAGES = ["alpha", "beta", "rc", "final"];
const FINAL = "03";
const HIGHEST = "9";
const [UNACCEPTED, ORDERED, UNASSIGNED] = [0, 1, 2];
const GIT = /^git\.|^.+=|^[\dA-Fa-f]{40}$/s;

/** @param {string} segment */
const keyOf = (segment) => {
  const digits = segment.replace(/^0+/, "");
  if (/^\d/.test(segment)) return `2${String.fromCharCode(digits.length)}${digits}`;
  const branch = BRANCHES.indexOf(segment);
  return branch < 0 ? `1${segment}\0` : `3${branch}`;
};

/** The key above a component and all that continues it. @param {string} segment */
const keyAfter = (segment) => {
  if (/^\d/.test(segment)) return keyOf(String(BigInt(segment) + 1n));
  if (BRANCHES.includes(segment)) return `3${BRANCHES.indexOf(segment) + 1}`;
  let word = segment;
  do {
    const end = word.slice(-1);
    word =
      end === "z" ? `${word}A` : word.slice(0, -1) + (end === "Z" ? "a" : String.fromCharCode(end.charCodeAt(0) + 1));
  } while (BRANCHES.includes(word));
  return keyOf(word);
};

/** @param {string} text @returns {VersionPlace} */
const findPlace = (text) => {
  let [plain, reference] = [text, ""];
  if (GIT.test(text)) {
    const [, name = "", given] = /^(?:git\.)?([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
    if (given === undefined) return { kind: UNASSIGNED, key: "", after: "", reference: name, preference: 1 };
    [plain, reference] = [given, name];
  }
  if (!/^[\w.-]*$/.test(plain)) return { kind: UNACCEPTED, key: "", after: "", reference: text, preference: 3 };
  const segments = plain.match(/\d+|[A-Za-z]+/g) ?? [];
  const number = segments.length > 2 && /^\d/.test(segments.at(-1) ?? "") ? segments.at(-1) : "";
  const found = segments.length > 1 ? STAGES.indexOf(segments.at(number ? -2 : -1) ?? "") : -1;
  const release = found < 0 ? segments : segments.slice(0, number ? -2 : -1);
  const key = release.map(keyOf).join("");
  const count = number && found >= 0 ? keyOf(number) : "";
  const stage = found < 0 ? FINAL : `0${found}`;
  const after =
    stage === FINAL
      ? release.slice(0, -1).map(keyOf).join("") + keyAfter(release.at(-1) ?? "0") + FINAL + count
      : key + stage + (count ? keyAfter(number ?? "") : keyOf("0"));
  const isBranch = release.some((segment) => BRANCHES.includes(segment));
  const preference = 2 * Number(!isBranch) + Number(stage === FINAL);
  return { kind: ORDERED, key: key + stage + count, after, reference, preference };
};

/**
 * What finds the same, but only once for each text, of which there are a few that many rows have.
 * @template T
 * @param {(text: string) => T} find
 */
export const once = (find) => {
  /** @type {Map<string, T>} */
  const known = new Map();
  return (/** @type {string} */ text) => {
    const found = known.get(text) ?? find(text);
    known.set(text, found);
    return found;
  };
};

const placeOf = once(findPlace);

/**
 * The version that Spack prefers of some: the newest release, else the newest prerelease, else the newest branch; empty
 * if there are none.
 * @param {Iterable<string>} texts
 */
export const preferred = (texts) => {
  let best = "";
  for (const text of texts) {
    const [one, other] = [placeOf(text), placeOf(best)];
    const ahead = one.preference - other.preference || one.kind - other.kind || Number(one.key > other.key);
    if (!best || ahead > 0) best = text;
  }
  return best;
};

/** Ends the reading of a term. @param {string} why @returns {never} */
export const fail = (why) => {
  throw new SyntaxError(why);
};

/** One element of a list of versions. @param {string} text @returns {Test} */
const versionTest = (text) => {
  if (text.startsWith("=") || (GIT.test(text) && !text.includes(":"))) {
    const asked = placeOf(text.replace(/^=/, ""));
    if (text === "=" || asked.kind === UNACCEPTED) fail("no version");
    return (value) => {
      const place = placeOf(value);
      return (
        place.reference === asked.reference &&
        (asked.kind === UNASSIGNED || (place.kind === asked.kind && place.key === asked.key))
      );
    };
  }
  const [, low = "", colon, high = ""] = /^([^:]*)(:?)(.*)$/s.exec(text) ?? [];
  for (const end of [low, high]) {
    const { kind, key, reference } = placeOf(end);
    if (end && (kind !== ORDERED || reference || key === FINAL)) fail("no version");
  }
  const top = colon ? high : low;
  const floor = low && placeOf(low).key;
  const ceiling = top ? placeOf(top).after : HIGHEST;
  if (ceiling <= floor) fail("an empty range");
  return (value) => {
    const { kind, key } = placeOf(value);
    return kind === ORDERED ? floor <= key && key < ceiling : !low && !top;
  };
};

/** A list of versions, any of which will do. @param {string} text @returns {Test} */
export const versionsTest = (text) => {
  const tests = text.split(",").map((element) => versionTest(element.trim()));
  return (value) => tests.some((test) => test(value));
};
