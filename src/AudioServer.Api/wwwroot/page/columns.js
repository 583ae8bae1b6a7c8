// The list's columns, and ordering by them.
import { addressWith, go } from './address.js';
import { h, hidden, icon } from './dom.js';

/** The list's order where the address names none. */
export const NEWEST_FIRST = '-created';

/** @type {{ title: string, key: string, sort?: 'name' | 'duration' | 'size' | 'created' }[]} the server has an order for four */
export const COLUMNS = [
  { title: 'Name', key: 'name', sort: 'name' },
  { title: 'Duration', key: 'duration', sort: 'duration' },
  { title: 'Format', key: 'format' },
  { title: 'Rate', key: 'rate' },
  { title: 'Channels', key: 'channels' },
  { title: 'Size', key: 'size', sort: 'size' },
  { title: 'Uploaded', key: 'created', sort: 'created' },
  { title: 'State', key: 'state' },
];

/** @param {string} current order */
export const headRow = (current) => h('div', { role: 'row', class: 'head-row', 'aria-rowindex': 1 },
  ...COLUMNS.map((column, index) => headCell(column, index, current)), h('div', { role: 'columnheader', class: 'cell-download', 'aria-colindex': 1 + COLUMNS.length }, hidden('Download')));

/** @param {COLUMNS[number]} column @param {number} index @param {string} current */
function headCell({ title, key, sort }, index, current) {
  const direction = current === sort ? 'ascending' : current === `-${sort}` ? 'descending' : null;
  const attributes = { role: 'columnheader', class: `cell-${key}`, 'aria-sort': direction, 'aria-colindex': 1 + index };
  if (!sort) return h('div', attributes, title);
  // A text is looked for from its beginning, a quantity from its most.
  const next = direction === null ? (sort === 'name' ? sort : `-${sort}`) : direction === 'ascending' ? `-${sort}` : sort;
  const order = () => {
    go(addressWith({ sort: next === NEWEST_FIRST ? null : next }));
    /** @type {HTMLElement | null} */ (document.querySelector(`.head-row .cell-${key} button`))?.focus();
  };
  return h('div', attributes, h('button', { type: 'button', class: 'sort', onclick: order }, title, direction && icon(direction)));
}
