// The uploads at the foot of the page, whatever view is above.
import { fill, focusHeading, h, icon } from './dom.js';
import { counted } from './format.js';
import { notify } from './notices.js';
import { perFrame, singly, sparingly } from './pace.js';
import { allUploads, cancelAll, clearEnded, keepAllBoth, queue, retryAll, whyHeld } from './queue.js';
import { whoIsHere } from './session.js';
import { UploadRow } from './upload-row.js';

/** @import { Upload, UploadState } from './upload.js' */

/** @param {HTMLElement} panel @param {AbortSignal} signal */
export function showUploads(panel, signal) {
  const [title, status] = [h('h2', {}), h('span', { class: 'hidden', role: 'status' })];
  const say = sparingly(status);
  const list = h('ul', { class: 'upload-list', id: 'upload-list' });
  const note = h('p', { class: 'upload-note', hidden: true });
  const fold = h('button', { type: 'button', class: 'icon-button', 'aria-controls': 'upload-list', 'aria-expanded': 'true', 'aria-label': 'Show each upload', onclick: toggle }, icon('fold'));
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick) => h('button', { type: 'button', class: 'button quiet', onclick: singly(onclick) }, label);
  const [keep, again, stop, clear] = [button('Keep both, for all', keepAllBoth), button('Retry all', retryAll), button('Cancel all', cancelAll), button('Clear', clearEnded)];
  const all = h('div', { class: 'upload-all', role: 'group', 'aria-label': 'All uploads' }, keep, again, stop, clear);
  fill(panel, h('div', { class: 'upload-head' }, title, fold), status, all, note, list);
  /** @type {Map<Upload, UploadRow>} */
  const rows = new Map();
  /** Rows that show what is not so any more. @type {Set<UploadRow>} */
  const stale = new Set();

  function toggle() {
    list.hidden = !list.hidden;
    fold.setAttribute('aria-expanded', String(!list.hidden));
  }

  function dropRows() {
    const there = allUploads();
    if (rows.size === there.size) return;
    for (const [upload, row] of rows) {
      if (there.has(upload)) continue;
      row.element.remove();
      rows.delete(upload);
    }
  }

  function showWhole() {
    const uploads = [...allUploads()];
    const count = (/** @type {(upload: Upload) => boolean} */ is) => uploads.filter(is).length;
    const inState = (/** @type {UploadState[]} */ ...states) => count(({ state }) => states.includes(state));
    const [left, done, failed, cancelled] = [inState('queued', 'sending'), inState('done'), inState('failed'), inState('cancelled')];
    const [taken, hopeless] = [count(({ isTaken }) => isTaken), count(({ isHopeless }) => isHopeless)];
    title.textContent = titleOf(left, done, failed);
    keep.hidden = taken < 2;
    again.hidden = failed - taken - hopeless < 2 && whyHeld() === '';
    stop.hidden = left + failed < 2;
    clear.hidden = done + cancelled === 0;
    all.hidden = keep.hidden && again.hidden && stop.hidden && clear.hidden;
    panel.hidden = uploads.length === 0 || whoIsHere() === null;
    // What is said while nothing is there would hold back what comes.
    say(panel.hidden ? '' : title.textContent);
  }

  const paint = perFrame(() => {
    const hadFocus = panel.contains(document.activeElement);
    dropRows();
    stale.forEach((row) => row.show());
    stale.clear();
    showWhole();
    // What had the focus is gone with it, or hidden.
    const focused = document.activeElement;
    if (!hadFocus || (panel.contains(focused) && !focused?.closest('[hidden]'))) return;
    if (panel.hidden) focusHeading();
    else fold.focus();
  });

  queue.addEventListener('add', (event) => {
    const { added, passedOver } = /** @type {CustomEvent<{ added: Upload[], passedOver: number }>} */ (event).detail;
    const words = passedOver === 0 ? '' : `${counted(passedOver, 'file')} of the folder passed over: no audio by their kind.`;
    if (added.length === 0) return notify(`There is nothing to upload. ${words}`, { kind: 'error' });
    for (const upload of added) {
      const row = new UploadRow(upload);
      rows.set(upload, row);
      upload.addEventListener('change', () => {
        stale.add(row);
        paint();
      });
    }
    list.append(...added.map((upload) => /** @type {UploadRow} */ (rows.get(upload)).element));
    note.hidden = passedOver === 0;
    note.textContent = words;
    if (list.hidden) toggle();
    paint();
  }, { signal });
  queue.addEventListener('change', paint, { signal });
}

/** @param {number} left @param {number} done @param {number} failed */
function titleOf(left, done, failed) {
  const parts = [];
  if (left > 0) parts.push(whyHeld() === '' ? `Uploading ${done + 1} of ${done + left}` : `Paused: ${whyHeld()}`);
  else if (done > 0 || failed === 0) parts.push(`${counted(done, 'file')} uploaded`);
  if (failed > 0) parts.push(parts.length === 0 ? `${counted(failed, 'upload')} failed` : `${failed} failed`);
  return parts.join(', ');
}
