// What the scripts for tables share beside the query language, which `types.d.ts` describes.

/** The keys of what scripts say; Python has the texts. */
type Word =
  | "anyCpu"
  | "ascending"
  | "commands"
  | "copied"
  | "copy"
  | "copyHash"
  | "cpu"
  | "descending"
  | "download"
  | "filter"
  | "filterOf"
  | "hash"
  | "hint"
  | "hintPackages"
  | "install"
  | "noCompiler"
  | "notCopied"
  | "packages"
  | "reset"
  | "runs"
  | "runsNot"
  | "shading"
  | "specs"
  | "unsorted"
  | "variants";

type FacetName = "stack" | "target" | "os" | "compiler" | "version";

/** The values that a reader chose; a row must have one of each facet. */
type Chosen = Partial<Record<FacetName, string[]>>;

/** How many rows there are with each value of each facet. */
type FacetCounts = Record<FacetName, Map<string, number>>;

/** Of a row what is known of it: of most fields one value or none, of variants and stacks several. */
interface RowFields {
  fields: Record<FieldName, string[]>;
}

interface TableRow extends RowFields {
  tr: HTMLTableRowElement;
  /** Whether it is among what the reader asked for. */
  isHit: boolean;
  /** The row below it, once it was opened. */
  more?: HTMLTableRowElement;
  /** The letter of an A-Z list below which it stands, as its anchor. */
  letter?: string;
}

/** What a reader asked of a table. */
interface TableState {
  q?: string;
  /** The name of a column, with `-` before it if it descends. */
  sort?: string;
  chosen?: Chosen;
}

interface Cpu {
  /** The vendor's name, empty for a generic level. */
  vendor?: string;
  family?: string;
}

interface Pill {
  facet: FacetName;
  value: string;
  pill: HTMLButtonElement;
  count: HTMLElement;
}

interface Tools {
  bar: HTMLElement;
  /** Tells how many rows are shown, how many there would be, and what could not be read. */
  tell: (n: number, counts: FacetCounts, problems: string[]) => void;
}

/** Rows of which readers choose what they see, as the tool bar knows them. */
interface Filtered {
  table: HTMLTableElement;
  box: Element;
  isSpecs: boolean;
  columns: string[];
  rows: { length: number };
  state: Required<TableState>;
  readonly shown: RowFields[];
  readonly isFiltered: boolean;
  header: (field: FieldName) => HTMLTableCellElement | undefined;
  valuesOf: (field: FieldName) => string[];
  change: (changes: TableState) => void;
}

/** A table of which readers choose what they see. */
interface View extends Filtered {
  number: number;
  rows: TableRow[];
  readonly shown: TableRow[];
  /** The address that shows a state. */
  address: (state: TableState, hash?: string) => string;
  /** Has the tool bar, however few rows there are. */
  addTools: () => void;
  /** Leads the reader here. */
  focus: () => void;
  reveal: () => void;
}

interface SphinxextCache {
  // from Python
  words: Record<Word, string> & Record<string, string | undefined>;
  /** Of each target its name, its vendor, and the places of those from which it stems. */
  targets?: [string, string, ...number[]][];

  // without a page
  fields: FieldName[];
  facets: [FacetName, FieldName][];
  /** Whether what is built for a target runs on a CPU; null if one of them is unknown. */
  runsOn: (target: string, cpu: string) => boolean | null;
  /** Whether a value says that there is no such thing. */
  isNone: (field: FieldName, value: string | undefined) => boolean;
  compareNames: (a: string, b: string) => number;
  /** Compares values of a field; those of an order given come in that order, before all others. */
  comparer: (field: FieldName, order?: string[]) => (a: string, b: string) => number;
  sorted: <Row extends RowFields>(
    rows: Row[],
    field: FieldName,
    compare: (a: string, b: string) => number,
    descending: boolean,
  ) => Row[];
  choose: (rows: RowFields[], terms: Term[], chosen: Chosen) => { shown: boolean[]; counts: FacetCounts };
  readState: (search: string, number: number) => Required<TableState>;
  writeState: (search: string, number: number, state: TableState) => string;
  toCsv: (rows: RowFields[]) => string;
  toJson: (rows: RowFields[]) => string;

  // on a page
  say: (word: Word, values?: Record<string, string | number>) => string;
  make: <Tag extends keyof HTMLElementTagNameMap>(
    tag: Tag,
    properties: Partial<HTMLElementTagNameMap[Tag]>,
    ...children: (Node | string)[]
  ) => HTMLElementTagNameMap[Tag];
  button: (className: string, text: string, onclick: () => void, ariaLabel?: string) => HTMLButtonElement;
  announce: (text: string) => void;
  copyButton: (text: string, label: string) => HTMLButtonElement;
  /** The name of the reader's CPU; empty if it was not said. The event `cache-cpu` tells that it changed. */
  cpu: string;
  cpuChoice: () => HTMLElement;
  views: View[];
  addTools: (view: Filtered) => Tools;
}

interface MatrixCell {
  cell: HTMLTableCellElement;
  /** What it counts, 0 if it does not. */
  n: number;
  /** Whether it is no total. */
  isInner: boolean;
  /** What one asks for to see the specs it counts; null if one cannot. */
  chosen: Chosen | null;
}
