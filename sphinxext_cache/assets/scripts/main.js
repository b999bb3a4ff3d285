// @ts-check
// What happens on a page, in this order; other modules do nothing when they are imported.

import { followCommon } from "./common.js";
import { addComparison } from "./compare.js";
import { addDetails } from "./details.js";
import { addAnnouncer } from "./elements.js";
import { startExplorer } from "./explorer.js";
import { followFilter } from "./follow.js";
import { watchGround } from "./ground.js";
import { markTargets } from "./marks.js";
import { startMatrices } from "./matrix.js";
import { extendSearch } from "./search.js";
import { addCopiers } from "./sessions.js";
import { findTables, setWidths, startTables } from "./tables.js";

/** @import { TableView } from "./tables.js" */

/** Has the tables of a page answer their reader. */
const startAllTables = () => {
  const isLong = !!document.querySelector(".cache-later");
  /** @type {TableView[]} */
  let views = [];
  const steps = [
    () => (views = findTables()),
    () => views.forEach((view) => view.isSpecs && addDetails(view)),
    watchGround,
    () => startMatrices(views), // before anything is added to the names of targets
    () => markTargets(views),
    () => startTables(views),
    () => views.forEach((view) => view.isSpecs && followFilter(view)),
    () => views.forEach((view) => view.isSpecs && followCommon(view)),
    () => views.forEach((view) => view.isSpecs && addComparison(view)),
  ];
  /** Goes on to the end; beside a long table step by step, so that a browser answers its reader in between. */
  const goOn = () => {
    steps.shift()?.();
    if (isLong && steps.length) setTimeout(goOn);
    else if (steps.length) goOn();
  };
  if (isLong) setTimeout(goOn);
  else goOn();
};

const { dataset } = /** @type {HTMLScriptElement} */ (document.currentScript);
if (dataset.explorer) extendSearch(dataset);
else {
  addAnnouncer();
  setWidths();
  addCopiers();
  const place = document.querySelector(".cache-explorer"); // a page that has it has no other table
  if (place instanceof HTMLElement) startExplorer(place);
  else startAllTables();
}
