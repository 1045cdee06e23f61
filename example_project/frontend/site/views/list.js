/** All goals, with a search and a choice of year and responsible body. */

import { read, readAll } from "../api.js";
import { make, present } from "../dom.js";
import { goalCard, pager } from "./view.js";

/** @import { ListRoute } from "../router.js" */
/** @import { View } from "./view.js" */

/**
 * @param {ListRoute} route
 * @param {AbortSignal} signal
 * @returns {Promise<View>}
 */
export async function showList(route, signal) {
  const [plans, bodies] = await Promise.all([
    readAll("/plans", { lang: "sv", sort: ["-year"] }, { signal }),
    readAll("/bodies", { lang: "sv", sort: ["name"] }, { signal }),
  ]);
  const years = [...new Set(plans.map((plan) => String(plan.year)))];
  const year = route.year || years[0] || "all";
  const goals = await read(
    "/goals",
    {
      lang: "sv",
      page: route.page,
      ...(route.q && { q: route.q }),
      ...(year !== "all" && { year: [Number(year)] }),
      ...(route.body && { body: [route.body] }),
    },
    { signal },
  );
  const { totalRecords } = goals._meta;
  const heading = make("h2", { tabindex: -1 }, totalRecords === 0 ? "Inga mål" : `${totalRecords} mål`);
  const isNarrowed = Boolean(route.q || route.year || route.body);
  const content = present([
    make(
      "form",
      { role: "search", class: "filters" },
      make(
        "p",
        {},
        make("label", { for: "q" }, "Sök i målen"),
        make("input", { id: "q", name: "q", type: "search", value: route.q }),
      ),
      select("year", "År", year, [
        { value: "all", label: "Alla år" },
        ...years.map((one) => ({ value: one, label: one })),
      ]),
      select("body", "Ansvarig", route.body, [
        { value: "", label: "Alla" },
        ...bodies.map(({ code, name }) => ({ value: code, label: name })),
      ]),
      make("p", { class: "buttons" }, make("button", {}, "Visa"), isNarrowed && make("a", { href: "./" }, "Rensa")),
    ),
    heading,
    totalRecords > 0
      ? make("ul", { class: "cards" }, goals.items.map(goalCard))
      : make("p", {}, "Inget mål passar det du har valt. Pröva ett annat ord, ett annat år eller alla ansvariga."),
    pager(goals._meta, { q: route.q, year, body: route.body }),
  ]);
  return { title: "Kommunens mål", content, ...((isNarrowed || route.page > 1) && { focus: heading }) };
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} chosen
 * @param {{ value: string, label: string }[]} choices
 */
function select(name, label, chosen, choices) {
  const options = choices.map((one) => make("option", { value: one.value, selected: one.value === chosen }, one.label));
  return make("p", {}, make("label", { for: name }, label), make("select", { id: name, name }, options));
}
