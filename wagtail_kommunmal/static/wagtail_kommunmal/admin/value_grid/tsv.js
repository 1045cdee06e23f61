/* Reads what a spreadsheet puts on the clipboard: rows of cells between tabs, some of them in quotes. */
(function (grid) {
  "use strict";

  const CELL = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))([\t\n]|$)/y;

  grid.parseTsv = function (text) {
    const rows = [[]];
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    CELL.lastIndex = 0;
    for (;;) {
      const [, quoted, plain, end] = CELL.exec(source);
      rows.at(-1).push((quoted === undefined ? plain : quoted.replace(/""/g, '"')).trim());
      if (end === "") return rows;
      if (end === "\n") rows.push([]);
    }
  };
})((window.kommunmalGrid = window.kommunmalGrid || {}));
