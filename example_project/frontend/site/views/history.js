/** When a goal changed and why, with a link to what it said then. */

import { read } from "../api.js";
import { make, present } from "../dom.js";
import { href } from "../router.js";
import { moment, pager } from "./view.js";

/** @import { HistoryRoute } from "../router.js" */
/** @import { Schemas, View } from "./view.js" */

/**
 * @param {HistoryRoute} route
 * @param {AbortSignal} signal
 * @returns {Promise<View>}
 */
export async function showHistory({ id, page }, signal) {
  const [goal, releases] = await Promise.all([
    read("/goals/{id}", { lang: "sv" }, { id, signal }),
    read("/goals/{id}/releases", { lang: "sv", page }, { id, signal }),
  ]);
  return {
    title: `Historik för ”${goal.title}”`,
    content: present([
      make("p", {}, make("a", { href: href({ view: "goal", id }) }, "Till målet som det är nu")),
      make(
        "ol",
        { class: "events" },
        releases.items.map((release) => releaseItem(id, release)),
      ),
      pager(releases._meta, { view: "history", id }),
    ]),
  };
}

/**
 * @param {string} id
 * @param {Schemas["GoalRelease"]} release
 */
function releaseItem(id, { publishedAt, reason, label, _links }) {
  // To the fraction of a second: two releases may have been made in the same one.
  const asOf = new URL(_links.goal.href).searchParams.get("asOf");
  return make(
    "li",
    {},
    make("p", {}, make("a", { href: href({ view: "goal", id, asOf }) }, moment(publishedAt))),
    make("p", {}, make("strong", {}, reason.label), label && `: ${label}`),
  );
}
