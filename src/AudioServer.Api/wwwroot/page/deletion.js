// Deleting with undo: the page waits before it asks the server. A page that is left meanwhile has deleted nothing.
import { Refusal, call, messageOf } from './api.js';
import { onChange } from './changes.js';
import { isGone } from './events.js';
import { nameOf } from './format.js';
import { notify } from './notices.js';
import { whoIsHere } from './session.js';

/** @import { Schemas } from 'contract' */

/** And for as long as the pointer or the focus is on the message. */
const WAIT = 6_000;

/** Files that are about to go, by id. @type {Map<string, Schemas['AudioFile']>} */
const heldBack = new Map();

/** @param {string} id whether the file is about to go, and not shown */
export const isHeldBack = (id) => heldBack.has(id);

/**
 * @param {string} id of a file that is about to go
 * @param {() => void} then once it has gone, or is kept after all
 */
export function decided(id, then) {
  const listener = (/** @type {Event} */ event) => {
    if (/** @type {CustomEvent<string>} */ (event).detail !== id) return;
    removeEventListener('audio-decided', listener);
    then();
  };
  addEventListener('audio-decided', listener);
}

/** @param {string} id */
function decide(id) {
  heldBack.delete(id);
  dispatchEvent(new CustomEvent('audio-decided', { detail: id }));
}

/** @param {Schemas['AudioFile']} file nothing when it is about to go already */
export function deleteLater(file) {
  if (isHeldBack(file.id)) return;
  heldBack.set(file.id, file);
  dispatchEvent(new CustomEvent('audio-hidden', { detail: file }));
  notify(`${nameOf(file)} deleted.`, { stays: WAIT, action: { label: 'Undo', run: () => keep(file), isUndo: true }, over: () => void remove(file) });
}

/** @param {Schemas['AudioFile']} file */
async function remove(file) {
  try {
    await call('delete', '/api/v1/audio/{id}', { path: { id: file.id } });
  } catch (fault) {
    // Who comes back will find it about to go.
    if (whoIsHere() === null) return;
    // Somebody was quicker.
    if (!(fault instanceof Refusal) || fault.status !== 404) {
      keep(file);
      notify(`${nameOf(file)} was not deleted. ${messageOf(fault)}`, { kind: 'error' });
    }
  }
  decide(file.id);
}

/** @param {Schemas['AudioFile']} file */
function keep(file) {
  const now = heldBack.get(file.id) ?? file;
  decide(file.id);
  if (isGone(file.id)) return notify(`${nameOf(now)} was deleted meanwhile.`);
  dispatchEvent(new CustomEvent('audio-kept', { detail: now }));
}

/** The messages went when nobody was here; who is back may undo anew. */
export function resumeDeletions() {
  if (whoIsHere() === null) return;
  const files = [...heldBack.values()];
  heldBack.clear();
  files.forEach(deleteLater);
}

/** Another tab may change what is about to go here. */
onChange((file) => isHeldBack(file.id) && heldBack.set(file.id, file), new AbortController().signal);

/** Deletes nothing of what is about to go. */
export const forgetDeletions = () => heldBack.clear();
