// @ts-check
// What to type to install a package follows what its table shows: the version, what was asked for, and the mirror of a
// stack that has it.

import { installation, shellWord, stackOf } from "./commands.js";
import { make, whenOther } from "./elements.js";
import { FACETS } from "./fields.js";
import { FILTERED } from "./project.js";
import { preferred } from "./versions.js";

/** @import { FieldName, Fields } from "./fields.js" */
/** @import { TableRow } from "./cells.js" */
/** @import { TableView } from "./tables.js" */

/** The fields that say more of a build than its version. @type {FieldName[]} */
const SAYING = ["variants", "os", "target", "compiler"];

/** What a value of a field is in a spec. @param {FieldName} field @param {string} value */
const written = (field, value) =>
  field === "variants" ? value : field === "compiler" ? `%${value.replace(/@=?/, "@=")}` : `${field}=${value}`;

/**
 * What a reader asked for of a build, as it has it; what is asked of a compiler comes last, for whatever follows belongs
 * to that.
 * @param {TableView} view @param {Fields} fields
 */
const choiceOf = ({ asked, state }, fields) => {
  const said = SAYING.flatMap((field) => {
    const isChosen = FACETS.some(([facet, name]) => name === field && state.chosen[facet]?.length);
    const values = fields[field].filter(
      (value) => isChosen || asked.some((term) => term.fields.includes(field) && term.test(value, field)),
    );
    return values.filter((value) => value !== "none").map((value) => written(field, value));
  });
  const below = asked.flatMap(({ fields: [field], text = "" }) => (field === "below" ? [text] : []));
  return [...new Set([...said, ...below])];
};

/** The specs of a command: variants that are off stand close to the name, for alone they mean something to a shell. @param {string} spec @param {string[]} choice */
const wordsOf = (spec, choice) => {
  const off = choice.filter((each) => each.startsWith("~"));
  return [spec + off.join(""), ...choice.filter((each) => !off.includes(each))].map(shellWord);
};

/** The stack that most of some rows have. @param {TableRow[]} rows */
const mostFrequent = (rows) => {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { fields } of rows) for (const stack of fields.stacks) counts.set(stack, (counts.get(stack) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([stack]) => stack);
};

/** What installs the newest of what is shown; nothing, if none of it is in a cache. @param {TableView} view */
const commandsShown = (view) => {
  const cached = view.rows.shown.filter(({ tr }) => tr.dataset.load === undefined);
  const version = preferred(cached.map(({ fields }) => fields.version[0] ?? ""));
  const builds = cached.filter(({ fields }) => fields.version[0] === version);
  const stack = stackOf(view, mostFrequent(builds));
  const build = builds.find(({ fields }) => fields.stacks.includes(stack)) ?? builds[0];
  const [name] = build?.fields.package ?? [];
  if (!build || !version || !name) return [];
  const choice = choiceOf(view, build.fields);
  return installation(build.fields.tag[0] ?? "", stack, wordsOf(`${name}@=${version}`, choice));
};

/** A session as the theme shows it, with prompts that whoever copies it leaves out. @param {string[]} commands */
const sessionOf = (commands) =>
  commands.flatMap((command) => [make("span", { className: "gp" }, "$ "), `${command}\n`]);

/** Has the block that installs the package of a table follow it. @param {TableView} view */
export const followFilter = (view) => {
  const { table } = view.grid;
  const place = table.closest(".cache-breadcrumbs + #package, dl.cache > dd");
  const pre = [...(place?.querySelectorAll(".cache-session pre") ?? [])].find((each) =>
    each.textContent.includes("spack install"),
  );
  if (!pre) return;
  const block = /** @type {HTMLElement} */ (pre.closest(".cache-session"));
  const before = [...pre.childNodes];
  const note = make("p", { className: "cache-remark", hidden: true }, FILTERED);
  block.before(note);
  const follow = whenOther(
    () => (view.isFiltered ? commandsShown(view) : []),
    (commands) => {
      note.hidden = !commands.length;
      pre.replaceChildren(...(commands.length ? sessionOf(commands) : before));
    },
  );
  view.followers.push(follow);
  follow();
};
