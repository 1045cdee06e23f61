/** A goal as plain text: the type of a section says which members it has. */

import type { Goal, Schemas } from "./client";

export function outline(goal: Goal): string[] {
  return [goal.title, ...goal.sections.flatMap((section) => [section.heading ?? "", ...lines(section)])];
}

export function lines(section: Schemas["Section"]): string[] {
  switch (section.type) {
    case "text":
      return [section.textText ?? ""];
    case "assignments":
      return section.assignments.map((assignment) => `${assignment.title}: ${statusOf(assignment)}`);
    case "keyFigures":
      return section.keyFigures.map((figure) => `${figure.name}: ${latest(figure)}`);
    case "investments":
      return section.investments.map((investment) => `${investment.name} (${section.unit.label})`);
    case "accomplishments":
      return section.accomplishments.map((accomplishment) => accomplishment.textText ?? "");
    default:
      return passOver(section);
  }
}

function statusOf(assignment: Schemas["Assignment"]): string {
  return assignment.currentFollowUp?.status?.label ?? "–";
}

/** Return the latest value of the municipality itself, both sexes together. */
function latest(figure: Schemas["KeyFigure"]): string {
  const own = figure.values.filter((value) => value.series.code === "own" && value.gender.code === "T");
  const last = own.at(-1);
  return last === undefined ? "–" : `${last.valueText} (${last.period.label})`;
}

/** A later API may have sections that this client does not know; the compiler says if it forgot one of today's. */
function passOver(_section: never): string[] {
  return [];
}
