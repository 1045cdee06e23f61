/* Puts the grid together on the page of a key figure. */
(function (grid) {
  "use strict";

  const root = document.querySelector("[data-value-grid]");
  if (!root) return;
  const part = (name) => root.querySelector(`[data-value-grid-part="${name}"]`);
  const data = JSON.parse(document.getElementById("kommunmal-grid-data").textContent);
  const { texts } = data;
  const csrf = {
    header: JSON.parse(document.getElementById("wagtail-config")?.textContent || "{}").CSRF_HEADER_NAME || "X-CSRFToken",
    // A login in another window changes the token; the cookie knows, unless scripts may not read it.
    get token() {
      const cookie = document.cookie.split("; ").find((one) => one.startsWith(`${data.csrf_cookie}=`));
      return cookie ? cookie.split("=")[1] : root.querySelector("[name=csrfmiddlewaretoken]").value;
    },
  };
  const say = (text) => {
    part("status").textContent = text;
  };

  const table = new grid.Table(part("table"), data, {
    onFocus: (cell) => details.show(cell),
    onChange: (cell) => {
      details.show(cell);
      count();
    },
    onDetails: () => details.focus(),
    onMessage: say,
  });
  const details = new grid.Details(part, [...root.querySelectorAll("[data-value-grid-field]")], texts, table, count);

  function count() {
    const { changed } = table;
    const deleted = changed.filter((cell) => cell.isDeletion).length;
    const words = [changed.length ? grid.fill(texts.unsaved, { count: changed.length }) : texts.nothing_unsaved];
    if (deleted) words.push(grid.fill(texts.unsaved_deletions, { count: deleted }));
    part("count").textContent = words.join(", ");
    part("save").disabled = part("discard").disabled = !changed.length || root.hasAttribute("aria-busy");
  }

  async function save() {
    root.setAttribute("aria-busy", "true");
    count();
    say(texts.saving);
    const message = await grid.save(table, {
      url: root.dataset.saveUrl,
      csrf,
      onLastChange: (html) => {
        document.querySelector("[data-value-grid-last-change]").innerHTML = html;
      },
    });
    root.removeAttribute("aria-busy");
    say(message);
    details.show(table.current);
    count();
  }

  function discard() {
    for (const cell of table.changed) {
      cell.load(cell.stored);
      table.refresh(cell);
    }
    details.show(table.current);
    say("");
    count();
  }

  function showError(name, text) {
    part(name).textContent = text;
    part(name).hidden = !text;
  }

  async function addRow(event) {
    event.preventDefault();
    const form = event.target;
    const url = `${root.dataset.rowUrl}?${new URLSearchParams({ period: form.elements.period.value })}`;
    let reply;
    try {
      reply = await grid.ask(url, {});
    } catch {
      showError("row-error", texts.failed);
      return;
    }
    if (!reply.ok) showError("row-error", reply.answer.message || texts.failed);
    else if (!table.addRow(reply.answer)) showError("row-error", texts.row_exists);
    else {
      showError("row-error", "");
      form.reset();
    }
  }

  function addColumn(event) {
    event.preventDefault();
    const { series, series_label, gender } = event.target.elements;
    const name = series_label.value.trim();
    const seriesText = series.selectedOptions[0].text;
    const isNew = table.addColumn({
      series: series.value,
      series_label: name,
      gender: gender.value,
      label: name ? `${seriesText}: ${name}` : seriesText,
      gender_text: gender.selectedOptions[0].text,
    });
    showError("column-error", isNew ? "" : texts.column_exists);
  }

  part("save").addEventListener("click", save);
  part("discard").addEventListener("click", discard);
  part("add-row").addEventListener("submit", addRow);
  part("add-column").addEventListener("submit", addColumn);
  window.addEventListener("beforeunload", (event) => {
    if (table.changed.length) event.preventDefault();
  });
  for (const name of ["help", "details", "extend", "footer"]) part(name).hidden = false;
  count();
})((window.kommunmalGrid = window.kommunmalGrid || {}));
