// What is changed on a file here. The browser's other tabs are told too: the server has no event for it.
import { bound } from './events.js';
import { whoIsHere } from './session.js';

/** @import { Schemas } from 'contract' */

/** Carries files as they are now. All tabs have one session, and so one user. */
const tabs = new BroadcastChannel('changes');
const changes = new EventTarget();

/** What was last changed on files, by id. @type {Map<string, Schemas['AudioFile']>} */
const changed = new Map();

/** @param {Schemas['AudioFile']} file as it is now */
function tell(file) {
  bound(changed.set(file.id, file));
  changes.dispatchEvent(new CustomEvent('change', { detail: file }));
}

/**
 * The file as it was answered, but for what was changed on it while the answer was on its way.
 * @template {Schemas['ListedAudioFile']} T
 * @param {T} file
 */
export function withChange(file) {
  const now = changed.get(file.id ?? '');
  return now && now.updatedAt > (file.updatedAt ?? '') ? { ...file, name: now.name, labels: now.labels, updatedAt: now.updatedAt } : file;
}

/** @param {Schemas['AudioFile']} file as it is now */
export function tellChange(file) {
  tell(file);
  tabs.postMessage(file);
}

/** @param {(file: Schemas['AudioFile']) => void} listener @param {AbortSignal} signal ends it */
export const onChange = (listener, signal) => changes.addEventListener('change', (event) => listener(/** @type {CustomEvent<Schemas['AudioFile']>} */ (event).detail), { signal });

tabs.addEventListener('message', ({ data }) => whoIsHere() !== null && tell(data));
