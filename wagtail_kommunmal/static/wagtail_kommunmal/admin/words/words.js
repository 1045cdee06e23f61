/* A colour picker beside each colour that is written, and a preview that follows. The form works without. */
(() => {
  const COLOUR = /^#[0-9a-f]{6}$/i;
  const shapes = JSON.parse(document.getElementById("kommunmal-sign-shapes").textContent);

  function start(row) {
    const field = (name) => row.querySelector(`[name$="-${name}"]`);
    const [label, icon, colour] = ["label", "icon", "colour"].map(field);
    const picker = document.createElement("input");
    picker.type = "color";
    picker.setAttribute("aria-label", row.dataset.colourLabel);

    function show() {
      const chosen = COLOUR.test(colour.value) ? colour.value : row.dataset.colour;
      picker.value = chosen.toLowerCase();
      for (const sign of row.querySelectorAll(".kommunmal-sign")) {
        sign.setAttribute("fill", chosen);
        sign.firstElementChild.setAttribute("d", shapes[icon.value || row.dataset.icon]);
      }
      for (const word of row.querySelectorAll("[data-shown-word]")) {
        word.textContent = label.value.trim() || row.dataset.label;
      }
    }

    picker.addEventListener("input", () => {
      colour.value = picker.value;
      show();
    });
    for (const input of [label, icon, colour]) input.addEventListener("input", show);
    colour.after(picker);
    show();
  }

  document.querySelectorAll("[data-kommunmal-word]").forEach(start);
})();
