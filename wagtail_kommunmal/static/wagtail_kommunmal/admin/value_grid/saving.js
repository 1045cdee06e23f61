/* Sends the changed cells and brings the answer back to them. Resolves to the message for the editor. */
(function (grid) {
  "use strict";

  async function ask(url, options) {
    const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest", ...options.headers };
    const response = await fetch(url, { credentials: "same-origin", redirect: "error", ...options, headers });
    return { ok: response.ok, answer: await response.json() };
  }
  grid.ask = ask;

  grid.save = async function (table, { url, csrf, onLastChange }) {
    const sent = new Map(table.changed.map((cell) => [cell, { ...cell.fields }]));
    const { texts } = table;
    let reply;
    try {
      reply = await ask(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", [csrf.header]: csrf.token },
        body: JSON.stringify({ changes: [...sent.keys()].map((cell) => cell.change) }),
      });
    } catch {
      return texts.failed;
    }
    if (reply.ok) {
      for (const { stored, ...key } of reply.answer.cells) settle(table, table.find(key), stored, sent);
      onLastChange(reply.answer.last_change);
      return grid.fill(texts.saved, { count: sent.size });
    }
    if (!reply.answer.errors?.length) return reply.answer.message || texts.failed;
    for (const cell of sent.keys()) cell.errors = [];
    const refused = reply.answer.errors.map(({ conflict, messages, stored, ...key }) => {
      const cell = table.find(key);
      cell.errors = messages;
      cell.conflict = conflict ? { stored } : null;
      return cell;
    });
    for (const cell of sent.keys()) table.refresh(cell);
    refused[0].input.focus();
    return grid.fill(texts.refused, { count: refused.length });
  };

  /** What the editor wrote while the save was under way stays unsaved. */
  function settle(table, cell, stored, sent) {
    const before = sent.get(cell);
    const isUntouched = Object.keys(before).every((name) => before[name] === cell.fields[name]);
    if (isUntouched) cell.load(stored);
    else cell.keep(stored);
    table.refresh(cell, { keepText: cell === table.current && !isUntouched });
  }
})((window.kommunmalGrid = window.kommunmalGrid || {}));
