/* Checks all or none of what a goal has. */
document.querySelectorAll("[data-kommunmal-all]").forEach((buttons) => {
  "use strict";

  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const button = event.target.closest("[data-kommunmal-check]");
    if (!button) return;
    buttons.closest("[data-kommunmal-goal]").querySelectorAll("input[type=checkbox]").forEach((box) => {
      box.checked = Boolean(button.dataset.kommunmalCheck);
    });
  });
});
