// What is changed on a file here. The browser's other tabs are told too: the server has no event for it.
import { whoIsHere } from './session.js';

/** @import { Schemas } from 'contract' */

/** Carries files as they are now. All tabs have one session, and so one user. */
const tabs = new BroadcastChannel('changes');
const changes = new EventTarget();

/** @param {Schemas['AudioFile']} file as it is now */
const tell = (file) => changes.dispatchEvent(new CustomEvent('change', { detail: file }));

/** @param {Schemas['AudioFile']} file as it is now */
export function tellChange(file) {
  tell(file);
  tabs.postMessage(file);
}

/** @param {(file: Schemas['AudioFile']) => void} listener @param {AbortSignal} signal ends it */
export const onChange = (listener, signal) => changes.addEventListener('change', (event) => listener(/** @type {CustomEvent<Schemas['AudioFile']>} */ (event).detail), { signal });

tabs.addEventListener('message', ({ data }) => whoIsHere() !== null && tell(data));
