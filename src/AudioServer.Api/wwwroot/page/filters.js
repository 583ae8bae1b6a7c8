// The list's filters, which stand in the address by the API's own names.
import { addressWith, listQuery, replace } from './address.js';
import { fill, focusHeading, h, icon, uniqueId } from './dom.js';
import { clock, formatName, secondsOf, TIME_FORM } from './format.js';
import { debounced } from './pace.js';

/** @import { Schemas } from 'contract' */
/** @import { ListQuery } from './address.js' */

const STATES = { pending: 'Waiting', running: 'Checking', ok: 'Whole', suspect: 'Suspect', broken: 'Damaged', skipped: 'Not checked' };
const CONTAINERS = ['wav', 'flac', 'mp3', 'mp4', 'ogg', 'aiff', 'matroska', 'asf', 'w64', 'caf', 'wv', 'ape'];

/** @param {ListQuery} query */
export const isFiltered = (query) => Object.keys(query).some((name) => name !== 'sort');

/**
 * Whether a file is one of those that are asked for, but for the text, which only the server compares.
 * @param {ListQuery} query
 * @param {Schemas['AudioFile']} file
 */
export function matches({ state, container, minduration, maxduration, label }, file) {
  const isSame = (/** @type {string | undefined} */ wanted, /** @type {string | undefined} */ value) => wanted === undefined || wanted.toLowerCase() === value;
  const labels = Object.entries(file.labels ?? {}).map(([key, value]) => `${key}:${value}`);
  return isSame(state, file.verification.state) && isSame(container, file.container) && (label ?? []).every((one) => labels.includes(one))
    && (minduration === undefined || (file.duration ?? -Infinity) >= Number(minduration)) && (maxduration === undefined || (file.duration ?? Infinity) <= Number(maxduration));
}

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
  const clear = h('button', { type: 'button', class: 'button quiet', onclick: clearAll }, 'Clear filters');
  const form = h('form', { class: 'filters', role: 'search', 'aria-label': 'Filter files', onsubmit: (event) => event.preventDefault() },
    field('Search', text, 'field-search'), field('Shortest', shortest), field('Longest', longest), field('State', state), field('Format', container), clear);
  const fault = h('p', { class: 'fault', id: uniqueId('fault'), role: 'status' });
  const element = h('div', {}, form, fault, labels);
  const times = /** @type {[HTMLInputElement, string][]} */ ([[shortest, 'minduration'], [longest, 'maxduration']]);
  times.forEach(([input]) => input.setAttribute('aria-describedby', fault.id));

  /** The times that hold. What is none holds nothing up: it is not asked for, and words say why. */
  function readTimes() {
    const [least, most] = times.map(([input]) => (input.value.trim() === '' ? undefined : secondsOf(input.value)));
    const isCrossed = typeof least === 'number' && typeof most === 'number' && least > most;
    const seconds = /** @type {const} */ ([least, isCrossed ? null : most]);
    fault.textContent = isCrossed ? 'The longest is shorter than the shortest.' : seconds.includes(null) ? TIME_FORM : '';
    times.forEach(([input], index) => input.setAttribute('aria-invalid', String(seconds[index] === null)));
    return Object.fromEntries(times.map(([, name], index) => [name, String(seconds[index] ?? '')]));
  }

  function apply() {
    // Another view has the address by now.
    if (!element.isConnected) return;
    const wanted = { q: text.value.trim(), ...readTimes(), state: state.value, container: container.value };
    replace(addressWith(Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, value === '' ? null : value]))));
    showLabels();
    changed();
  }

  form.addEventListener('input', debounced(250, apply));

  function clearAll() {
    replace(unfiltered());
    focusHeading();
    read();
    changed();
  }

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
      input.setAttribute('aria-invalid', 'false');
    });
    fault.textContent = '';
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
