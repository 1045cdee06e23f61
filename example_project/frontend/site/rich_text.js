/**
 * Text that editors have formatted, as nodes.
 *
 * The API sends what the admin let editors write, and that is safe. This page does not rely on it: the HTML is parsed
 * into a document that runs and loads nothing, and only the elements below are made anew from it, without their
 * attributes. Everything else is read as its text alone. A new element in the API is therefore never a risk here.
 */

import { make } from "./dom.js";

/** What may stand in a text, and what is made of it: a heading in a text belongs below the one of its section. */
/** @type {ReadonlyMap<string, keyof HTMLElementTagNameMap>} */
const ALLOWED = new Map([
  ["B", "strong"],
  ["BLOCKQUOTE", "blockquote"],
  ["BR", "br"],
  ["EM", "em"],
  ["H2", "h3"],
  ["H3", "h4"],
  ["H4", "h5"],
  ["I", "em"],
  ["LI", "li"],
  ["OL", "ol"],
  ["P", "p"],
  ["STRONG", "strong"],
  ["UL", "ul"],
]);
const LEFT_OUT = new Set(["SCRIPT", "STYLE", "TEMPLATE"]);

/**
 * @param {string | null} html
 * @returns {(Node | string)[]}
 */
export function richText(html) {
  return html ? [...new DOMParser().parseFromString(html, "text/html").body.childNodes].flatMap(copied) : [];
}

/**
 * Make a link, or only its words where the address is not one that a page may link to.
 *
 * @param {string} href
 * @param {...(Node | string)} children
 */
export function webLink(href, ...children) {
  const protocol = URL.canParse(href) ? new URL(href).protocol : "";
  return ["http:", "https:", "mailto:", "tel:"].includes(protocol) ? make("a", { href }, ...children) : make("span", {}, ...children);
}

/**
 * @param {Node} node
 * @returns {(Node | string)[]}
 */
function copied(node) {
  if (node instanceof Text) {
    return [node.data];
  }
  if (!(node instanceof Element) || LEFT_OUT.has(node.tagName)) {
    return [];
  }
  const children = [...node.childNodes].flatMap(copied);
  if (node instanceof HTMLAnchorElement) {
    return [webLink(node.getAttribute("href") ?? "", ...children)];
  }
  const name = ALLOWED.get(node.tagName);
  return name ? [make(name, {}, ...children)] : children;
}
