// The list's filters, which stand in the address by the API's own names.
import { addressWith, listQuery, replace } from './address.js';
import { debounced, fill, h, icon, uniqueId } from './dom.js';
import { clock, formatName, secondsOf } from './format.js';

/** @import { ListQuery } from './address.js' */

const STATES = { pending: 'Waiting', running: 'Checking', ok: 'Whole', suspect: 'Suspect', broken: 'Damaged', skipped: 'Not checked' };
const CONTAINERS = ['wav', 'flac', 'mp3', 'mp4', 'ogg', 'aiff', 'matroska', 'asf', 'w64', 'caf', 'wv', 'ape'];

/** @param {ListQuery} query */
export const isFiltered = (query) => Object.keys(query).some((name) => name !== 'sort');

/** Without filters; the order stays. */
export const unfiltered = () => addressWith({ q: null, minduration: null, maxduration: null, state: null, container: null, label: null });

/**
 * @param {() => void} changed the address names other filters now
 * @returns {{ element: HTMLElement, read: () => void }} read shows what the address says
 */
export function createFilters(changed) {
  const text = h('input', { type: 'search', name: 'q', placeholder: 'Name, title, artist, album', autocomplete: 'off', spellcheck: 'false' });
  const [shortest, longest] = ['minduration', 'maxduration'].map((name) => h('input', { type: 'text', name, inputmode: 'decimal', placeholder: 'm:ss', autocomplete: 'off', class: 'input-time' }));
  const state = select('state', STATES);
  const container = select('container', Object.fromEntries(CONTAINERS.map((name) => [name, formatName(name)])));
  const labels = h('div', { class: 'chips' });
  const clear = h('button', { type: 'button', class: 'button quiet', onclick: () => { replace(unfiltered()); read(); changed(); } }, 'Clear filters');
  const form = h('form', { class: 'filters', role: 'search', 'aria-label': 'Filter files', onsubmit: (event) => event.preventDefault() },
    field('Search', text, 'field-search'), field('Shortest', shortest), field('Longest', longest), field('State', state), field('Format', container), clear);
  const element = h('div', {}, form, labels);
  const times = /** @type {[HTMLInputElement, string][]} */ ([[shortest, 'minduration'], [longest, 'maxduration']]);

  /** What is typed is a time, and the shortest is not the longer one; else the address stays as it is. */
  function isValid() {
    const seconds = times.map(([input]) => (input.value.trim() === '' ? undefined : secondsOf(input.value)));
    times.forEach(([input], index) => input.setCustomValidity(seconds[index] === null ? 'Write seconds, m:ss or h:mm:ss.' : ''));
    const [least, most] = seconds;
    if (typeof least === 'number' && typeof most === 'number' && least > most) times[1]?.[0].setCustomValidity('The longest is shorter than the shortest.');
    times.forEach(([input]) => input.setAttribute('aria-invalid', String(!input.validity.valid)));
    return form.reportValidity();
  }

  function apply() {
    if (!isValid()) return;
    const seconds = (/** @type {HTMLInputElement} */ input) => String(secondsOf(input.value) ?? '');
    const wanted = { q: text.value.trim(), ...Object.fromEntries(times.map(([input, name]) => [name, seconds(input)])), state: state.value, container: container.value };
    replace(addressWith(Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, value === '' ? null : value]))));
    showLabels();
    changed();
  }

  form.addEventListener('input', debounced(250, apply));

  function showLabels() {
    const query = listQuery();
    clear.hidden = !isFiltered(query);
    fill(labels, ...(query.label ?? []).map((label) => {
      const others = (query.label ?? []).filter((other) => other !== label);
      return h('a', { class: 'chip', href: addressWith({ label: others.length > 0 ? others : null }), 'aria-label': `Remove the filter ${label}` }, label, icon('close'));
    }));
  }

  function read() {
    const query = listQuery();
    text.value = query.q ?? '';
    times.forEach(([input, name]) => {
      const seconds = query[/** @type {'minduration'} */ (name)];
      input.value = seconds === undefined ? '' : clock(Number(seconds), Number.isInteger(Number(seconds)) ? 0 : 2);
    });
    choose(state, query.state ?? '');
    choose(container, query.container ?? '');
    showLabels();
  }

  read();
  return { element, read };
}

/** @param {string} label @param {HTMLElement} [input] @param {string} [kind] */
export function field(label, input, kind = '') {
  const id = uniqueId('field');
  if (input) input.id = id;
  return h('div', { class: `field ${kind}` }, h('label', { for: id }, label), input);
}

/** @param {string} name @param {Record<string, string>} choices by value */
const select = (name, choices) =>
  h('select', { name }, h('option', { value: '' }, 'Any'), ...Object.entries(choices).map(([value, title]) => h('option', { value }, title)));

/** @param {HTMLSelectElement} element @param {string} value that an address may have though no choice does */
function choose(element, value) {
  if (![...element.options].some((option) => option.value === value)) element.append(h('option', { value }, value));
  element.value = value;
}
