// The data file of a tag, and what the explorer makes of it.

type SingleField = "package" | "version" | "compiler" | "os" | "platform" | "target";

interface SpecFile {
  format: number;
  tag: string;
  specs: number;
  values: Record<SingleField | "stack" | "variant", (string | null)[]> & Record<"stacks" | "variants", number[][]>;
  columns: Record<SingleField | "stacks" | "variants", number[]>;
  hashes: (string | null)[];
}

/** A field of all specs: which values there are, and by numbers which of them, or which set of them, a spec has. */
interface SpecField {
  values: string[];
  sets?: number[][];
  codes: Uint32Array;
}

interface SpecTable {
  count: number;
  /** The numbers of the specs, in the order of the file. */
  all: Uint32Array;
  fields: Record<FieldName, SpecField>;
  /** Which specs meet each term of the last query. */
  met: Map<string, Uint8Array>;
}

interface SphinxextCache {
  /** Makes a data file fast to search; throws if it is of another format. */
  decodeSpecs: (file: SpecFile) => SpecTable;
  /** The specs that are asked for, in some order, and how many there are with each value of each facet. */
  chooseSpecs: (
    specs: SpecTable,
    order: Uint32Array,
    terms: Term[],
    chosen: Chosen,
  ) => { shown: Uint32Array; counts: FacetCounts };
  /** The specs in the order of a field of which each has one value. */
  orderSpecs: (specs: SpecTable, field: FieldName, descending: boolean) => Uint32Array;
  /** What is known of a spec. */
  specFields: (specs: SpecTable, spec: number) => Record<FieldName, string[]>;
}
