// @ts-check
// Which known name somebody may have meant by one that nobody knows.

const LONG = 60; // characters of a name that is compared

/** @param {string} name */
const folded = (name) => name.toLowerCase().replaceAll("_", "-");

/**
 * How many letters one must put in, take out, change or swap with the next to make one name of another.
 * @param {string} one @param {string} other
 */
export const distance = (one, other) => {
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let at = 1; at <= other.length; at++) {
      const same = one[row - 1] === other[at - 1];
      let least = Math.min(Number(last[at - 1]) + Number(!same), Number(last[at]) + 1, Number(next[at - 1]) + 1);
      if (!same && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) {
        least = Math.min(least, Number(before[at - 2]) + 1);
      }
      next.push(least);
    }
    [before, last] = [last, next];
  }
  return Number(last[other.length]);
};

/**
 * The names that are most like one, the nearest first: what differs in case or dashes only is the same.
 * @param {string} name @param {Iterable<string>} names @param {number} most
 */
export const nearest = (name, names, most = 3) => {
  const wanted = folded(name);
  if (wanted.length > LONG) return [];
  const allowed = Math.min(3, Math.ceil(wanted.length / 4));
  const near = [];
  for (const each of new Set(names)) {
    if (Math.abs(each.length - wanted.length) > allowed) continue;
    const far = distance(wanted, folded(each));
    if (far <= allowed) near.push({ each, far });
  }
  return near
    .sort((one, other) => one.far - other.far)
    .slice(0, most)
    .map(({ each }) => each);
};
