// @ts-check
// What the browser of a reader remembers for all pages; it may remember nothing, or what somebody else put there.

/** @param {string} name */
export const remembered = (name) => {
  try {
    return localStorage.getItem(`sphinxext-cache-${name}`) ?? "";
  } catch {
    return "";
  }
};

/** @param {string} name @param {string} value */
export const remember = (name, value) => {
  try {
    localStorage.setItem(`sphinxext-cache-${name}`, value);
  } catch {
    // It holds for this page, then.
  }
};
