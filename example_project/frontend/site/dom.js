/** Elements from text. Nothing that is fetched is ever read as HTML here; for that, see rich_text.js. */

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Make an element. Attributes that are null or false and children that are empty are left out; true is an attribute
 * without a value.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(attribute, value === true ? "" : String(value));
    }
  }
  element.append(...present(children.flat()));
  return element;
}

/**
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
export function present(children) {
  return children.filter(isPresent);
}

/**
 * @param {Child} child
 * @returns {child is Node | string}
 */
function isPresent(child) {
  return Boolean(child);
}

/**
 * Make a list of facts; those without a value are left out, and so is the whole list if there are none.
 *
 * @param {[string, Child | Child[]][]} pairs
 */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => present([value].flat()).length > 0);
  return (
    known.length > 0 &&
    make(
      "dl",
      {},
      known.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))),
    )
  );
}

/**
 * Make a table in a region of its own, which is scrolled with the keyboard too where the screen is narrow.
 *
 * @param {string} caption
 * @param {string[]} columns
 * @param {{ name: Child, cells: Child[] }[]} rows
 */
export function table(caption, columns, rows) {
  const heads = columns.map((column) => make("th", { scope: "col" }, column));
  const lines = rows.map((row) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, row.name),
      row.cells.map((cell) => make("td", {}, cell)),
    ),
  );
  return make(
    "div",
    { class: "scrolled", role: "region", tabindex: 0, "aria-label": caption },
    make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, heads)), make("tbody", {}, lines)),
  );
}
