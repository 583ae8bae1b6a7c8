// Deleting with undo: the page waits before it asks the server. A page that is left meanwhile has deleted nothing.
import { call, messageOf } from './api.js';
import { notify } from './notices.js';

/** @import { Schemas } from 'contract' */

const WAIT = 6_000;

/** @type {Set<string>} ids of files that are about to go */
const heldBack = new Set();

/** @param {string} id whether the file is about to go, and not shown */
export const isHeldBack = (id) => heldBack.has(id);

/** @param {Schemas['AudioFile']} file */
export function deleteLater(file) {
  heldBack.add(file.id);
  dispatchEvent(new CustomEvent('audio-hidden', { detail: file.id }));
  const timer = setTimeout(async () => {
    try {
      await call('delete', '/api/v1/audio/{id}', { path: { id: file.id } });
      heldBack.delete(file.id);
    } catch (fault) {
      keep();
      notify(`${file.name} was not deleted. ${messageOf(fault)}`, { kind: 'error' });
    }
  }, WAIT);
  function keep() {
    clearTimeout(timer);
    heldBack.delete(file.id);
    dispatchEvent(new CustomEvent('audio-kept', { detail: file.id }));
  }
  notify(`${file.name} deleted.`, { stays: WAIT, action: { label: 'Undo', run: keep } });
}
