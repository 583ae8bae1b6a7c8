// Elements by function. Text becomes text nodes and never markup, whoever wrote it.

/**
 * @typedef {Node | string | number | null | false | undefined} Child
 * @typedef {string | number | boolean | null | undefined | ((event: any) => void)} Attribute
 */

/**
 * An element with attributes (functions are listeners, null and false leave out) and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, Attribute>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  fill(element, ...children);
  return element;
}

/**
 * @param {Element} element
 * @param {...Child} children take the place of what is in it
 */
export function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== false).map((child) => (child instanceof Node ? child : String(child))));
}

/** @param {string} name one of icons.css; a picture beside text that says the same */
export const icon = (name) => h('span', { class: `icon icon-${name}`, 'aria-hidden': 'true' });

/**
 * @param {string} name
 * @param {string} label what a screen reader and a tooltip say
 * @param {(event: MouseEvent) => void} onclick
 * @param {string} [kind]
 */
export const iconButton = (name, label, onclick, kind = '') =>
  h('button', { type: 'button', class: `icon-button ${kind}`, 'aria-label': label, title: label, onclick }, icon(name));

/** @param {...Child} children */
export const hidden = (...children) => h('span', { class: 'hidden' }, ...children);

/** The focus goes to the view's heading: what had it is gone, or another view has come. */
export const focusHeading = () => /** @type {HTMLElement | null} */ (document.querySelector('main h1'))?.focus({ preventScroll: true });

let last = 0;

/** @param {string} prefix of an id that no other element has */
export const uniqueId = (prefix) => `${prefix}-${++last}`;
