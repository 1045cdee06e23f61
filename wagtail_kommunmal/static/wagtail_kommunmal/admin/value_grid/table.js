/* The table of inputs: draws cells, moves between them, takes in pasted blocks. */
(function (grid) {
  "use strict";

  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_match, name) => values[name]);
  grid.fill = fill;

  grid.Table = class {
    /** `listeners`: onFocus(cell), onChange(), onDetails(cell), onMessage(text). */
    constructor(element, data, listeners) {
      this.element = element;
      this.texts = data.texts;
      this.reasons = data.reasons;
      this.listeners = listeners;
      this.rows = data.rows;
      this.columns = data.columns;
      const stored = new Map(data.cells.map(([row, column, cell]) => [`${row}/${column}`, cell]));
      this.lines = this.rows.map((row, r) =>
        this.columns.map((column, c) => new grid.Cell(row, column, stored.get(`${r}/${c}`) || null)),
      );
      this.current = null;
      this.cellOf = new WeakMap();
      this.listen();
      this.draw();
    }

    get cells() {
      return this.lines.flat();
    }

    get changed() {
      return this.cells.filter((cell) => cell.isChanged);
    }

    find(key) {
      return this.cells.find((cell) => Object.keys(cell.key).every((name) => cell.key[name] === key[name]));
    }

    draw() {
      const head = document.createElement("tr");
      head.append(heading("col", this.texts.period));
      for (const column of this.columns) {
        const cell = heading("col", column.label);
        cell.append(element("span", "kommunmal-grid__gender", column.gender_text));
        head.append(cell);
      }
      this.element.tHead.replaceChildren(head);
      this.element.tBodies[0].replaceChildren(...this.lines.map((line, r) => this.drawLine(this.rows[r], line)));
    }

    drawLine(row, line) {
      const tableRow = document.createElement("tr");
      const cells = line.map((cell) => {
        if (!cell.input) this.makeInput(cell);
        return cell.element;
      });
      tableRow.append(heading("row", row.label), ...cells);
      return tableRow;
    }

    makeInput(cell) {
      cell.element = document.createElement("td");
      cell.input = document.createElement("input");
      cell.input.type = "text";
      cell.input.autocomplete = "off";
      cell.input.setAttribute(
        "aria-label",
        `${cell.row.label}, ${cell.column.label}, ${cell.column.gender_text}`,
      );
      cell.about = element("div", "kommunmal-grid__about");
      this.count = (this.count || 0) + 1;
      cell.about.id = `kommunmal-cell-${this.count}`;
      cell.element.append(cell.input, cell.about);
      this.cellOf.set(cell.input, cell);
      this.refresh(cell);
    }

    /** Show what the cell holds; the input is left alone while somebody types in it. */
    refresh(cell, { keepText = false } = {}) {
      if (!keepText) cell.input.value = cell.text;
      const notes = [];
      if (cell.isDeletion) notes.push(element("strong", "", this.texts.deleted));
      else if (cell.isChanged) notes.push(element("strong", "", cell.stored ? this.texts.changed : this.texts.new));
      if (cell.stored && cell.isChanged && cell.loaded.value !== cell.fields.value && cell.loaded.value) {
        notes.push(element("span", "", fill(this.texts.was, { value: cell.loaded.value })));
      }
      notes.push(...cell.marks(this.texts, this.reasons).map((text) => element("span", "", text)));
      notes.push(...cell.errors.map((text) => element("span", "kommunmal-grid__error", text)));
      cell.about.replaceChildren(...notes.flatMap((note, n) => (n ? [", ", note] : [note])));
      cell.input.toggleAttribute("aria-describedby", notes.length > 0);
      if (notes.length) cell.input.setAttribute("aria-describedby", cell.about.id);
      if (cell.errors.length) cell.input.setAttribute("aria-invalid", "true");
      else cell.input.removeAttribute("aria-invalid");
      cell.element.classList.toggle("is-changed", cell.isChanged);
      cell.element.classList.toggle("is-deleted", cell.isDeletion);
      cell.element.classList.toggle("is-current", cell === this.current);
    }

    listen() {
      this.element.addEventListener("focusin", (event) => {
        const cell = this.cellOf.get(event.target);
        if (!cell) return;
        const previous = this.current;
        this.current = cell;
        this.base = { ...cell.fields };
        if (previous && previous !== cell) this.refresh(previous);
        this.refresh(cell);
        cell.input.select();
        this.listeners.onFocus(cell);
      });
      this.element.addEventListener("input", (event) => {
        const cell = this.cellOf.get(event.target);
        cell.write(cell.input.value, this.base);
        this.refresh(cell, { keepText: true });
        this.listeners.onChange(cell);
      });
      this.element.addEventListener("keydown", (event) => this.onKey(event));
      this.element.addEventListener("paste", (event) => this.onPaste(event));
    }

    onKey(event) {
      const cell = this.cellOf.get(event.target);
      if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const { selectionStart, selectionEnd, value } = cell.input;
      const isWhole = selectionStart === 0 && selectionEnd === value.length;
      const moves = {
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
        Enter: [event.shiftKey ? -1 : 1, 0],
        ArrowLeft: isWhole || selectionEnd === 0 ? [0, -1] : null,
        ArrowRight: isWhole || selectionStart === value.length ? [0, 1] : null,
      };
      if (event.key === "F2") {
        this.listeners.onDetails(cell);
      } else if (event.key === "Escape") {
        cell.fields = { ...this.base };
        this.refresh(cell);
        cell.input.select();
        this.listeners.onChange(cell);
      } else if (moves[event.key] && !(event.shiftKey && event.key !== "Enter")) {
        this.move(cell, ...moves[event.key]);
      } else {
        return;
      }
      event.preventDefault();
    }

    position(cell) {
      return [this.rows.indexOf(cell.row), this.columns.indexOf(cell.column)];
    }

    move(cell, down, right) {
      const [r, c] = this.position(cell);
      const target = this.lines[r + down]?.[c + right];
      if (target) target.input.focus();
    }

    onPaste(event) {
      const start = this.cellOf.get(event.target);
      const block = grid.parseTsv(event.clipboardData.getData("text/plain"));
      if (!start || (block.length === 1 && block[0].length === 1)) return;
      event.preventDefault();
      const [top, left] = this.position(start);
      let filled = 0;
      block.forEach((line, r) =>
        line.forEach((text, c) => {
          const cell = this.lines[top + r]?.[left + c];
          // An empty cell of a block, or a dash, is seldom meant as a deletion.
          if (!cell || grid.isNothing(text)) return;
          cell.write(text, cell.fields);
          this.refresh(cell);
          filled += 1;
        }),
      );
      this.base = { ...start.fields };
      const widest = Math.max(...block.map((line) => line.length));
      const messages = [fill(this.texts.pasted, { count: filled })];
      const rows = top + block.length - this.rows.length;
      const columns = left + widest - this.columns.length;
      if (rows > 0) messages.push(fill(this.texts.not_fitting_rows, { count: rows }));
      if (columns > 0) messages.push(fill(this.texts.not_fitting_columns, { count: columns }));
      this.listeners.onChange(start);
      this.listeners.onMessage(messages.join(". "));
    }

    /** Put a row in its place by date; false if the grid has its period. */
    addRow(row) {
      if (this.rows.some((other) => other.period === row.period)) return false;
      const order = (one) => `${one.ends_on} ${one.period}`;
      const later = this.rows.findIndex((other) => order(other) > order(row));
      const place = later < 0 ? this.rows.length : later;
      this.rows.splice(place, 0, row);
      this.lines.splice(place, 0, this.columns.map((column) => new grid.Cell(row, column, null)));
      this.draw();
      this.lines[place][0].input.focus();
      return true;
    }

    /** Put a column last; false if the grid has it. */
    addColumn(column) {
      const names = ["series", "series_label", "gender"];
      if (this.columns.some((other) => names.every((name) => other[name] === column[name]))) return false;
      this.columns.push(column);
      this.lines.forEach((line, r) => line.push(new grid.Cell(this.rows[r], column, null)));
      this.draw();
      this.lines[0].at(-1).input.focus();
      return true;
    }
  };

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function heading(scope, text) {
    const made = element("th", "", text);
    made.scope = scope;
    return made;
  }
})((window.kommunmalGrid = window.kommunmalGrid || {}));
