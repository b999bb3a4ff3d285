// @ts-check
// CPUs: which there are, and what runs where.

import { targets } from "./project.js";

/**
 * A CPU, or a level that several share.
 * @typedef {object} Cpu
 * @property {string} name
 * @property {string} vendor Empty for a generic level.
 * @property {string[]} ancestors The targets whose binaries it runs beside its own.
 */

/** All that are known, in order. @type {Cpu[]} */
export const cpus = [];
for (const [name, vendor, ...parents] of targets) {
  const above = parents.flatMap((before) => cpus[cpus.length - before] ?? []);
  const ancestors = [...new Set(above.flatMap((parent) => [parent.name, ...parent.ancestors]))];
  cpus.push({ name, vendor, ancestors });
}

/** The place of each in that order. */
export const placesOfTargets = new Map(cpus.map(({ name }, place) => [name, place]));

/**
 * Whether what is built for a target runs on a CPU; null if one of them is unknown, and they are not the same.
 * @param {string} target @param {string} cpu
 */
export const runsOn = (target, cpu) => {
  if (target === cpu) return true;
  const known = cpus[placesOfTargets.get(cpu) ?? -1];
  return known && placesOfTargets.has(target) ? known.ancestors.includes(target) : null;
};
