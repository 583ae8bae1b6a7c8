// A signed link: whoever has it may download, without an account, until it ends.
import { call, messageOf } from './api.js';
import { fill, h, iconButton } from './dom.js';
import { field } from './filters.js';
import { clock, fullDate, nameOf } from './format.js';
import { oneAtATime } from './pace.js';

/** @import { Schemas } from 'contract' */

const HOUR = 3600;
const LASTING = { [HOUR]: 'An hour', [24 * HOUR]: 'A day', [7 * 24 * HOUR]: 'A week', [30 * 24 * HOUR]: '30 days' };

/**
 * Asks for how long, makes a link and shows it.
 * @param {Schemas['AudioFile']} file
 * @param {AbortSignal} signal ends it
 * @param {{ from: number, to: number }} [range] undefined: the whole
 */
export function shareLink(file, signal, range) {
  const lasting = h('select', {}, ...Object.entries(LASTING).map(([seconds, title]) => h('option', { value: seconds }, title)));
  const disposition = h('select', {}, h('option', { value: 'inline' }, 'Plays in the browser'), h('option', { value: 'attachment' }, 'Downloads'));
  const result = h('div', { class: 'share-result', role: 'status' });
  const form = h('form', { onsubmit: oneAtATime(make), onchange: () => fill(result) }, h('div', { class: 'fields' }, field('Good for', lasting), field('When opened', disposition)), result,
    h('div', { class: 'dialog-actions' }, h('button', { type: 'button', class: 'button quiet', onclick: () => dialog.close() }, 'Close'), h('button', { class: 'button primary' }, 'Make a link')));
  const what = range ? `${clock(range.from, 2)} to ${clock(range.to, 2)} of ${nameOf(file)}` : nameOf(file);
  const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'share-title', onclose: () => dialog.remove() },
    h('div', { class: 'dialog-head' }, h('h2', { id: 'share-title' }, 'Share a link'), iconButton('close', 'Close', () => dialog.close())),
    h('p', { class: 'dialog-what' }, what), h('p', { class: 'hint' }, 'Whoever has the link may have this sound until then, and nothing else. It cannot be taken back.'), form);

  async function make() {
    try {
      const body = { expiresIn: Number(lasting.value), disposition: disposition.value, ...range };
      const link = await call('post', '/api/v1/audio/{id}/links', { path: { id: file.id }, body });
      const url = h('input', { type: 'text', readonly: true, value: link.url, 'aria-label': 'Link' });
      const copy = h('button', { type: 'button', class: 'button', onclick: () => void copyText(url, copy) }, 'Copy');
      fill(result, h('div', { class: 'copy' }, url, copy), h('p', { class: 'hint' }, `Good until ${fullDate(link.expiresAt)}.`));
      url.select();
    } catch (fault) {
      fill(result, h('p', { class: 'fault' }, messageOf(fault)));
    }
  }

  signal.addEventListener('abort', () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {HTMLInputElement} input @param {HTMLButtonElement} button */
export async function copyText(input, button) {
  input.select();
  try {
    await navigator.clipboard.writeText(input.value);
    button.textContent = 'Copied';
  } catch {
    // A page that is not on https or localhost has no clipboard; the text is selected for the keys.
    button.textContent = 'Press Ctrl+C';
  }
}
