// @ts-check
// What happens on the page that searches all specs, which has no other table.

import { addAnnouncer } from "./elements.js";
import { startExplorer } from "./explorer.js";
import { watchGround } from "./ground.js";

addAnnouncer();
startExplorer();
watchGround();
