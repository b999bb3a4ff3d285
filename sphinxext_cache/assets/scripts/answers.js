// @ts-check
// What the rows of a list of packages do not tell, such as variants: the data file of their tag does, once it is asked.

import { readState } from "./address.js";
import { meeting, valuesAt } from "./columns.js";
import { FACETS } from "./fields.js";
import { fetchSpecs } from "./specs.js";

/** @import { Columns } from "./columns.js" */
/** @import { FieldName, Term } from "./fields.js" */
/** @import { SpecTable } from "./specs.js" */

/** The packages of rows that are marked. @param {Columns} columns @param {Uint8Array} met */
const namesOf = ({ all, fields }, met) => [...all].flatMap((row) => (met[row] ? valuesAt(fields.package, row) : []));

/** The specs behind a list. */
export class Answers {
  /** @param {string} explorer The address of the explorer that leads to these specs, as a link on the page has it. */
  constructor(explorer) {
    const address = new URL(explorer, location.href);
    const { chosen } = readState(address);
    /** That they are of the stack or the target of the page. @type {Term[]} */
    this.within = FACETS.flatMap(([facet, field]) => {
      const wanted = chosen[facet];
      return wanted ? [{ fields: [field], test: (value) => wanted.includes(value) }] : [];
    });
    this.file = new URL(address.pathname.endsWith("/") ? "../specs.json" : "specs.json", address);
    /** @type {SpecTable | null} */
    this.specs = null;
    this.isAsked = false;
  }

  /** Whether the file tells a field, or as `^mpi` what provides a virtual. @param {string} what */
  tells(what) {
    return !!this.specs?.fields[/** @type {FieldName} */ (what.startsWith("^") ? "below" : what)];
  }

  /**
   * Whether rows cannot answer alone: they do not tell all that is asked, or tell it of the versions, targets and stacks
   * of a package, but not which of these go together.
   * @param {Term[]} terms @param {(field: string) => boolean} isShown
   */
  static areFor(terms, isShown) {
    const conditions = terms.filter(({ fields: [field = ""], word }) => !word && !/^(package|tag|fact:.*)$/.test(field));
    return conditions.length > 1 || conditions.some(({ fields }) => !fields.some(isShown));
  }

  /** Gets them, the first time it is asked to; without a server there are none. @param {(specs: SpecTable) => void} then What is done with them. */
  async get(then) {
    if (this.isAsked || location.protocol === "file:") return;
    this.isAsked = true;
    try {
      this.specs = await fetchSpecs(this.file);
      then(this.specs);
    } catch (error) {
      console.warn(error); // a link leads to the explorer all the same
    }
  }

  /**
   * The packages of which one spec meets all terms. What is said of packages alone is known of their rows.
   * @param {SpecTable} specs @param {Term[]} terms @param {Columns} rows @param {(field: string) => boolean} isShown
   */
  packages(specs, terms, rows, isShown) {
    const { codes, values } = specs.fields.package;
    const found = new Uint8Array(specs.count).fill(1);
    for (const term of [...terms, ...this.within]) {
      // A word means what one sees, here as in a list that needs no file.
      const met = meeting(specs, term.word ? { ...term, fields: term.fields.filter(isShown) } : term);
      const said = meeting(rows, { ...term, fields: term.fields.filter((field) => !this.tells(field)) });
      const names = new Set(namesOf(rows, said));
      found.forEach((_, spec) => {
        if (!met[spec] && !names.has(/** @type {string} */ (values[Number(codes[spec])]))) found[spec] = 0;
      });
    }
    return new Set(namesOf(specs, found));
  }
}
