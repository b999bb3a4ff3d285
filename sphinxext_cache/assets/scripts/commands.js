// @ts-check
// What a reader types for a spec: commands without prompts, each of which a shell takes as it is.

import { mirror, say } from "./project.js";

/** @import { Fields } from "./fields.js" */
/** @import { Rows } from "./rows.js" */
/** @import { View } from "./view.js" */

const INSTALL_CACHED = "spack install --use-buildcache only";
const TRUST = "spack buildcache keys --install --trust";

/** A word of a command, in quotes if a shell would make something else of it. @param {string} text */
export const shellWord = (text) => {
  if (/^[\w@%+=:,./^-][\w@%+=:,./^~-]*$/.test(text)) return text;
  const inner = text.replaceAll("'", "'\"'\"'");
  return `'${inner}'`;
};

/**
 * What makes a mirror known; nothing if it takes a stack to name it, and there is none.
 * @param {string} tag @param {string} stack
 */
const mirrorCommands = (tag, stack) => {
  if (!mirror || (!stack && mirror.includes("{stack}"))) return [];
  const address = say(mirror, { tag, stack });
  return [`spack mirror add ${shellWord(stack || tag)} ${shellWord(address)}`, TRUST];
};

/**
 * A stack that has a spec: one that the reader asked for, if it is among them.
 * @template {Rows} R
 * @param {View<R>} view @param {string[]} stacks
 */
export const stackOf = ({ asked, state }, stacks) => {
  const chosen = state.chosen.stack ?? [];
  const wanted = asked.filter(({ fields: [field] }) => field === "stacks");
  return (
    stacks.find((stack) => chosen.includes(stack)) ??
    stacks.find((stack) => wanted.some(({ test }) => test(stack))) ??
    stacks[0] ??
    ""
  );
};

/** All that installs something from the mirror of a stack. @param {string} tag @param {string} stack @param {string[]} wanted */
export const installation = (tag, stack, wanted) => [...mirrorCommands(tag, stack), [INSTALL_CACHED, ...wanted].join(" ")];

/**
 * What installs exactly a spec, or loads what is installed; empty if nothing does.
 * @template {Rows} R
 * @param {View<R>} view @param {Fields} fields @param {string} [load] What loads it; empty for nothing.
 */
export const commandsFor = (view, { hash: [hash], stacks, tag: [tag = ""] }, load) => {
  if (!hash || load === "") return [];
  return load === undefined ? installation(tag, stackOf(view, stacks), [`/${hash}`]) : [load];
};
