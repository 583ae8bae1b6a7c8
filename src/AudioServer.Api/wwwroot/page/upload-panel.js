// The uploads at the foot of the page, whatever view is above.
import { fileAddress } from './address.js';
import { fill, h, icon, iconButton } from './dom.js';
import { clock, counted, size } from './format.js';
import { StateBadge } from './states.js';
import { allUploads, clearEnded, queue } from './upload.js';

/** @import { Upload } from './upload.js' */

/** @param {HTMLElement} panel @param {AbortSignal} signal */
export function showUploads(panel, signal) {
  const title = h('h2', { 'aria-live': 'polite' });
  const list = h('ul', { class: 'upload-list', id: 'upload-list' });
  const note = h('p', { class: 'upload-note' });
  note.hidden = true;
  const fold = h('button', { type: 'button', class: 'icon-button', 'aria-controls': 'upload-list', 'aria-expanded': 'true', 'aria-label': 'Show each upload', onclick: toggle }, icon('fold'));
  const clear = h('button', { type: 'button', class: 'button quiet', onclick: clearEnded }, 'Clear');
  fill(panel, h('div', { class: 'upload-head' }, title, clear, fold), note, list);
  /** @type {Map<Upload, HTMLElement>} */
  const rows = new Map();

  function toggle() {
    const isOpen = list.hidden;
    list.hidden = !isOpen;
    fold.setAttribute('aria-expanded', String(isOpen));
  }

  function showChange() {
    const all = allUploads();
    for (const [upload, row] of rows) {
      if (all.includes(upload)) continue;
      row.remove();
      rows.delete(upload);
    }
    panel.hidden = all.length === 0;
    document.body.classList.toggle('has-uploads', all.length > 0);
    const count = (/** @type {string[]} */ ...states) => all.filter((upload) => states.includes(upload.state)).length;
    const [left, done, failed] = [count('queued', 'sending'), count('done'), count('failed')];
    const text = left > 0 ? `Uploading ${done + 1} of ${done + left}` : done > 0 || failed === 0 ? `${counted(done, 'file')} uploaded` : '';
    const whole = [text, failed > 0 && (text === '' ? `${counted(failed, 'upload')} failed` : `${failed} failed`)].filter(Boolean).join(', ');
    // A live region that is written again is said again.
    if (title.textContent !== whole) title.textContent = whole;
    clear.hidden = all.length === left;
  }

  queue.addEventListener('add', (event) => {
    const { added, passedOver } = /** @type {CustomEvent<{ added: Upload[], passedOver: number }>} */ (event).detail;
    for (const upload of added) {
      const row = rowOf(upload);
      rows.set(upload, row);
      list.append(row);
    }
    note.hidden = passedOver === 0;
    note.textContent = passedOver === 0 ? '' : `${counted(passedOver, 'file')} of the folder passed over: no audio by their kind.`;
    if (list.hidden) toggle();
    showChange();
  }, { signal });
  queue.addEventListener('change', showChange, { signal });
}

/** @param {Upload} upload */
function rowOf(upload) {
  const name = h('span', { class: 'upload-name' });
  const detail = h('span', { class: 'upload-detail' });
  const bar = h('progress', { max: 1, value: 0, 'aria-label': `Upload of ${upload.file.name}` });
  const actions = h('span', { class: 'upload-actions' });
  const row = h('li', { class: 'upload' }, name, actions, bar, detail);
  const badge = new StateBadge(undefined);
  let shown = '';

  function show() {
    row.dataset['state'] = upload.state;
    bar.hidden = upload.state !== 'sending' && upload.state !== 'queued';
    bar.value = upload.file.size === 0 ? 0 : upload.sent / upload.file.size;
    if (upload.state === 'done') {
      badge.set(upload.result?.verification);
      fill(detail, badge.element);
    } else {
      fill(detail, detailOf(upload));
    }
    // Buttons are made anew only when others are due, or one would lose the focus while it is pressed.
    const wanted = `${upload.state} ${upload.refusal?.code}`;
    if (wanted === shown) return;
    shown = wanted;
    fill(actions, ...actionsOf(upload));
    fill(name, upload.result ? h('a', { href: fileAddress(upload.result.id) }, upload.result.name ?? '') : upload.file.name);
  }

  upload.addEventListener('change', show);
  show();
  return row;
}

/** @param {Upload} upload */
function detailOf(upload) {
  const whole = size(upload.file.size);
  switch (upload.state) {
    case 'queued': return `${whole} · waiting`;
    case 'cancelled': return `${whole} · cancelled`;
    case 'failed': return upload.refusal?.code === 'name_taken' ? 'There is a file of this name.' : (upload.refusal?.message ?? '');
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
  const { name } = upload.file;
  if (upload.state === 'queued' || upload.state === 'sending') return [iconButton('close', `Cancel ${name}`, () => upload.cancel())];
  if (upload.state === 'done') return [];
  const button = (/** @type {string} */ label, /** @type {() => void} */ run) => h('button', { type: 'button', class: 'button quiet', 'aria-label': `${label} ${name}`, onclick: run }, label);
  return upload.refusal?.code === 'name_taken'
    ? [button('Keep both', () => upload.retry('rename')), button('Replace', () => upload.retry('replace'))]
    : [button('Retry', () => upload.retry())];
}
