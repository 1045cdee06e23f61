/* What is written in a report and not saved yet: it alone is sent, it is saved to the last letter, and it outlives a
 * session that has ended. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";

  const report = document.querySelector("[data-kommunmal-report]");
  if (!report) return;
  const form = report.closest("form");
  const fields = [...report.querySelectorAll("select[name], input[name]")];
  const served = new Map(fields.map((field) => [field, asServed(field)]));
  const touched = new Set(fields.filter((field) => field.closest("[data-kommunmal-sent]")));
  const place = `kommunmal-report:${report.dataset.kommunmalReportUser}:${location.pathname}`;
  const nothing = "[]";
  let pending = nothing;

  // A browser that comes back to a page may have filled in what stood there when it was left.
  function asServed(field) {
    if (field.type === "text") return field.defaultValue;
    const option = field.options && [...field.options].find((one) => one.defaultSelected);
    return option ? option.value : field.value;
  }

  function written() {
    fields.filter((field) => field.value !== served.get(field)).forEach((field) => touched.add(field));
    return JSON.stringify([...touched].map((field) => [field.name, field.value]));
  }

  function keep() {
    try {
      sessionStorage.setItem(place, written());
    } catch {
      // Without a place to keep it in, it stays on the page.
    }
  }

  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(place));
    } catch {
      return null;
    }
  }

  function forget() {
    try {
      sessionStorage.removeItem(place);
    } catch {
      // Nothing was kept.
    }
  }

  // What is saved is not sent again: somebody else may have changed it since.
  function takeForServed(values) {
    values.forEach(([name, value]) => {
      const field = fields.find((one) => one.name === name);
      served.set(field, value);
      if (field.value === value) touched.delete(field);
    });
  }

  function content(field, value) {
    if (!("draftailInput" in field.dataset)) return value;
    const { blocks } = JSON.parse(value || "null") || { blocks: [] };
    return blocks.map((block) => block.text).join("\n").trim();
  }

  function fillIn(field, value) {
    field.value = value;
    const text = field.closest("[data-kommunmal-report-row]").querySelector("[data-kommunmal-comment-text]");
    if ("draftailInput" in field.dataset) text.textContent = content(field, value);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function bringBack() {
    const lost = (kept() || [])
      .map(([name, value]) => [fields.find((field) => field.name === name), value])
      .filter(([field, value]) => field && content(field, field.value) !== content(field, value));
    lost.forEach(([field, value]) => fillIn(field, value));
    report.querySelector("[data-kommunmal-report-kept]").hidden = !lost.length;
    forget();
    if (lost.length) keep();
  }

  form.addEventListener("formdata", ({ formData }) => {
    written();
    fields.filter((field) => !touched.has(field)).forEach((field) => formData.delete(field.name));
  });

  // Wagtail takes what stands in the form two seconds after it was opened, and whenever a save comes back, for saved.
  form.addEventListener("w-unsaved:watch-edits", () => {
    setTimeout(() => {
      if (written() !== nothing) form.dataset.wUnsavedForceValue = "true";
    });
  });
  form.addEventListener("w-autosave:save", () => {
    pending = written();
  });
  document.addEventListener(
    "w-autosave:success",
    () => {
      takeForServed(JSON.parse(pending));
      pending = nothing;
      forget();
    },
    true,
  );
  form.addEventListener("w-autosave:error", ({ detail }) => {
    if (["network_error", "server_error"].includes(detail.type)) keep();
  });
  form.addEventListener("submit", () => {
    if (kept()) keep();
  });
  bringBack();
});
