/* The rows of a report: editors that start when they are needed, what is left to do, and a filter for it. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";

  const report = document.querySelector("[data-kommunmal-report]");
  if (!report) return;
  const rows = [...report.querySelectorAll("[data-kommunmal-report-row]")];
  const goals = [...report.querySelectorAll("[data-kommunmal-report-goal]")];
  const filter = report.querySelector("[data-kommunmal-report-filter]");
  const left = report.querySelector("[data-kommunmal-report-left]");

  function hasText(input) {
    if (!("draftailInput" in input.dataset)) return Boolean(input.value.trim());
    const content = JSON.parse(input.value || "null");
    return Boolean(content && content.blocks.some((block) => block.text.trim()));
  }

  function isReported(row) {
    return [...row.querySelectorAll("select[name], input[name]")].some(hasText);
  }

  function count() {
    const missing = rows.filter((row) => !isReported(row));
    left.textContent = left.dataset.text.replace("%(left)s", missing.length).replace("%(total)s", rows.length);
  }

  function show() {
    rows.forEach((row) => {
      row.hidden = filter.checked && isReported(row);
    });
    goals.forEach((goal) => {
      goal.hidden = !goal.querySelector("[data-kommunmal-report-row]:not([hidden])");
    });
  }

  report.addEventListener("click", (event) => {
    const button = event.target.closest("[data-kommunmal-comment-write]");
    if (!button) return;
    const comment = button.closest("[data-kommunmal-comment]");
    comment.querySelector("[data-kommunmal-comment-text]").hidden = true;
    button.hidden = true;
    const input = comment.querySelector("input");
    input.dataset.wInitDetailValue = report.dataset.kommunmalReport;
    input.dataset.controller = "w-init";
  });
  report.addEventListener("change", count);
  report.addEventListener("input", count);
  filter.addEventListener("change", show);
});
