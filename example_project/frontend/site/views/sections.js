/** The sections of a goal. The type of a section says which members it has, and the compiler whether all are shown. */

import { facts, make, present, table } from "../dom.js";
import { richText, webLink } from "../rich_text.js";
import { day, followUp, names, picture, statusMark } from "./view.js";

/** @import { Schemas } from "./view.js" */

const MISSING = "Uppgift saknas";

/**
 * @param {Schemas["Section"]} section
 * @returns {(Node | string)[]}
 */
export function sectionParts(section) {
  const items = contents(section);
  const isEmpty = "isEmpty" in section && section.isEmpty;
  return present([
    section.heading && make("h2", {}, section.heading),
    ...("introHtml" in section ? richText(section.introHtml) : []),
    isEmpty && make("p", { class: "note" }, section.emptyText),
    ...items,
  ]);
}

/**
 * @param {Schemas["Section"]} section
 * @returns {(Node | string)[]}
 */
function contents(section) {
  switch (section.type) {
    case "text":
      return richText(section.textHtml, section.heading ? 2 : 1);
    case "assignments":
      return section.assignments.length
        ? [make("ul", { class: "cards" }, section.assignments.map(assignmentItem))]
        : [];
    case "keyFigures":
      return section.keyFigures.flatMap(keyFigureParts);
    case "investments":
      return section.investments.length ? [investmentTable(section)] : [];
    case "accomplishments":
      return section.accomplishments.length ? [make("ul", {}, section.accomplishments.map(accomplishmentItem))] : [];
    default:
      return passOver(section);
  }
}

/**
 * A later API may have sections that this page does not know; the compiler says if it forgot one of today's.
 *
 * @param {never} _section
 * @returns {Node[]}
 */
function passOver(_section) {
  return [];
}

/** @param {Schemas["Assignment"]} assignment */
function assignmentItem(assignment) {
  const { currentFollowUp: current } = assignment;
  return make(
    "li",
    { class: "card" },
    make("p", {}, make("strong", {}, assignment.title)),
    richText(assignment.descriptionHtml),
    facts([
      ["Ansvarig", names(assignment.responsible)],
      ["Ska göras", assignment.quantityTargetText],
      ["Beslut", assignment.decisionReference],
    ]),
    current ? followUp(current) : make("p", {}, statusMark(null)),
  );
}

/**
 * @param {Schemas["KeyFigure"]} figure
 * @returns {(Node | string)[]}
 */
function keyFigureParts(figure) {
  const { currentAssessment: assessed } = figure;
  return present([
    make("h3", {}, figure.name),
    make("p", {}, figure.summaryText),
    assessed && make("p", {}, statusMark(assessed.status), ` ${assessed.period.label}`),
    ...richText(figure.noteHtml, 3),
    valueTable(figure),
    facts(figure.targets.map((target) => [`Målvärde ${target.period.label}`, target.text])),
    figure.source.attribution && make("p", { class: "note" }, figure.source.attribution),
  ]);
}

/**
 * Make a table of the municipality's own values, the latest first. What is missing is said, and is no zero.
 *
 * @param {Schemas["KeyFigure"]} figure
 */
function valueTable(figure) {
  const values = figure.values.filter((value) => value.series.code === "own");
  if (values.length === 0) {
    return null;
  }
  const isOfBoth = (/** @type {Schemas["KeyFigureValue"]} */ value) => Number(value.gender.code === "T");
  const totalFirst = values.toSorted((one, other) => isOfBoth(other) - isOfBoth(one));
  const genders = new Map(totalFirst.map((value) => [value.gender.code, value.gender.label]));
  const periods = new Map(values.toReversed().map((value) => [value.period.code, value.period.label]));
  const cells = new Map(values.map((value) => [`${value.period.code} ${value.gender.code}`, value]));
  const rows = [...periods].map(([period, name]) => ({
    name,
    cells: [...genders.keys()].map((gender) => shownValue(cells.get(`${period} ${gender}`))),
  }));
  return table(`Utfall: ${figure.name}`, ["Period", ...genders.values()], rows);
}

/** @param {Schemas["KeyFigureValue"] | undefined} value */
function shownValue(value) {
  if (!value || value.valueText === null) {
    return value?.missingReason?.label ?? MISSING;
  }
  return value.preliminary ? `${value.valueText} (preliminärt)` : value.valueText;
}

/**
 * Make a table with a row for each amount. A group is a sum of the rows below it, which are what is followed up.
 *
 * @param {Schemas["InvestmentsSection"]} section
 */
function investmentTable({ heading, investments }) {
  const rows = investments.flatMap(({ name, rowKind, amounts, currentFollowUp: current }) => {
    const isGroup = rowKind.code === "group";
    const shown = () => (isGroup ? make("strong", {}, name) : name);
    const status = current || !isGroup ? statusMark(current?.status) : "";
    return amounts.length === 0
      ? [{ name: shown(), cells: ["", MISSING, MISSING, status] }]
      : amounts.map(({ yearFrom, yearTo, budgetText, outcomeText }, index) => ({
          name: shown(),
          cells: [years(yearFrom, yearTo), budgetText ?? MISSING, outcomeText ?? MISSING, index === 0 ? status : ""],
        }));
  });
  return table(`Budget och utfall: ${heading}`, ["Investering", "År", "Budget", "Utfall", "Status"], rows);
}

/**
 * @param {number | null} from
 * @param {number | null} to
 */
function years(from, to) {
  return to === null || to === from ? String(from ?? "") : `${from ?? ""}–${to}`;
}

/** @param {Schemas["Accomplishment"]} accomplishment */
function accomplishmentItem({ textHtml, date, body, link, image }) {
  return make(
    "li",
    {},
    richText(textHtml),
    picture(image, "(min-width: 48rem) 42rem, 100vw"),
    (date || body) && make("p", { class: "note" }, date && day(date), date && body && ", ", body?.name),
    link && make("p", {}, "Läs mer: ", webLink(link, link)),
  );
}
