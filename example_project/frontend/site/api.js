/**
 * A client of API v1. Its types are those of the OpenAPI document, made by openapi-typescript.
 *
 * Answers are kept by the browser: it follows their Cache-Control, and asks again with their ETag.
 */

/** @typedef {import("../kommunmal").components["schemas"]} Schemas */
/** @typedef {import("../kommunmal").paths} Paths */

/**
 * @template {keyof Paths} Path
 * @typedef {Paths[Path]["get"]["responses"][200]["content"]["application/json"]} Answer
 */

/**
 * @template {keyof Paths} Path
 * @typedef {NonNullable<Paths[Path]["get"]["parameters"]["query"]>} Query
 */

/** @typedef {"/assignments" | "/bodies" | "/changes" | "/goals" | "/goals/{id}/releases" | "/plans"} ListPath */

/**
 * @typedef {object} Options
 * @property {string} [id] what stands in the path for `{id}`
 * @property {string | null} [token] a preview token, to read a draft
 * @property {AbortSignal} [signal] what tells that nobody waits for the answer any longer
 */

/** An answer that is not what was asked for. */
export class ProblemError extends Error {
  /** @param {Schemas["Problem"]} problem */
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** No answer, or none of the API's. */
export class UnreachableError extends Error {}

/**
 * Read one address.
 *
 * @template {keyof Paths} Path
 * @param {Path} path
 * @param {Query<Path>} query
 * @param {Options} [options]
 * @returns {Promise<Answer<Path>>}
 */
export async function read(path, query, { id = "", token = null, signal } = {}) {
  const root = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=kommunmal-api]")).content;
  const address = root + path.replace("{id}", encodeURIComponent(id)) + queryString(query);
  // The language of what is wrong; that of the content is a parameter.
  const headers = new Headers({ Accept: "application/json", "Accept-Language": "sv" });
  if (token) {
    // In a header only: addresses are written down by the servers on the way.
    headers.set("Authorization", `Bearer ${token}`);
  }
  const response = await fetch(address, { headers, signal: signal ?? null }).catch((error) => {
    throw signal?.aborted ? error : new UnreachableError(address, { cause: error });
  });
  if (!(response.headers.get("Content-Type") ?? "").includes("json")) {
    // Of a proxy, for example, whose server is down.
    throw new UnreachableError(`${response.status} ${address}`);
  }
  const answer = await response.json();
  if (!response.ok) {
    throw new ProblemError(answer);
  }
  return answer;
}

/**
 * Read all pages of a list.
 *
 * @template {ListPath} Path
 * @param {Path} path
 * @param {Query<Path>} query
 * @param {Options} [options]
 * @returns {Promise<Answer<Path>["items"][number][]>}
 */
export async function readAll(path, query, options) {
  const items = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const list = await read(path, { ...query, page, limit: 100 }, options);
    items.push(...list.items);
    pages = list._meta.totalPages;
  }
  return items;
}

/**
 * Write parameters as the API reads them: what has several values is repeated.
 *
 * @param {object} query
 */
function queryString(query) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (one !== undefined) {
        parameters.append(name, String(one));
      }
    }
  }
  return parameters.size ? `?${parameters}` : "";
}
