/**
 * Text that editors have formatted, as nodes.
 *
 * The API sends what the admin let editors write, and that is safe. This page does not rely on it: the HTML is parsed
 * into a document that runs and loads nothing, and only the elements below are made anew from it, without their
 * attributes. Everything else is read as its text alone. A new element in the API is therefore never a risk here.
 */

import { make } from "./dom.js";

/**
 * What may stand in a text besides links and headings, and what is made of it.
 *
 * @type {ReadonlyMap<string, keyof HTMLElementTagNameMap>}
 */
const ALLOWED = new Map([
  ["B", "strong"],
  ["BLOCKQUOTE", "blockquote"],
  ["BR", "br"],
  ["EM", "em"],
  ["I", "em"],
  ["LI", "li"],
  ["OL", "ol"],
  ["P", "p"],
  ["STRONG", "strong"],
  ["UL", "ul"],
]);
const HEADING = /^H([2-6])$/;
const LEFT_OUT = new Set(["SCRIPT", "STYLE", "TEMPLATE"]);

/**
 * Make nodes of a text. Its headings begin with the second level; here they begin below that of the heading above it.
 *
 * @param {string | null} html
 * @param {number} [above] the level of that heading
 * @returns {(Node | string)[]}
 */
export function richText(html, above = 2) {
  const nodes = html ? [...new DOMParser().parseFromString(html, "text/html").body.childNodes] : [];
  return nodes.flatMap((node) => copied(node, above));
}

/**
 * Make a link, or only its words where the address is not one that a page may link to.
 *
 * @param {string} href
 * @param {...(Node | string)} children
 */
export function webLink(href, ...children) {
  const protocol = URL.canParse(href) ? new URL(href).protocol : "";
  return ["http:", "https:", "mailto:", "tel:"].includes(protocol)
    ? make("a", { href }, ...children)
    : make("span", {}, ...children);
}

/**
 * @param {Node} node
 * @param {number} above
 * @returns {(Node | string)[]}
 */
function copied(node, above) {
  if (node instanceof Text) {
    return [node.data];
  }
  if (!(node instanceof Element) || LEFT_OUT.has(node.tagName)) {
    return [];
  }
  const children = [...node.childNodes].flatMap((child) => copied(child, above));
  if (node instanceof HTMLAnchorElement) {
    return [webLink(node.getAttribute("href") ?? "", ...children)];
  }
  const level = HEADING.exec(node.tagName)?.[1];
  if (level) {
    const name = /** @type {"h2" | "h3" | "h4" | "h5" | "h6"} */ (`h${Math.min(6, Number(level) - 1 + above)}`);
    return [make(name, {}, ...children)];
  }
  const name = ALLOWED.get(node.tagName);
  return name ? [make(name, {}, ...children)] : children;
}
