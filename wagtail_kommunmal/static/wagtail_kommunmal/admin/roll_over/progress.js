/* Has the plan made while the page shows how far it has come; without a script, the form is simply sent. */
(() => {
  "use strict";

  const form = document.querySelector("[data-kommunmal-make]");
  const progress = document.querySelector("[data-kommunmal-progress]");
  const bar = progress.querySelector("progress");
  const told = progress.querySelector("[data-kommunmal-told]");
  const buttons = [...form.querySelectorAll("button")];

  function show(line) {
    if (line.url) {
      window.location.assign(line.url);
    } else if (line.error) {
      end(line.error);
    } else {
      bar.value = line.done;
      told.textContent =
        line.done === line.total
          ? progress.dataset.storing
          : progress.dataset.of.replace("%(done)s", line.done).replace("%(total)s", line.total);
    }
    return Boolean(line.url || line.error);
  }

  function end(text) {
    bar.hidden = true;
    told.textContent = text;
    buttons.forEach((button) => {
      button.disabled = false;
    });
  }

  async function read(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    let isEnded = false;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split("\n");
      rest = lines.pop();
      lines.forEach((line) => {
        isEnded = show(JSON.parse(line)) || isEnded;
      });
    }
    if (!isEnded) throw new Error("The answer has no end.");
  }

  async function make(data) {
    const response = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { Accept: "application/x-ndjson" },
    });
    if ((response.headers.get("Content-Type") || "").startsWith("application/x-ndjson")) {
      await read(response);
    } else {
      // There is something to look at before it can be made: the page itself shows it.
      const step = Object.assign(document.createElement("input"), { type: "hidden", name: "step", value: "make" });
      form.append(step);
      form.submit();
    }
  }

  form.addEventListener("submit", (event) => {
    if (!event.submitter || event.submitter.value !== "make") return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    buttons.forEach((button) => {
      button.disabled = true;
    });
    progress.hidden = false;
    bar.hidden = false;
    make(data).catch(() => end(progress.dataset.broken));
  });
})();
