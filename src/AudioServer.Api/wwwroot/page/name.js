// A file's name as the view's heading, which can be changed in its place.
import { call, messageOf } from './api.js';
import { tellChange } from './changes.js';
import { fill, h, icon, uniqueId } from './dom.js';
import { nameOf } from './format.js';
import { notify } from './notices.js';
import { oneAtATime } from './pace.js';

/** @import { Schemas } from 'contract' */

/** @param {Schemas['AudioFile']} file */
export function nameHeading(file) {
  const element = h('div', { class: 'name' });
  const heading = h('h1', { tabindex: -1 });
  const edit = h('button', { type: 'button', class: 'button quiet', onclick: ask }, icon('edit'), 'Rename');

  function show() {
    heading.textContent = nameOf(file);
    document.title = `${nameOf(file)} – AudioServer`;
  }

  function ask() {
    const [id, faultId] = [uniqueId('name'), uniqueId('fault')];
    const fault = h('p', { class: 'fault', id: faultId, role: 'alert' });
    const input = h('input', { type: 'text', id, value: file.name, autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': faultId });
    const close = () => {
      const hadFocus = element.contains(document.activeElement);
      fill(element, heading, edit);
      if (hadFocus) edit.focus();
    };
    const form = h('form', {
      class: 'name-form',
      onkeydown: (event) => event.key === 'Escape' && close(),
      onsubmit: oneAtATime(async () => {
        try {
          tellChange(await call('patch', '/api/v1/audio/{id}', { path: { id: file.id }, body: { name: input.value } }));
          // Closed meanwhile, it may have been opened anew.
          if (form.isConnected) close();
        } catch (refusal) {
          if (!form.isConnected) return notify(messageOf(refusal), { kind: 'error' });
          fault.textContent = messageOf(refusal);
          input.setAttribute('aria-invalid', 'true');
          input.focus();
        }
      }),
    }, h('label', { for: id, class: 'hidden' }, 'Name'), input, h('button', { class: 'button primary' }, 'Save'), h('button', { type: 'button', class: 'button quiet', onclick: close }, 'Cancel'), fault);
    fill(element, form);
    input.focus();
    // What comes before the last dot is what one means to change.
    input.setSelectionRange(0, file.name.lastIndexOf('.') > 0 ? file.name.lastIndexOf('.') : file.name.length);
  }

  fill(element, heading, edit);
  show();
  return { element, set: (/** @type {Schemas['AudioFile']} */ now) => { file = now; show(); } };
}
