/**
 * Which view an address is for. All is in the query, so that the page can lie on any server for static files.
 */

/**
 * @typedef {object} ListRoute
 * @property {"list"} view
 * @property {string} q what is searched for
 * @property {string} year a year, `all`, or nothing for the latest
 * @property {string} body the code of a responsible body, or nothing for all
 * @property {number} page
 */

/**
 * @typedef {{ view: "goal", id: string, asOf: string | null }} GoalRoute
 * @typedef {{ view: "plan", id: string }} PlanRoute
 * @typedef {{ view: "history", id: string, page: number }} HistoryRoute
 * @typedef {{ view: "changes", since: string | null }} ChangesRoute
 * @typedef {{ view: "preview", kind: string, id: string, lang: string, token: string | null }} PreviewRoute
 * @typedef {ListRoute | GoalRoute | PlanRoute | HistoryRoute | ChangesRoute | PreviewRoute} Route
 */

/**
 * @param {URL} address
 * @returns {Route}
 */
export function routeOf({ searchParams: query, hash }) {
  const id = query.get("id") ?? "";
  const page = Math.max(1, Number.parseInt(query.get("page") ?? "1", 10) || 1);
  if (query.has("kind")) {
    // Written by the admin's preview; see “Drafts in a frontend of your own” in the documentation.
    const token = new URLSearchParams(hash.slice(1)).get("token");
    return { view: "preview", kind: query.get("kind") ?? "", id, lang: query.get("lang") ?? "sv", token };
  }
  switch (query.get("view")) {
    case "goal":
      return { view: "goal", id, asOf: query.get("asOf") };
    case "plan":
      return { view: "plan", id };
    case "history":
      return { view: "history", id, page };
    case "changes":
      return { view: "changes", since: query.get("since") };
    default:
      return {
        view: "list",
        q: query.get("q")?.trim() ?? "",
        year: query.get("year") ?? "",
        body: query.get("body") ?? "",
        page,
      };
  }
}

/**
 * Write an address of this page; parameters without a value are left out.
 *
 * @param {Record<string, string | number | null>} query
 */
export function href(query) {
  const known = Object.entries(query).filter(([, value]) => value !== null && value !== "");
  return `?${new URLSearchParams(known.map(([name, value]) => [name, String(value)]))}`;
}
