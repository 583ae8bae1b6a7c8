// Short messages at the foot of the page, which screen readers say.
import { fill, h, iconButton } from './dom.js';

const STAYS = 6_000;
const place = /** @type {HTMLElement} */ (document.getElementById('notices'));

/**
 * @param {string} text
 * @param {{ kind?: 'plain' | 'error', action?: { label: string, run: () => void }, stays?: number }} [options]
 * @returns {() => void} takes it away
 */
export function notify(text, { kind = 'plain', action, stays = kind === 'error' ? 2 * STAYS : STAYS } = {}) {
  const notice = h('div', { class: `notice notice-${kind}` }, h('span', { class: 'notice-text' }, text));
  const timer = setTimeout(remove, stays);
  function remove() {
    clearTimeout(timer);
    notice.remove();
  }
  if (action) {
    notice.append(h('button', { type: 'button', class: 'button quiet', onclick: () => { remove(); action.run(); } }, action.label));
  }
  notice.append(iconButton('close', 'Dismiss', remove));
  place.append(notice);
  return remove;
}

/** @param {HTMLElement} element that tells of the connection @param {AbortSignal} signal @param {(listener: (isConnected: boolean) => void, signal: AbortSignal) => void} onConnection */
export function showConnection(element, signal, onConnection) {
  // One that comes back at once, as after a restart of the server, is not worth a word.
  let timer = 0;
  onConnection((isConnected) => {
    if (isConnected) {
      clearTimeout(timer);
      timer = 0;
      element.hidden = true;
      fill(element);
      return;
    }
    timer ||= setTimeout(() => {
      fill(element, h('span', { class: 'spinner', 'aria-hidden': 'true' }), 'No connection to the server. Trying again; what you see may be out of date.');
      element.hidden = false;
    }, 1_500);
  }, signal);
}
