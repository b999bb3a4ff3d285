// @ts-check
// What happens on a page, in this order; other modules do nothing when they are imported.

import { addDetails } from "./details.js";
import { addAnnouncer } from "./elements.js";
import { startExplorer } from "./explorer.js";
import { followFilter } from "./follow.js";
import { markTargets } from "./marks.js";
import { startMatrices } from "./matrix.js";
import { addCopiers } from "./sessions.js";
import { setWidths, startTables } from "./tables.js";

addAnnouncer();
setWidths();
const views = startTables();
startMatrices(views);
for (const view of views.filter(({ isSpecs }) => isSpecs)) {
  addDetails(view);
  followFilter(view);
}
markTargets(views);
addCopiers();
startExplorer();
