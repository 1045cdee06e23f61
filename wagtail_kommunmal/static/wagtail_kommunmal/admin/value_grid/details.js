/* The panel with what a cell holds besides its number, and the choice between two editors' values. */
(function (grid) {
  "use strict";

  grid.Details = class {
    constructor(part, fields, texts, table, onChange) {
      Object.assign(this, { part, fields, texts, table, onChange });
      this.element = part("details");
      this.title = part("details-title");
      for (const field of fields) {
        field.addEventListener("input", () => {
          const name = field.dataset.valueGridField;
          this.cell.fields[name] = field.type === "checkbox" ? field.checked : field.value;
          this.cell.forgive();
          this.changed();
        });
      }
      this.element.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !this.cell) return;
        event.preventDefault();
        this.cell.input.focus();
      });
      this.on("restore", () => this.cell.load(this.cell.stored));
      this.on("delete", () => this.cell.empty());
      this.on("take-theirs", () => this.cell.load(this.cell.conflict.stored));
      this.on("keep-mine", () => this.cell.keep(this.cell.conflict.stored));
    }

    on(name, act) {
      this.part(name).addEventListener("click", () => {
        act();
        this.changed();
        this.cell.input.focus();
      });
    }

    changed() {
      this.table.refresh(this.cell);
      this.show(this.cell);
      this.onChange(this.cell);
    }

    /** Show a cell; null shows none. */
    show(cell) {
      this.cell = cell;
      this.part("details-fields").disabled = !cell;
      if (!cell) return;
      this.title.textContent = cell.input.getAttribute("aria-label");
      this.part("details-origin").textContent = cell.stored ? `${cell.stored.source} ${cell.stored.fetched}`.trim() : "";
      for (const field of this.fields) {
        const value = cell.fields[field.dataset.valueGridField];
        if (field.type === "checkbox") field.checked = value;
        else if (field.value !== value) field.value = value;
      }
      this.part("restore").disabled = !cell.isChanged;
      this.part("delete").disabled = cell.isEmpty;
      this.showConflict(cell);
    }

    showConflict(cell) {
      this.part("details-conflict").hidden = !cell.conflict;
      if (!cell.conflict) return;
      const { stored } = cell.conflict;
      const value = stored && [stored.shown || stored.content.value_text, this.table.reasons[stored.content.missing_reason]];
      this.part("details-stored").textContent = stored
        ? grid.fill(this.texts.stored_now, { value: value.filter(Boolean).join(", ") })
        : this.texts.stored_nothing;
    }

    focus() {
      this.fields[0].focus();
    }
  };
})((window.kommunmalGrid = window.kommunmalGrid || {}));
