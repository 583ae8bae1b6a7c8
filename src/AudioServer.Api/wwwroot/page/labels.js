// A file's labels: key and value, of its user's own choice.
import { call, messageOf } from './api.js';
import { tellChange } from './changes.js';
import { fill, h, icon } from './dom.js';
import { field } from './filters.js';
import { oneAtATime } from './pace.js';

/** @import { Schemas } from 'contract' */

/** @param {Schemas['AudioFile']} file */
export function labelsSection(file) {
  const chips = h('ul', { class: 'chips' });
  const [key, value] = [h('input', { type: 'text', maxlength: 64, pattern: '[^:]+', title: 'Without a colon: a label is filtered for as key:value.', autocomplete: 'off', required: true }), h('input', { type: 'text', maxlength: 256, autocomplete: 'off' })];
  const fault = h('p', { class: 'fault', role: 'alert' });
  let shown = '';
  const form = h('form', { class: 'label-form', onsubmit: oneAtATime(add) }, field('Key', key), field('Value', value), h('button', { class: 'button' }, 'Add'));

  /** @param {Record<string, string | null>} labels */
  async function change(labels) {
    try {
      fault.textContent = '';
      tellChange(await call('patch', '/api/v1/audio/{id}', { path: { id: file.id }, body: { labels } }));
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

  /** Only when they are others: who is at one of them is not to be thrown out. */
  function show() {
    const now = JSON.stringify(file.labels ?? {});
    if (now === shown) return;
    shown = now;
    fill(chips, ...Object.entries(file.labels ?? {}).map(([name, text]) => h('li', { class: 'chip' },
      h('a', { href: `/?${new URLSearchParams({ label: `${name}:${text}` })}`, title: 'Files with this label' }, `${name}: ${text}`),
      h('button', { type: 'button', class: 'chip-button', 'aria-label': `Remove the label ${name}`, onclick: async () => { if (await change({ [name]: null })) key.focus(); } }, icon('close')))));
    chips.hidden = chips.childElementCount === 0;
  }

  show();
  const element = h('section', { class: 'card labels', 'aria-labelledby': 'labels-title' }, h('h2', { id: 'labels-title' }, 'Labels'), chips, form, fault);
  return { element, set: (/** @type {Schemas['AudioFile']} */ now) => { file = now; show(); } };
}
