/** An editor's draft, opened from the admin. */

import { ProblemError, read } from "../api.js";
import { make } from "../dom.js";
import { goalParts, planParts } from "./goal.js";

/** @import { PreviewRoute } from "../router.js" */
/** @import { View } from "./view.js" */

/**
 * @param {PreviewRoute} route
 * @param {AbortSignal} signal
 * @returns {Promise<View>}
 */
export async function showPreview({ kind, id, lang, token }, signal) {
  // Without a token the API answers with what is published, which is not what an editor wants to see here.
  if (!token) {
    return notOpen("Adressen öppnar utkastet en gång.");
  }
  const options = { id, token, signal };
  try {
    if (kind === "plan") {
      const plan = await read("/plans/{id}", { lang }, options);
      return { title: plan.title, above: [banner()], content: planParts(plan), lang: plan.lang };
    }
    const goal = await read("/goals/{id}", { lang }, options);
    return { title: goal.title, above: [banner()], content: goalParts(goal), lang: goal.lang };
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) {
      return notOpen("Förhandsgranskningen har gått ut eller gäller inte längre.");
    }
    if (error instanceof ProblemError && error.problem.status === 404) {
      return {
        title: "Utkastet kan inte visas ännu",
        content: [
          make(
            "p",
            {},
            "Sidan kan inte publiceras som den är: ett mål måste stå i en plan, och en plan behöver ett år.",
          ),
        ],
      };
    }
    throw error;
  }
}

function banner() {
  return make(
    "p",
    { class: "banner", lang: "sv" },
    make("strong", {}, "Utkast. "),
    "Så här blir sidan när den publiceras; bara du ser den nu.",
  );
}

/**
 * @param {string} why
 * @returns {View}
 */
function notOpen(why) {
  return {
    title: "Öppna förhandsgranskningen på nytt",
    content: [make("p", {}, `${why} Gå tillbaka till Wagtail och välj Förhandsgranska igen.`)],
  };
}
