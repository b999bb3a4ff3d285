// What our scripts share: they are classic scripts, which work from file:// too, and meet in one global object.

type FieldName =
  "package" | "hash" | "version" | "compiler" | "os" | "platform" | "target" | "variants" | "stacks" | "tag";

/** Whether a value of a field will do. */
type Test = (value: string, field?: FieldName) => boolean;

/** A condition that a row meets when some value of some of these fields passes the test. */
interface Term {
  fields: FieldName[];
  test: Test;
  /** What was typed. */
  text?: string;
}

/** What a filter box says. A row matches when it meets every term; a problem is what could not be read, and why. */
interface Query {
  terms: Term[];
  problems: string[];
}

/** Where a version stands in Spack's order. */
interface VersionPlace {
  /** Whether Spack would not accept it, orders it, or orders it above all others. */
  kind: number;
  key: string;
  /** The first key above all that continues it. */
  after: string;
  /** The name of a git reference. */
  reference: string;
}

/** A build option: on or off, or the values it has. */
interface Variant {
  name: string;
  values: boolean | string[];
  exact: boolean;
}

/** A CPU, and the targets whose binaries it runs beside its own. */
interface Cpu {
  name: string;
  ancestors: string[];
}

interface SphinxextCache {
  /** Reads what a reader typed. Never throws. */
  parseQuery: (text: string) => Query;
  /** All CPUs, where they are loaded. */
  cpus?: Cpu[];
}

interface Window {
  sphinxextCache: SphinxextCache;
}
