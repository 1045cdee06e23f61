/** What must not compile: if the types allowed it, the comment above it would be the error. */

import { Client, ProblemError, isWhole } from "./client";
import type { Goal, GoalSummary, Schemas } from "./client";

export async function refused(client: Client, goal: Goal, summary: GoalSummary, section: Schemas["Section"]) {
  // @ts-expect-error a goal has no such member
  goal.unheardOf;
  // @ts-expect-error a summary has no sections
  summary.sections;
  // @ts-expect-error what lists give may be a summary
  (await client.listGoals()).items[0]?.sections;
  // @ts-expect-error an index may be beyond the end
  goal.sections[0].heading;
  // @ts-expect-error the members of a section depend on its type
  section.assignments;
  if (section.type === "text") {
    // @ts-expect-error a text has no assignments
    section.assignments;
  }
  // @ts-expect-error there is no such type of section
  if (section.type === "weather") return;
  // @ts-expect-error a number with a meaning is a string
  section.type === "keyFigures" && section.keyFigures[0]?.values[0]?.value === 12.3;
  // @ts-expect-error the goal may have no number
  goal.number.length;
  // @ts-expect-error there is no such status
  await client.listAssignments({ status: ["done"] });
  // @ts-expect-error there is no such parameter
  await client.listGoals({ yaer: [2026] });
  // @ts-expect-error the last page has no next one
  (await client.listGoals())._links.next.href;
  // @ts-expect-error only problems about parameters name some
  new ProblemError({} as Schemas["Problem"]).problem.errors[0];
  // What is allowed, so that the lines above fail for the reason that they give.
  if (isWhole(summary)) summary.sections;
  if (section.type === "assignments") section.assignments[0]?.title;
  await client.listAssignments({ status: ["completed"] });
}
