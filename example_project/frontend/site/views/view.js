/** What the views share: the shape of a view, and small parts of several. */

import { make } from "../dom.js";
import { richText } from "../rich_text.js";
import { href } from "../router.js";

/** @typedef {import("../api.js").Schemas} Schemas */

/**
 * @typedef {object} View
 * @property {string} title the main heading, and the title of the page
 * @property {(Node | string)[]} content what stands below the heading
 * @property {(Node | string)[]} [above] what stands above it
 * @property {HTMLElement} [focus] what gets the focus instead of the heading
 * @property {string} [lang] the language of the content; Swedish if nothing is said
 */

/** @typedef {Schemas["AchievementStatus"] | Schemas["AssignmentStatus"]} Status */
/** @typedef {"good" | "between" | "bad" | "none"} Tone */

/**
 * Every status of today, so that the compiler misses none. The label says what it is; the tone is its mark and colour.
 *
 * @type {Record<Status, Tone>}
 */
const TONES = {
  achieved: "good",
  completed: "good",
  expected_achieved: "good",
  expected_complete: "good",
  in_progress: "between",
  partly_achieved: "between",
  partly_completed: "between",
  expected_partly: "between",
  uncertain: "between",
  delayed: "between",
  not_achieved: "bad",
  not_completed: "bad",
  expected_not: "bad",
  expected_incomplete: "bad",
  cancelled: "bad",
  not_started: "none",
  paused: "none",
  not_assessed: "none",
};

/**
 * Make the mark of a status. A status that came after this page was written has its label all the same.
 *
 * @param {{ code: Status, label: string } | null | undefined} said
 */
export function statusMark(said) {
  return make(
    "span",
    { class: `mark ${said ? (TONES[said.code] ?? "none") : "none"}` },
    said?.label ?? "Ingen bedömning",
  );
}

const DAY = new Intl.DateTimeFormat("sv-SE", { dateStyle: "long", timeZone: "Europe/Stockholm" });
const MOMENT = new Intl.DateTimeFormat("sv-SE", {
  dateStyle: "long",
  timeStyle: "short",
  timeZone: "Europe/Stockholm",
});

/** @param {string} at a date or a time of the API */
export function day(at) {
  return make("time", { datetime: at }, DAY.format(new Date(at)));
}

/** @param {string} at a time of the API */
export function moment(at) {
  return make("time", { datetime: at }, MOMENT.format(new Date(at)));
}

/**
 * Make a picture in the size that fits, or nothing.
 *
 * @param {Schemas["Image"] | null} image
 * @param {string} sizes
 */
export function picture(image, sizes) {
  const last = image?.renditions.at(-1);
  if (!image || !last) {
    return null;
  }
  const srcset = image.renditions.map(({ url, width }) => `${url} ${width}w`).join(", ");
  const { url: src, width, height } = last;
  // “sizes” before the addresses: a browser chooses as soon as it has these.
  return make("img", { alt: image.alt, loading: "lazy", width, height, sizes, srcset, src });
}

/**
 * Make what is said of how something went.
 *
 * @param {Schemas["GoalAssessment"] | Schemas["AssignmentFollowUp"] | Schemas["InvestmentFollowUp"]} said
 */
export function followUp(said) {
  const forecast = said.isForecast ? ", prognos" : "";
  return [
    make("p", {}, statusMark(said.status), ` ${said.period.label}${forecast}, ${said.body.name}`),
    ...richText(said.commentHtml),
  ];
}

/** @param {{ name: string }[]} bodies */
export function names(bodies) {
  return bodies.map((body) => body.name).join(", ");
}

/**
 * Make the card of a goal in a list.
 *
 * @param {Schemas["GoalSummary"] | Schemas["Goal"]} goal
 */
export function goalCard(goal) {
  const { assignments, keyFigures, investments } = goal.tallies;
  const counts = [
    count(assignments.total, "uppdrag", "uppdrag"),
    count(keyFigures.total, "nyckeltal", "nyckeltal"),
    count(investments.total, "investering", "investeringar"),
  ];
  return make(
    "li",
    { class: "card" },
    make("h3", {}, make("a", { href: href({ view: "goal", id: goal.id }) }, goal.title)),
    make("p", { class: "note" }, [goal.plan.title, goal.levelLabel, goal.number].filter(Boolean).join(" · ")),
    goal.statement && make("p", {}, goal.statement),
    make("p", {}, statusMark(goal.assessment?.status), goal.assessment && ` ${goal.assessment.period.label}`),
    make("p", { class: "note" }, counts.filter(Boolean).join(", ")),
  );
}

/**
 * @param {number} number
 * @param {string} one
 * @param {string} more
 */
function count(number, one, more) {
  return number && `${number} ${number === 1 ? one : more}`;
}

/**
 * Make the links to the pages of a list beside this one, if there are any.
 *
 * @param {Schemas["ListMeta"]} meta
 * @param {Record<string, string | number>} query what the other pages have in their address as well
 */
export function pager({ page, totalPages }, query) {
  if (totalPages <= 1) {
    return null;
  }
  return make(
    "nav",
    { class: "pager", "aria-label": "Sidor" },
    page > 1 && make("a", { href: href({ ...query, page: page - 1 }), rel: "prev" }, "Föregående sida"),
    make("span", {}, `Sida ${page} av ${totalPages}`),
    page < totalPages && make("a", { href: href({ ...query, page: page + 1 }), rel: "next" }, "Nästa sida"),
  );
}
