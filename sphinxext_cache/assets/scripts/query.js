// What readers type into a filter box: the query language of the documentation, and plain words besides.
"use strict";

(() => {
  const cache = (window.sphinxextCache ??= /** @type {SphinxextCache} */ ({}));

  const MAX_LENGTH = 20_000;
  const MAX_TERMS = 1_000;
  const MIN_HASH = 5; // shorter words are in too many hashes to be meant as one

  /** @type {FieldName[]} */
  const FIELDS = ["package", "hash", "version", "compiler", "os", "platform", "target", "variants", "stacks", "tag"];
  /** @type {Record<string, FieldName>} */
  const KEYS = {
    // @ts-expect-error what objects inherit is no key
    __proto__: null,
    os: "os",
    operating_system: "os",
    platform: "platform",
    stack: "stacks",
    tag: "tag",
    target: "target",
  };

  // Versions, in Spack's order. A key is a text that sorts as the version does: of each component its rank and what
  // it is sorted by, and last the stage of a prerelease. Words come before numbers, numbers before branches.
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
      if (given === undefined) return { kind: UNASSIGNED, key: "", after: "", reference: name };
      [plain, reference] = [given, name];
    }
    if (!/^[\w.-]*$/.test(plain)) return { kind: UNACCEPTED, key: "", after: "", reference: text };
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
    return { kind: ORDERED, key: key + stage + count, after, reference };
  };

  /** @type {Map<string, VersionPlace>} */
  const places = new Map();

  /** @param {string} text */
  const placeOf = (text) => {
    const place = places.get(text) ?? findPlace(text);
    places.set(text, place);
    return place;
  };

  /** @param {string} why @returns {never} */
  const fail = (why) => {
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
  const versionsTest = (text) => {
    const tests = text.split(",").map((element) => versionTest(element.trim()));
    return (value) => tests.some((test) => test(value));
  };

  /** Whether a name fits a pattern, in which * is any text. @param {string} pattern @param {string} name */
  const fits = (pattern, name) => {
    const pieces = pattern.split("*");
    const first = pieces.shift() ?? "";
    const last = pieces.pop();
    if (last === undefined) return pattern === name;
    const end = name.length - last.length;
    let at = first.length;
    if (end < at || !name.startsWith(first) || !name.endsWith(last)) return false;
    return pieces.every((piece) => {
      const found = name.indexOf(piece, at);
      at = found + piece.length;
      return found >= 0 && at <= end;
    });
  };

  /** @param {string} text @returns {string[]} */
  const readValues = (text) => {
    const bare = /^['"]/.test(text) ? text.slice(1, -1).replace(/\\([\\'"])/g, "$1") : text;
    const values = bare.split(",").filter((value) => value);
    return values.length ? values : [""];
  };

  /** @param {string} text @returns {Variant | null} */
  const readVariant = (text) => {
    const flag = /^(\+\+?|~~?|--?)([\w][\w.-]*)$/.exec(text);
    if (flag) return { name: flag[2] ?? "", values: text.startsWith("+"), exact: false };
    const [, name, exact, value = ""] = /^([\w][\w.-]*)(:?)==?(.*)$/s.exec(text) ?? [];
    if (!name) return null;
    const values = [...new Set(readValues(value))].sort();
    const truth = values.length > 1 ? "" : (values[0] ?? "").toLowerCase();
    if (truth === "true" || truth === "false") return { name, values: truth === "true", exact: false };
    return { name, values, exact: exact === ":" };
  };

  /** @param {string} text @returns {Test} */
  const variantTest = (text) => {
    const { name, values, exact } = readVariant(text) ?? fail("no variant");
    return (value) => {
      const held = value.includes(name) ? readVariant(value) : null;
      if (held?.name !== name) return false;
      if (text === `${name}=*`) return true;
      const there = held.values;
      if (!Array.isArray(values) || !Array.isArray(there) || exact) return `${values}` === `${there}`;
      // Of a patch any beginning of its checksum will do, as in Spack.
      return values.every((wanted) =>
        name === "patches" ? there.some((each) => each.startsWith(wanted)) : there.includes(wanted),
      );
    };
  };

  /** Whether what is built for a target runs on a CPU. @param {string} target @param {string} cpu */
  const runsOn = (target, cpu) =>
    target === cpu || !!cache.cpus?.find(({ name }) => name === cpu)?.ancestors.includes(target);

  /** A target, or a range of targets. @param {string} text @returns {Test} */
  const targetTest = (text) => {
    const [low = "", high = low, more] = text.split(":");
    if (more !== undefined) fail("no target");
    if (low && low === high) return (value) => fits(low, value);
    if (text !== ":" && !cache.cpus) fail("ranges of targets are not known here");
    return (value) => (!low || runsOn(low, value)) && (!high || runsOn(value, high));
  };

  /** @param {string} key @param {string} text @returns {Term[]} */
  const keyTerms = (key, text) => {
    const names = readValues(text);
    if (!names[0]) fail("no value");
    const field = KEYS[key];
    if (field) {
      const tests = names.map((name) =>
        field === "target" ? targetTest(name) : (/** @type {string} */ value) => fits(name, value),
      );
      return [{ fields: [field], test: (value) => tests.some((test) => test(value)) }];
    }
    const [, ...parts] = /^([^-]+)-(.+)-([^-]+)$/s.exec(names.join()) ?? fail("expected arch=platform-os-target");
    const open = ["*", "None"];
    return ["platform", "os", "target"].flatMap((name, at) => {
      const part = parts[at] ?? "*";
      return open.includes(part) ? [] : keyTerms(name, part);
    });
  };

  /** @param {string} name @param {string} [versions] @returns {Test} */
  const compilerTest = (name, versions) => {
    if (versions && name === "none") fail("no compiler has no version");
    const test = versions ? versionsTest(versions) : () => true;
    return (value) => {
      const [, found, version = ""] = /^([^@]*)@?=?(.*)$/s.exec(value) ?? [];
      return found === name && (!versions || (!!version && test(version)));
    };
  };

  /** @param {string} name @param {string} operator @param {string} value @returns {Term[]} */
  const settingTerms = (name, operator, value) => {
    if (name === "namespace") fail("namespaces are not known");
    if (name.includes("*") || (operator === ":=" && value === "*")) fail("'*' cannot stand here");
    if (/^[^'"]/.test(value) && value.split(",").includes("")) fail("an empty value");
    return operator === "=" && (KEYS[name] || /^arch(itecture)?$/.test(name))
      ? keyTerms(name, value)
      : [{ fields: ["variants"], test: variantTest(name + operator + value) }];
  };

  /** @param {string} word @returns {Term} */
  const wordTerm = (word) => {
    if (word.includes("*")) return { fields: ["package"], test: (value) => fits(word, value) };
    const wanted = word.toLowerCase();
    return {
      fields: FIELDS.filter((field) => field !== "hash" || wanted.length >= MIN_HASH),
      test: (value, field) => (field === "hash" ? value.startsWith(wanted) : value.toLowerCase().includes(wanted)),
    };
  };

  const VERSIONS = String.raw`((?:=?git\.[\w.\-:=/]+|[\w.\-:=]+)(?:\s*,\s*(?:=?git\.[\w.\-:=/]+|[\w.\-:=]+))*)`;
  /** What may stand at the beginning of a term, and what it means.
   * @type {[RegExp, (...parts: string[]) => Term[]][]}
   */
  const READERS = [
    [new RegExp(`@\\s*${VERSIONS}`, "y"), (text = "") => [{ fields: ["version"], test: versionsTest(text) }]],
    [
      new RegExp(`(?:%\\s*|compiler=)(\\w[\\w-]*)(?:\\s*@\\s*${VERSIONS})?`, "y"),
      (name = "", versions) => [{ fields: ["compiler"], test: compilerTest(name, versions) }],
    ],
    [/\/(\w+)/y, (hash = "") => [{ fields: ["hash"], test: (value) => value.startsWith(hash) }]],
    [
      /(\+\+?|~~?|--?)\s*([\w*][\w.*-]*)/y,
      (sign = "", name = "") => [{ fields: ["variants"], test: variantTest(sign + name) }],
    ],
    [
      /([\w*][\w.*-]*)(:?)==?('(?:[^'\\]|\\.)+'|"(?:[^"\\]|\\.)+"|[\w+*.,:=%^~/\\-]+)/sy,
      (name = "", exact = "", value = "") => settingTerms(name, `${exact}=`, value),
    ],
    [/[^\s=]*=\S*/y, () => fail("no value")],
    [/([^\s@%+~^/='"]+)/y, (word = "") => [wordTerm(word)]],
    [/\^\S*/y, () => fail("dependencies are not known")],
    [/\S+/y, () => fail("not understood")],
  ];

  cache.parseQuery = (text) => {
    /** @type {Query} */
    const query = { terms: [], problems: [] };
    if (text.length > MAX_LENGTH) return { terms: [], problems: ["too long"] };
    let at = 0;
    for (let count = 0; (at += text.slice(at).search(/\S|$/)) < text.length; count++) {
      if (count >= MAX_TERMS) return { terms: [], problems: ["too long"] };
      for (const [pattern, read] of READERS) {
        pattern.lastIndex = at;
        const found = pattern.exec(text);
        if (!found) continue;
        try {
          for (const term of read(...found.slice(1))) query.terms.push({ ...term, text: found[0] });
        } catch (error) {
          query.problems.push(`${found[0].slice(0, 40)}: ${/** @type {Error} */ (error).message}`);
        }
        at += found[0].length;
        break;
      }
    }
    return query;
  };
})();
