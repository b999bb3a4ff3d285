// @ts-check
// The CPU that the reader has.

import { make } from "./elements.js";
import { say } from "./project.js";
import { cpus, runsOn } from "./targets.js";

/** @import { Cpu } from "./targets.js" */

const STORED = "sphinxext-cache-cpu";

/** What the reader's browser remembers; it may remember nothing, or what somebody else put there. */
const remembered = () => {
  try {
    return localStorage.getItem(STORED) ?? "";
  } catch {
    return "";
  }
};

/** @param {string} name */
const known = (name) => (cpus.some((each) => each.name === name) ? name : "");

/** The name of the reader's CPU; empty if it was not said. The event `cache-cpu` tells that it changed. */
export let cpu = known(remembered());

/** Takes a CPU for that of the reader, on this page. @param {string} name */
export const takeCpu = (name) => {
  cpu = known(name);
  document.dispatchEvent(new Event("cache-cpu"));
};

/** Remembers it for others. @param {string} name */
const chooseCpu = (name) => {
  try {
    localStorage.setItem(STORED, name);
  } catch {
    // It holds for this page, then.
  }
  takeCpu(name);
};

/** @param {string} label @param {Cpu[]} some */
const groupOf = (label, some) => {
  const options = some.map(({ name, vendor }) => new Option(vendor ? `${name} (${vendor})` : name, name));
  return make("optgroup", { label }, ...options);
};

/** What asks the reader for it. @param {string[]} [here] The targets that a table names, which come first. */
export const cpuChoice = (here = []) => {
  const select = make("select", {}, new Option(say("anyCpu"), ""));
  const first = cpus.filter(({ name }) => here.includes(name));
  if (first.length) select.append(groupOf(say("cpusHere"), first));
  for (const family of new Set(cpus.map((each) => each.family))) {
    select.append(groupOf(family, cpus.filter((each) => each.family === family)));
  }
  select.value = cpu;
  select.onchange = () => chooseCpu(select.value);
  document.addEventListener("cache-cpu", () => {
    select.value = cpu;
  });
  return make("label", { className: "cache-mine" }, `${say("cpu")} `, select);
};

/** Whether what is built for a target runs on it; null if that is not known. @param {string} target */
export const runsHere = (target) => (cpu ? runsOn(target, cpu) : null);

/**
 * What stands beside a target that runs there, or does not.
 * @param {boolean} runs
 * @param {boolean} [inWords] Whether that is said in words for all to see: else the words are for who listens.
 */
export const cpuMark = (runs, inWords = !runs) => {
  const text = ` ${say(runs ? "runs" : "runsNot", { cpu })}`;
  const said = inWords ? text : make("span", { className: "cache-hidden" }, text);
  return make("span", { className: `cache-cpu ${runs ? "cache-yes" : "cache-no"}` }, said);
};
