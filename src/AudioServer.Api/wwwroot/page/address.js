// What the page shows stands in its address, so that it can be shared and survives a reload: file=ID, view=tokens, else the list with its filters.
/** @import { Address } from 'contract' */
/** @typedef {NonNullable<Address<'get', '/api/v1/audio'>['query']>} ListQuery */

/** Parameters of the list that the address carries, by the API's own names. */
const FILTERS = /** @type {const} */ (['q', 'minduration', 'maxduration', 'state', 'container', 'label', 'sort']);

export const parameters = () => new URLSearchParams(location.search);

/** @returns {ListQuery} the list's filters and order */
export function listQuery() {
  /** @type {Record<string, unknown>} */
  const query = {};
  const given = parameters();
  for (const name of FILTERS) {
    const values = given.getAll(name).filter((value) => value !== '');
    if (values.length > 0) query[name] = name === 'label' ? values : values[0];
  }
  return query;
}

/**
 * An address like this one, but for some parameters.
 * @param {Record<string, string | string[] | null>} changes null removes
 */
export function addressWith(changes) {
  const changed = parameters();
  for (const [name, value] of Object.entries(changes)) {
    changed.delete(name);
    if (value !== null) [value].flat().forEach((one) => changed.append(name, one));
  }
  return changed.size > 0 ? `/?${changed}` : '/';
}

/** @param {string} id */
export const fileAddress = (id) => addressWith({ view: null, file: id });

export const listAddress = () => addressWith({ view: null, file: null });

/** What a view hangs on. A fragment only names a place in it. */
const here = () => location.pathname + location.search;

/** That of the view which is shown. */
let shown = here();

/** @param {string} address of this page; the view changes with it */
export function go(address) {
  history.pushState(null, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** @param {string} address takes the place of this one; the view stays */
export function replace(address) {
  history.replaceState(history.state, '', address);
  shown = here();
}

/** @param {() => void} show is called when the address names another view, by a link or by the browser's own buttons */
export function onView(show) {
  // Each view puts itself where one left it; the browser would do so by pixels, though rows have come meanwhile.
  history.scrollRestoration = 'manual';
  addEventListener('popstate', () => {
    if (here() === shown) return;
    shown = here();
    show();
  });
}

/** Links to this page's own views are followed without loading it again. */
export function followLinks() {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const isPlain = event.button === 0 && !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || link.hasAttribute('download') || link.target !== '' || link.origin !== location.origin || link.pathname !== '/' || link.hash !== '') return;
    event.preventDefault();
    go(link.href);
  });
}
