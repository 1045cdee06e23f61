/** Shows the view of the address, and goes from one to the next without loading the page anew. */

import { ProblemError, UnreachableError } from "./api.js";
import { make } from "./dom.js";
import { joinPanel } from "./preview_panel.js";
import { routeOf } from "./router.js";
import { showChanges } from "./views/changes.js";
import { showGoal, showPlan } from "./views/goal.js";
import { showHistory } from "./views/history.js";
import { showList } from "./views/list.js";
import { showPreview } from "./views/preview.js";

/** @import { Route } from "./router.js" */
/** @import { View } from "./views/view.js" */

const SITE_NAME = "Kommunens mål";
const PATIENCE = 300;
const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const status = /** @type {HTMLElement} */ (document.getElementById("status"));
let current = new AbortController();

/**
 * @param {Route} route
 * @param {AbortSignal} signal
 * @returns {Promise<View>}
 */
function viewOf(route, signal) {
  switch (route.view) {
    case "list":
      return showList(route, signal);
    case "goal":
      return showGoal(route, signal);
    case "plan":
      return showPlan(route, signal);
    case "history":
      return showHistory(route, signal);
    case "changes":
      return showChanges(route, signal);
    case "preview":
      return showPreview(route, signal);
  }
}

/**
 * Show what the address is for. Until its content is there, the view before it stays.
 *
 * @param {object} [how]
 * @param {boolean} [how.isFirst] whether the page has only just been loaded
 * @param {number} [how.scroll] how far the reader had scrolled when they left the view that they go back to
 * @param {Route} [how.route]
 */
async function show({ isFirst = false, scroll, route = routeOf(new URL(location.href)) } = {}) {
  current.abort();
  const { signal } = (current = new AbortController());
  if (route.view === "preview" && route.token) {
    // Out of the address, so that nobody sends it on with a copied link. It is kept nowhere else.
    history.replaceState(null, "", location.pathname + location.search);
  }
  main.ariaBusy = "true";
  // Most answers come before a reader, or a screen reader, need be told to wait.
  const waiting = setTimeout(() => (status.textContent = "Hämtar …"), PATIENCE);
  let view;
  try {
    view = await viewOf(route, signal);
  } catch (error) {
    view = failure(error, route);
  }
  clearTimeout(waiting);
  if (signal.aborted) {
    return;
  }
  const heading = make("h1", { tabindex: -1 }, view.title);
  document.title = view.title === SITE_NAME ? SITE_NAME : `${view.title} – ${SITE_NAME}`;
  status.textContent = "";
  main.ariaBusy = null;
  main.lang = view.lang ?? "sv";
  main.replaceChildren(...(view.above ?? []), heading, ...view.content);
  for (const link of document.querySelectorAll("nav a[data-view]")) {
    link.ariaCurrent = link.getAttribute("data-view") === route.view ? "page" : null;
  }
  if (!isFirst) {
    // As a new page does, the view begins at its heading; going back, at the place where the reader was.
    (view.focus ?? heading).focus({ preventScroll: scroll !== undefined });
    if (scroll !== undefined || !view.focus) {
      scrollTo(0, scroll ?? 0);
    }
  }
  if (route.view === "preview") {
    joinPanel();
  }
}

/**
 * @param {unknown} error
 * @param {Route} route
 * @returns {View}
 */
function failure(error, route) {
  const again = make("button", { type: "button" }, "Försök igen");
  again.addEventListener("click", () => show({ route }));
  if (error instanceof ProblemError) {
    const { status: code, detail, errors = [] } = error.problem;
    const list =
      errors.length > 0 &&
      make(
        "ul",
        {},
        errors.map((one) => make("li", {}, one.detail)),
      );
    const home = make("p", {}, make("a", { href: "./" }, "Till alla mål"));
    return code === 404
      ? {
          title: "Sidan finns inte",
          content: [make("p", {}, "Det du söker är inte publicerat, eller inte längre."), home],
        }
      : { title: "Sidan kan inte visas", content: [make("p", {}, detail), ...(list ? [list] : []), home] };
  }
  if (!(error instanceof UnreachableError)) {
    console.error(error);
  }
  return {
    title: "Sidan kan inte visas just nu",
    content: [make("p", {}, "Uppgifterna kunde inte hämtas från kommunens webbplats. Försök igen om en stund."), again],
  };
}

/** @param {URL | string} address */
function go(address) {
  history.replaceState({ scroll: scrollY }, "");
  history.pushState(null, "", address);
  show();
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (
    link &&
    isPlain &&
    !link.target &&
    link.origin === location.origin &&
    link.pathname === location.pathname &&
    !link.hash
  ) {
    event.preventDefault();
    go(link.href);
  }
});

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const filled = [...new FormData(form)].filter(([, value]) => typeof value === "string" && value !== "");
  event.preventDefault();
  go(`?${new URLSearchParams(/** @type {[string, string][]} */ (filled))}`);
});

addEventListener("popstate", ({ state }) => {
  // The link that skips to the content changes nothing but the fragment.
  if (location.hash !== "#main") {
    show({ scroll: state?.scroll ?? 0 });
  }
});

// The browser would do so before the content is there.
history.scrollRestoration = "manual";

show({ isFirst: true });
