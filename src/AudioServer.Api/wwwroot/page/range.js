// The chosen range: its ends as text, and what can be done with it.
import { addressOf } from './api.js';
import { h, icon, uniqueId } from './dom.js';
import { field } from './filters.js';
import { TIME_FORM, clock, secondsOf } from './format.js';
import { shareLink } from './share.js';

/** @import { Player, Range } from './player.js' */
/** @import { Schemas } from 'contract' */

const FORMATS = /** @type {const} */ (['wav', 'flac', 'mp3']);

/** @param {number} seconds as a parameter: to the millisecond */
const rounded = (seconds) => Math.round(seconds * 1000) / 1000;

/** Why nothing can be heard between them; empty: it can. @param {Range} range @param {number} end of the sound */
function whyNot({ from, to }, end) {
  if (rounded(from) >= rounded(end)) return `It is over at ${clock(end, 3)}.`;
  return rounded(to) <= rounded(from) ? 'The end is not behind the beginning.' : '';
}

/** @param {Schemas['AudioFile']} file @param {Player} player @param {AbortSignal} signal ends it */
export function rangeSection(file, player, signal) {
  const fault = h('p', { class: 'fault', id: uniqueId('fault'), role: 'status' });
  const input = () => h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', class: 'input-time', placeholder: '0:00.000', 'aria-describedby': fault.id, onchange: read });
  const [from, to] = [input(), input()];
  const slices = FORMATS.map((format) => h('a', { class: 'button', download: true, 'aria-label': `Download the range as ${format.toUpperCase()}` }, icon('download'), format.toUpperCase()));
  const actions = h('div', { class: 'range-actions' },
    h('button', { type: 'button', class: 'button', onclick: () => player.playRange() }, icon('play'), 'Play the range'), ...slices,
    h('button', { type: 'button', class: 'button', onclick: () => player.range && shareLink(file, signal, { from: rounded(player.range.from), to: rounded(player.range.to) }) }, icon('share'), 'Share the range'),
    h('button', { type: 'button', class: 'button quiet', onclick: clear }, 'Clear'));
  const setters = /** @type {const} */ (['Start', 'End']).map((end) => h('button', { type: 'button', class: 'button quiet', onclick: () => set(end) }, `${end} here`));
  const element = h('section', { class: 'card range', 'aria-labelledby': 'range-title' }, h('h2', { id: 'range-title' }, 'A part of it'),
    h('p', { class: 'hint' }, 'Drag across the waveform, or write when it begins and ends.'),
    h('div', { class: 'range-fields' }, field('From', from), setters[0], field('To', to), setters[1]), fault, actions);

  /** @param {'Start' | 'End'} end at the position of the player */
  function set(end) {
    const [now, range] = [player.position, player.range];
    player.range = end === 'Start' ? { from: now, to: Math.max(now, range?.to ?? player.seconds) } : { from: Math.min(now, range?.from ?? 0), to: now };
  }

  function clear() {
    from.value = to.value = '';
    read();
    from.focus();
  }

  /** What is written is the range, or there is none, and why is said. */
  function read() {
    const [first, last] = [from, to].map(({ value }) => (value.trim() === '' ? undefined : secondsOf(value)));
    const isWhole = typeof first === 'number' && typeof last === 'number';
    const why = first === null || last === null ? TIME_FORM : typeof first === 'number' ? whyNot({ from: first, to: last ?? Infinity }, player.end) : '';
    player.range = isWhole && why === '' ? { from: first, to: Math.min(last, player.end) } : null;
    fault.textContent = why;
    const isBeyond = typeof first === 'number' && rounded(first) >= rounded(player.end);
    from.setAttribute('aria-invalid', String(first === null || isBeyond));
    to.setAttribute('aria-invalid', String(last === null || (why !== '' && first !== null && !isBeyond)));
  }

  /** No range leaves what is written, which may become one. */
  function show() {
    const range = player.range;
    const why = range === null ? '' : whyNot(range, player.end);
    actions.hidden = range === null || why !== '';
    if (range === null) return;
    [from.value, to.value] = [clock(range.from, 3), clock(range.to, 3)];
    fault.textContent = why;
    for (const end of [from, to]) end.setAttribute('aria-invalid', 'false');
    slices.forEach((link, index) => {
      link.href = addressOf('get', '/api/v1/audio/{id}/content', { path: { id: file.id }, query: { from: rounded(range.from), to: rounded(range.to), format: FORMATS[index] } });
    });
  }

  player.addEventListener('range', show);
  show();
  return element;
}
