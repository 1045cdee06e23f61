/** A small client of API v1. Its types are those of the OpenAPI document, made by openapi-typescript. */

import type { components, paths } from "./kommunmal";

export type Schemas = components["schemas"];
export type Goal = Schemas["Goal"];
export type GoalSummary = Schemas["GoalSummary"];
export type Problem = Schemas["Problem"];

type Path = keyof paths;
type Answer<P extends Path> = paths[P]["get"]["responses"][200]["content"]["application/json"];
type Query<P extends Path> = NonNullable<paths[P]["get"]["parameters"]["query"]>;
type Values = Record<string, string | number | readonly (string | number)[] | undefined>;

/** An answer that is not what was asked for; `problem` says why. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }

  /** Return what is wrong with a parameter of the request, if anything is. */
  about(parameter: string): string | undefined {
    return this.problem.errors?.find((error) => error.parameter === parameter)?.detail;
  }
}

/** Reads the API whose address is `root`, for example `https://www.sundby.example/kommunmal/v1`. */
export class Client {
  constructor(private readonly root: string) {}

  about(): Promise<Answer<"/api-info">> {
    return this.get("/api-info");
  }

  listPlans(query: Query<"/plans"> = {}): Promise<Answer<"/plans">> {
    return this.get("/plans", query);
  }

  getPlan(id: string, query: Query<"/plans/{id}"> = {}): Promise<Answer<"/plans/{id}">> {
    return this.get("/plans/{id}", query, id);
  }

  listGoals(query: Query<"/goals"> = {}): Promise<Answer<"/goals">> {
    return this.get("/goals", query);
  }

  getGoal(id: string, query: Query<"/goals/{id}"> = {}): Promise<Answer<"/goals/{id}">> {
    return this.get("/goals/{id}", query, id);
  }

  listAssignments(query: Query<"/assignments"> = {}): Promise<Answer<"/assignments">> {
    return this.get("/assignments", query);
  }

  listInvestments(query: Query<"/investments"> = {}): Promise<Answer<"/investments">> {
    return this.get("/investments", query);
  }

  listBodies(query: Query<"/bodies"> = {}): Promise<Answer<"/bodies">> {
    return this.get("/bodies", query);
  }

  /** Yield the goals of a query on all its pages. */
  async *everyGoal(query: Query<"/goals"> = {}): AsyncGenerator<Goal | GoalSummary> {
    let page = await this.listGoals(query);
    yield* page.items;
    while (page._links.next) {
      page = await read<Answer<"/goals">>(page._links.next.href);
      yield* page.items;
    }
  }

  private get<P extends Path>(path: P, query: Values = {}, id = ""): Promise<Answer<P>> {
    return read(this.root + path.replace("{id}", encodeURIComponent(id)) + queryString(query));
  }
}

/** Tell a whole goal, as `expand=sections` gives it, from its summary. */
export function isWhole(goal: Goal | GoalSummary): goal is Goal {
  return "sections" in goal;
}

async function read<A>(address: string): Promise<A> {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) {
    throw new ProblemError((await response.json()) as Problem);
  }
  return (await response.json()) as A;
}

/** Write parameters as the API reads them: `sort` with commas, what is repeated one by one. */
function queryString(query: Values): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value) && name !== "sort") {
      value.forEach((one) => parameters.append(name, String(one)));
    } else if (value !== undefined) {
      parameters.append(name, String(value));
    }
  }
  return parameters.size ? `?${parameters}` : "";
}
