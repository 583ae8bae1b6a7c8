// One upload in the panel: how far it is, what became of it, and what can be done.
import { fileAddress } from './address.js';
import { fill, h, iconButton } from './dom.js';
import { clock, nameOf, size } from './format.js';
import { singly } from './pace.js';
import { cancel, retry } from './queue.js';
import { StateBadge } from './states.js';

/** @import { Upload } from './upload.js' */

export class UploadRow {
  #name = h('span', { class: 'upload-name' });
  #detail = h('span', { class: 'upload-detail' });
  #actions = h('span', { class: 'upload-actions' });
  #badge = new StateBadge(undefined);
  /** @type {HTMLProgressElement} */ #bar;
  #shown = '';

  /** @param {Upload} upload */
  constructor(upload) {
    this.upload = upload;
    this.#bar = h('progress', { max: 1, value: 0, 'aria-label': `Upload of ${nameOf(upload.file)}` });
    this.element = h('li', { class: 'upload' }, this.#name, this.#actions, this.#bar, this.#detail);
    this.show();
  }

  /** What is so now. */
  show() {
    const { state, file, sent, result, refusal, isLost } = this.upload;
    this.element.dataset['state'] = state;
    this.#bar.hidden = state !== 'sending' && state !== 'queued';
    this.#bar.value = file.size === 0 ? 0 : sent / file.size;
    if (state === 'done' && !isLost) {
      this.#badge.set(result?.verification);
      fill(this.#detail, this.#badge.element);
    } else {
      fill(this.#detail, detailOf(this.upload));
    }
    // Buttons are made anew only when others are due, or one would lose the focus while it is pressed.
    const wanted = `${state} ${refusal?.code} ${isLost}`;
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    const hadFocus = this.element.contains(document.activeElement);
    fill(this.#actions, ...actionsOf(this.upload));
    fill(this.#name, result && !isLost ? h('a', { href: fileAddress(result.id) }, nameOf(result)) : nameOf(file));
    if (hadFocus) this.element.querySelector(/** @type {'button'} */ ('.upload-actions button, .upload-name a'))?.focus();
  }
}

/** @param {Upload} upload */
function detailOf(upload) {
  const whole = size(upload.file.size);
  switch (upload.state) {
    case 'done': return `${whole} · deleted`;
    case 'queued': return `${whole} · waiting`;
    case 'cancelled': return `${whole} · cancelled`;
    case 'failed': return upload.isTaken ? 'There is a file of this name.' : (upload.refusal?.message ?? '');
    default: {
      if (upload.sent >= upload.file.size) return `${whole} · being stored`;
      const left = upload.speed > 0 ? (upload.file.size - upload.sent) / upload.speed : null;
      return [`${Math.floor((100 * upload.sent) / upload.file.size)} % of ${whole}`, upload.speed > 0 && `${size(Math.round(upload.speed))}/s`, left !== null && `${clock(Math.ceil(left))} left`]
        .filter(Boolean).join(' · ');
    }
  }
}

/** @param {Upload} upload */
function actionsOf(upload) {
  if (upload.state === 'done') return [];
  const name = nameOf(upload.file);
  const button = (/** @type {string} */ label, /** @type {() => void} */ run) => h('button', { type: 'button', class: 'button quiet', 'aria-label': `${label} ${name}`, onclick: singly(run) }, label);
  const close = iconButton('close', `Cancel ${name}`, singly(() => cancel(upload)));
  if (upload.state === 'queued' || upload.state === 'sending') return [close];
  if (upload.isTaken) return [button('Keep both', () => retry(upload, 'rename')), button('Replace', () => retry(upload, 'replace')), close];
  if (upload.isHopeless) return [close];
  const again = button('Retry', () => retry(upload));
  return upload.state === 'failed' ? [again, close] : [again];
}
