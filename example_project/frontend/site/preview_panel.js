/**
 * What the preview panel of Wagtail's admin asks of a page on another origin.
 *
 * The panel loads every new draft behind the one before it, and shows it when it is scrolled to the same place. It cannot
 * look into either, so the new page asks for the place, the panel asks the old one, and hands the answer on. Who is not
 * asked is waited for: without this, each change of the form is seen ten seconds late.
 */

/** @typedef {{ type: string, x?: number, y?: number }} Message */

/** Tell the panel, if the page stands in it, that the draft is there. */
export async function joinPanel() {
  if (parent === window) {
    return;
  }
  if (document.readyState !== "complete") {
    // The panel listens from then on.
    await new Promise((done) => addEventListener("load", done, { once: true }));
  }
  tell({ type: "w-preview:request-scroll" });
}

/** @param {Message} message */
function tell(message) {
  // Whoever may frame this page, which its policy says, may know how far it is scrolled.
  parent.postMessage({ wagtail: { ...message, origin: location.origin } }, "*");
}

addEventListener("message", ({ source, data }) => {
  /** @type {Message | undefined} */
  const message = source === parent && parent !== window ? data?.wagtail : undefined;
  switch (message?.type) {
    case "w-preview:get-scroll-position":
      tell({ type: "w-preview:set-scroll-position", x: scrollX, y: scrollY });
      break;
    case "w-preview:set-scroll-position":
      scrollTo({ left: message.x ?? 0, top: message.y ?? 0, behavior: "instant" });
      break;
  }
});
