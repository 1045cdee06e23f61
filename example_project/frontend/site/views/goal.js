/** A goal and a plan, as they are published or were at a time before. */

import { read } from "../api.js";
import { facts, make, present } from "../dom.js";
import { richText, webLink } from "../rich_text.js";
import { href } from "../router.js";
import { sectionParts } from "./sections.js";
import { day, followUp, goalCard, moment, names, picture, statusMark } from "./view.js";

/** @import { GoalRoute, PlanRoute } from "../router.js" */
/** @import { Schemas, View } from "./view.js" */

/**
 * @param {GoalRoute} route
 * @param {AbortSignal} signal
 * @returns {Promise<View>}
 */
export async function showGoal({ id, asOf }, signal) {
  const goal = await read("/goals/{id}", { lang: "sv", ...(asOf && { asOf }) }, { id, signal });
  const isEarlier = asOf !== null;
  return {
    title: goal.title,
    above: isEarlier ? [earlier(goal)] : [],
    content: [...goalParts(goal), goalFooter(goal)],
  };
}

/**
 * @param {PlanRoute} route
 * @param {AbortSignal} signal
 * @returns {Promise<View>}
 */
export async function showPlan({ id }, signal) {
  const plan = await read("/plans/{id}", { lang: "sv" }, { id, signal });
  return { title: plan.title, content: planParts(plan) };
}

/** @param {Schemas["Goal"]} goal */
function earlier(goal) {
  return make(
    "p",
    { class: "banner" },
    make("strong", {}, "Tidigare version. "),
    "Så här var målet den ",
    moment(goal.release.publishedAt),
    ". ",
    make("a", { href: href({ view: "goal", id: goal.id }) }, "Läs målet som det är nu"),
  );
}

/** @param {Schemas["Goal"]} goal */
function goalFooter(goal) {
  return make(
    "footer",
    {},
    make("p", { class: "note" }, "Senast ändrat ", moment(goal.updatedAt), "."),
    make(
      "ul",
      {},
      make("li", {}, make("a", { href: href({ view: "history", id: goal.id }) }, "Målets historik")),
      goal.webUrl && make("li", {}, webLink(goal.webUrl, "Målet på kommunens webbplats")),
    ),
  );
}

/**
 * @param {Schemas["Goal"]} goal
 * @returns {(Node | string)[]}
 */
export function goalParts(goal) {
  const { plan, parentGoal, previousGoal, nextGoal } = goal;
  return present([
    make("p", { class: "note" }, make("a", { href: href({ view: "plan", id: plan.id }) }, plan.title)),
    goal.statement && make("p", { class: "statement" }, goal.statement),
    glance(goal),
    goal.scopeLine && make("p", {}, goal.scopeLine),
    picture(goal.image, "(min-width: 48rem) 44rem, 100vw"),
    ...richText(goal.politicalTextHtml, 1),
    facts([
      ["Fokusområde", goal.focusArea?.name],
      ["Globala mål (Agenda 2030)", goal.sdgs.join(", ")],
      ["Överordnat mål", parentGoal && goalLink(parentGoal)],
      ["Förra året", previousGoal && goalLink(previousGoal)],
      ["Nästa år", nextGoal && goalLink(nextGoal)],
    ]),
    ...(goal.assessments.length > 0
      ? [make("h2", {}, "Hur det går"), ...goal.assessments.toReversed().flatMap(followUp)]
      : []),
    ...goal.sections.flatMap(sectionParts),
  ]);
}

/**
 * Make what a reader wants to know first: how it goes, who is responsible, and when it was last followed up.
 *
 * @param {Schemas["Goal"]} goal
 */
function glance(goal) {
  const items = goal.sections.flatMap(followedUp);
  const leading = items.flatMap(({ responsible }) =>
    responsible.length === 1 ? responsible : responsible.filter((body) => body.role.code === "lead"),
  );
  const bodies = new Map(leading.map((body) => [body.id, body]));
  const periods = [...goal.assessments, ...items.flatMap(reported)].map((said) => said.period);
  const latest = periods.toSorted((one, other) => one.endsOn.localeCompare(other.endsOn)).at(-1);
  const { assessment } = goal;
  return make(
    "div",
    { class: "glance" },
    facts([
      [
        "Så går det",
        [statusMark(assessment?.status), assessment && ` ${assessment.period.label}, ${assessment.body.name}`],
      ],
      ["Ansvarig", names([...bodies.values()])],
      ["Senast uppföljt", latest ? latest.label : "Inte ännu"],
    ]),
  );
}

/**
 * @param {Schemas["Section"]} section
 * @returns {(Schemas["Assignment"] | Schemas["Investment"])[]}
 */
function followedUp(section) {
  switch (section.type) {
    case "assignments":
      return section.assignments;
    case "investments":
      return section.investments.filter((one) => one.rowKind.code === "row");
    default:
      return [];
  }
}

/**
 * @param {Schemas["Assignment"] | Schemas["Investment"]} item
 * @returns {(Schemas["AssignmentFollowUp"] | Schemas["InvestmentFollowUp"])[]}
 */
function reported(item) {
  return item.followUps;
}

/**
 * @param {Schemas["Plan"]} plan
 * @returns {(Node | string)[]}
 */
export function planParts(plan) {
  return present([
    ...richText(plan.introHtml, 1),
    facts([
      ["År", String(plan.year)],
      ["Beslut", plan.decisionReference],
      ["Antagen", plan.adoptedOn && day(plan.adoptedOn)],
    ]),
    make("h2", {}, "Målen"),
    plan.goals.length > 0
      ? make("ul", { class: "cards" }, plan.goals.map(goalCard))
      : make("p", {}, "Planen har inga publicerade mål ännu."),
  ]);
}

/** @param {Schemas["GoalReference"]} goal */
function goalLink(goal) {
  return make("a", { href: href({ view: "goal", id: goal.id }) }, goal.title);
}
