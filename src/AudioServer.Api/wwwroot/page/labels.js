// A file's labels: key and value, of its user's own choice.
import { call, messageOf } from './api.js';
import { fill, h, icon } from './dom.js';
import { field } from './filters.js';
import { oneAtATime } from './pace.js';

/** @import { Schemas } from 'contract' */

/** @param {Schemas['AudioFile']} file @param {(file: Schemas['AudioFile']) => void} changed */
export function labelsSection(file, changed) {
  const chips = h('ul', { class: 'chips' });
  const [key, value] = [h('input', { type: 'text', maxlength: 64, autocomplete: 'off', required: true }), h('input', { type: 'text', maxlength: 256, autocomplete: 'off' })];
  const fault = h('p', { class: 'fault', role: 'alert' });
  const form = h('form', { class: 'label-form', onsubmit: oneAtATime(add) }, field('Key', key), field('Value', value), h('button', { class: 'button' }, 'Add'));

  /** @param {Record<string, string | null>} labels */
  async function change(labels) {
    try {
      fault.textContent = '';
      file = await call('patch', '/api/v1/audio/{id}', { path: { id: file.id }, body: { labels } });
      changed(file);
      show();
      return true;
    } catch (refusal) {
      fault.textContent = messageOf(refusal);
      return false;
    }
  }

  async function add() {
    if (await change({ [key.value.trim()]: value.value })) {
      form.reset();
      key.focus();
    }
  }

  function show() {
    fill(chips, ...Object.entries(file.labels ?? {}).map(([name, text]) => h('li', { class: 'chip' },
      h('a', { href: `/?${new URLSearchParams({ label: `${name}:${text}` })}`, title: 'Files with this label' }, `${name}: ${text}`),
      h('button', { type: 'button', class: 'chip-button', 'aria-label': `Remove the label ${name}`, onclick: async () => { if (await change({ [name]: null })) key.focus(); } }, icon('close')))));
    chips.hidden = chips.childElementCount === 0;
  }

  show();
  return h('section', { class: 'card labels', 'aria-labelledby': 'labels-title' }, h('h2', { id: 'labels-title' }, 'Labels'), chips, form, fault);
}
