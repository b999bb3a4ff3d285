// @ts-check
// The CPU that the reader has.

import { make } from "./elements.js";
import { remember, remembered } from "./memory.js";
import { ANY_CPU, CPU, CPUS_HERE, LEVELS_LABEL, ONLY, RUNS, RUNS_NOT, partitions, say } from "./project.js";
import { cpus, placesOfTargets, runsOn } from "./targets.js";

/** @import { Cpu } from "./targets.js" */

const STORED = "cpu";

/** @param {string} name */
const known = (name) => (placesOfTargets.has(name) ? name : "");

/** The name of the reader's CPU; empty if it was not said. The event `cache-cpu` tells that it changed. */
export let cpu = known(remembered(STORED));

/** Takes a CPU for that of the reader, on this page. @param {string} name */
export const takeCpu = (name) => {
  cpu = known(name);
  document.dispatchEvent(new Event("cache-cpu"));
};

/** Does something now, and whenever the CPU changes. @param {() => void} update */
export const followCpu = (update) => {
  document.addEventListener("cache-cpu", update);
  update();
};

/**
 * What asks the reader for it: partitions by the names that authors gave them, then what the page names, then the CPUs
 * of each vendor, then levels that several have in common.
 * @param {Set<string>} here The targets that the page names.
 */
const cpuChoice = (here) => {
  const select = make("select", {}, new Option(ANY_CPU, ""));
  for (const [label, name] of partitions) select.append(new Option(`${label} (${name})`, name));
  /** @param {string} label @param {Cpu[]} some */
  const addGroup = (label, some) => {
    if (some.length) select.append(make("optgroup", { label }, ...some.map(({ name }) => new Option(name))));
  };
  addGroup(CPUS_HERE, cpus.filter(({ name }) => here.has(name)));
  const vendors = new Set(cpus.map(({ vendor }) => vendor));
  vendors.delete(""); // levels come last
  for (const made of [...vendors, ""]) addGroup(made || LEVELS_LABEL, cpus.filter(({ vendor }) => vendor === made));
  select.onchange = () => {
    remember(STORED, select.value);
    takeCpu(select.value);
  };
  return select;
};

/**
 * What follows the choice.
 * @typedef {object} Follower
 * @property {{ cpu: string }} state Its `cpu` is that on which all it shows must run; empty if they need not.
 * @property {(changes: { cpu: string }) => void} change
 */

/** @type {Follower[]} */
const followers = [];
const only = make("input", { type: "checkbox" });
only.onchange = () => {
  for (const each of followers) each.change({ cpu: only.checked ? cpu : "" });
};

/** Says whether only what runs there is shown. */
export const tellCpu = () => {
  only.checked = followers.some(({ state }) => state.cpu);
};

/**
 * The one place on a page where the reader chooses it, and whether only what runs there is to be shown.
 * @param {Set<string>} here The targets that the page names.
 * @param {Follower[]} some What is filtered by it.
 */
export const cpuBar = (here, some) => {
  followers.push(...some);
  const select = cpuChoice(here);
  const label = make("label", { className: "cache-only" }, only, ONLY);
  const update = () => {
    select.value = cpu;
    label.hidden = !cpu || !followers.length;
    for (const each of followers) if (each.state.cpu && each.state.cpu !== cpu) each.change({ cpu });
    tellCpu();
  };
  followCpu(update);
  return make("div", { className: "cache-cpus" }, make("label", { className: "cache-mine" }, `${CPU} `, select), label);
};

/** Whether what is built for a target runs on it; null if that is not known. @param {string} target */
export const runsHere = (target) => (cpu ? runsOn(target, cpu) : null);

/**
 * What is shown beside a target that runs there, or does not.
 * @param {boolean} runs
 * @param {boolean} [inWords] Whether that is said in words for all to see: else the words are for who listens.
 */
export const cpuMark = (runs, inWords = !runs) => {
  const text = ` ${say(runs ? RUNS : RUNS_NOT, { cpu })}`;
  const said = inWords ? text : make("span", { className: "cache-hidden" }, text);
  return make("span", { className: `cache-cpu ${runs ? "cache-yes" : "cache-no"}` }, said);
};
