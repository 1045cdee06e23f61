/* The comments of a report: an editor is started when somebody wants to write, and takes the focus. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";

  const report = document.querySelector("[data-kommunmal-report]");
  if (!report) return;

  function enter(comment, editor) {
    // Wagtail's label is that of a hidden input.
    editor.setAttribute("aria-label", comment.parentElement.querySelector("label").textContent.trim());
    editor.focus();
    const selection = getSelection();
    selection.selectAllChildren(editor);
    selection.collapseToEnd();
  }

  function whenStarted(comment, then) {
    const find = () => comment.querySelector("[contenteditable='true']");
    if (find()) {
      then(find());
      return;
    }
    const observer = new MutationObserver(() => {
      if (!find()) return;
      observer.disconnect();
      then(find());
    });
    observer.observe(comment, { childList: true, subtree: true });
  }

  report.addEventListener("click", (event) => {
    const button = event.target.closest("[data-kommunmal-comment-write]");
    if (!button) return;
    const comment = button.closest("[data-kommunmal-comment]");
    comment.querySelector("[data-kommunmal-comment-text]").hidden = true;
    whenStarted(comment, (editor) => {
      enter(comment, editor);
      button.hidden = true;
    });
    const input = comment.querySelector("input");
    input.dataset.wInitDetailValue = report.dataset.kommunmalReport;
    input.dataset.controller = "w-init";
  });

  // The editor itself closes its menus with Escape; then Escape leaves it.
  report.addEventListener("keydown", (event) => {
    const editor = event.target.closest("[contenteditable='true']");
    if (event.key !== "Escape" || !editor || document.querySelector("[role='listbox'], .Draftail-Tooltip")) return;
    event.target.closest("[data-kommunmal-report-row]").querySelector("select").focus();
  });
});
