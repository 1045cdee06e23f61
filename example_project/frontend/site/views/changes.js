/** What was published and withdrawn since a day, on all plans and goals. */

import { readAll } from "../api.js";
import { make, present } from "../dom.js";
import { href } from "../router.js";
import { moment } from "./view.js";

/** @import { ChangesRoute } from "../router.js" */
/** @import { Schemas, View } from "./view.js" */

const DAYS = 30;

/**
 * @param {ChangesRoute} route
 * @param {AbortSignal} signal
 * @returns {Promise<View>}
 */
export async function showChanges(route, signal) {
  const since = route.since ?? new Date(Date.now() - DAYS * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  // A change tells what it is of by its id only: what is withdrawn has no title any longer.
  const [changes, goals, plans] = await Promise.all([
    readAll("/changes", { lang: "sv", since }, { signal }),
    readAll("/goals", { lang: "sv", updatedSince: since }, { signal }),
    readAll("/plans", { lang: "sv" }, { signal }),
  ]);
  const titles = new Map([...goals, ...plans].map(({ id, title }) => [id, title]));
  const items = changes.toReversed().map((change) => changeItem(change, titles.get(change.id)));
  const content = present([
    make(
      "form",
      { class: "filters" },
      make("input", { type: "hidden", name: "view", value: "changes" }),
      make(
        "p",
        {},
        make("label", { for: "since" }, "Sedan"),
        make("input", { id: "since", name: "since", type: "date", value: since, required: true }),
      ),
      make("p", { class: "buttons" }, make("button", {}, "Visa")),
    ),
    changes.length > 0 ? make("ol", { class: "events" }, items) : make("p", {}, "Inget har ändrats sedan dess."),
  ]);
  return { title: "Ändringar", content };
}

/**
 * @param {Schemas["Change"]} change
 * @param {string | undefined} title
 */
function changeItem({ kind, id, change, at, release }, title) {
  const isThere = change.code === "published" && title !== undefined;
  const name = title ?? (kind === "goal" ? "Ett mål" : "En plan");
  return make(
    "li",
    {},
    make("p", { class: "note" }, moment(at)),
    make("p", {}, isThere ? make("a", { href: href({ view: kind, id }) }, name) : name),
    make("p", {}, make("strong", {}, change.label), release && `: ${release.reason.label.toLowerCase()}`),
  );
}
