/* One cell: what is stored, what the editor made of it, and what is to be sent. Knows nothing of the page. */
(function (grid) {
  "use strict";

  const BLANK = { value: "", value_text: "", missing_reason: "", preliminary: false, note: "" };
  const LETTER = /\p{L}/u;
  const DIGIT = /\d/;
  // A lone dash says that nothing is reported, which is no value.
  const NOTHING = /^\s*[-–—−]?\s*$/;

  grid.isNothing = (text) => NOTHING.test(text);

  const sameNumber = (text) => text.replace(/\s/g, "").replace("−", "-").replace(".", ",");

  grid.Cell = class {
    constructor(row, column, stored) {
      this.row = row;
      this.column = column;
      this.load(stored);
    }

    /** Take over what is stored: null, or {content, shown, source, fetched}. */
    load(stored) {
      this.keep(stored);
      this.fields = { ...this.loaded };
      this.errors = [];
    }

    /** Compare with what is stored from now on, and leave what the editor wrote. */
    keep(stored) {
      this.stored = stored;
      this.loaded = stored ? { ...stored.content, value: stored.shown } : { ...BLANK };
      this.errors = [];
      this.conflict = null;
    }

    get text() {
      return this.fields.value || this.fields.value_text;
    }

    /** Read what was typed over `base`, the fields as they were when the editor came to the cell. */
    write(typed, base) {
      const text = grid.isNothing(typed) ? "" : typed;
      // Letters among digits are a slip of the finger; a text with numbers in it is written in the details.
      const isWord = LETTER.test(text) && !DIGIT.test(text);
      this.fields = { ...base, value: isWord ? "" : text, value_text: isWord ? text : "" };
      if (text && !isWord && base.value) this.fields.value_text = base.value_text;
      if (text) this.fields.missing_reason = "";
      this.forgive();
    }

    /** What was wrong may be right by now; only the server knows. A conflict stays until it is decided. */
    forgive() {
      if (!this.conflict) this.errors = [];
    }

    empty() {
      this.fields = { ...BLANK };
    }

    get isEmpty() {
      return !this.fields.value.trim() && !this.fields.value_text.trim() && !this.fields.missing_reason;
    }

    get isChanged() {
      const { value, ...others } = this.fields;
      return (
        sameNumber(value) !== sameNumber(this.loaded.value) ||
        Object.keys(others).some((name) => others[name] !== this.loaded[name])
      );
    }

    get isDeletion() {
      return this.stored !== null && this.isChanged && this.isEmpty;
    }

    get key() {
      const { series, series_label, gender } = this.column;
      return { period: this.row.period, series, series_label, gender };
    }

    get change() {
      return {
        ...this.key,
        before: this.stored ? this.stored.content : null,
        after: this.isDeletion ? null : { ...this.fields },
      };
    }

    /** What is to be known beside the number or text. */
    marks(texts, reasons) {
      const { value, value_text, missing_reason, preliminary, note } = this.fields;
      const marks = [];
      if (missing_reason) marks.push(reasons[missing_reason]);
      if (preliminary) marks.push(texts.preliminary);
      if (value_text) marks.push(value ? `${texts.text}: ${value_text}` : texts.text);
      if (note) marks.push(texts.note);
      if (this.stored && this.stored.source && !this.isChanged) marks.push(this.stored.source);
      return marks;
    }
  };
})((window.kommunmalGrid = window.kommunmalGrid || {}));
