// @ts-check
// What happens on a page, in this order.

import "./widths.js";
import "./tables.js";
import "./matrix.js";
import "./marks.js";
import "./explore.js";
