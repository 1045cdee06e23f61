/* The rows of a report: what is left to do, and a filter for it. */
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
    const text = left.dataset.text.replace("%(left)s", missing.length).replace("%(total)s", rows.length);
    // A text that is the same is not read out again.
    if (left.textContent !== text) left.textContent = text;
  }

  // Only when the filter is used: a row that went away once it was answered would move the next one from under the hand.
  function show() {
    rows.forEach((row) => {
      row.hidden = filter.checked && isReported(row);
    });
    goals.forEach((goal) => {
      goal.hidden = !goal.querySelector("[data-kommunmal-report-row]:not([hidden])");
    });
  }

  report.addEventListener("change", count);
  report.addEventListener("input", count);
  // An editor writes into its hidden input without telling.
  new MutationObserver(count).observe(report, { subtree: true, attributeFilter: ["value"] });
  filter.addEventListener("change", show);
});
