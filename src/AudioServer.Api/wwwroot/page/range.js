// The chosen range: its ends as text, and what can be done with it.
import { addressOf } from './api.js';
import { h, icon } from './dom.js';
import { field } from './filters.js';
import { clock, secondsOf } from './format.js';
import { shareLink } from './share.js';

/** @import { Player } from './player.js' */
/** @import { Schemas } from 'contract' */

const FORMATS = /** @type {const} */ (['wav', 'flac', 'mp3']);

/** @param {number} seconds as a parameter: to the millisecond */
const rounded = (seconds) => Math.round(seconds * 1000) / 1000;

/** @param {Schemas['AudioFile']} file @param {Player} player */
export function rangeSection(file, player) {
  const [from, to] = [0, 1].map(() => h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', class: 'input-time', placeholder: '0:00.000', onchange: read }));
  const slices = FORMATS.map((format) => h('a', { class: 'button', download: true, 'aria-label': `Download the range as ${format.toUpperCase()}` }, icon('download'), format.toUpperCase()));
  const actions = h('div', { class: 'range-actions' },
    h('button', { type: 'button', class: 'button', onclick: () => player.playRange() }, icon('play'), 'Play the range'), ...slices,
    h('button', { type: 'button', class: 'button', onclick: () => player.range && void shareLink(file, { from: rounded(player.range.from), to: rounded(player.range.to) }) }, icon('share'), 'Share the range'),
    h('button', { type: 'button', class: 'button quiet', onclick: () => { player.range = null; } }, 'Clear'));
  const setters = /** @type {const} */ (['Start', 'End']).map((end) => h('button', { type: 'button', class: 'button quiet', onclick: () => set(end) }, `${end} here`));
  const element = h('section', { class: 'card range', 'aria-labelledby': 'range-title' }, h('h2', { id: 'range-title' }, 'A part of it'),
    h('p', { class: 'hint' }, 'Drag across the waveform, or write when it begins and ends.'),
    h('div', { class: 'range-fields' }, field('From', from), setters[0], field('To', to), setters[1]), actions);

  /** @param {'Start' | 'End'} end at the position of the player */
  function set(end) {
    const [now, range] = [player.position, player.range];
    player.range = end === 'Start' ? { from: now, to: Math.max(now, range?.to ?? player.seconds) } : { from: Math.min(now, range?.from ?? 0), to: now };
  }

  function read() {
    const [first, last] = [from, to].map((input) => secondsOf(input?.value ?? ''));
    const isGood = typeof first === 'number' && typeof last === 'number' && first < last && first < player.seconds;
    for (const input of [from, to]) input?.setAttribute('aria-invalid', String(input.value !== '' && !isGood && from?.value !== '' && to?.value !== ''));
    if (isGood) player.range = { from: first, to: Math.min(last, player.seconds) };
  }

  function show() {
    const range = player.range;
    // Between two ends at the same place there is nothing.
    const isThere = range !== null && rounded(range.to) > rounded(range.from);
    actions.hidden = !isThere;
    if (from) from.value = range ? clock(range.from, 3) : '';
    if (to) to.value = range ? clock(range.to, 3) : '';
    if (range) {
      slices.forEach((link, index) => {
        link.href = addressOf('get', '/api/v1/audio/{id}/content', { path: { id: file.id }, query: { from: rounded(range.from), to: rounded(range.to), format: FORMATS[index] } });
      });
    }
  }

  player.addEventListener('range', show);
  show();
  return element;
}
