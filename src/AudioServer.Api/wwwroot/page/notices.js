// Short messages at the foot of the page, which screen readers say.
import { fill, focusHeading, h, iconButton } from './dom.js';

const STAYS = 6_000;
const place = /** @type {HTMLElement} */ (document.getElementById('notices'));

/** Of an action that undoes something, as a screen reader is told them. */
const UNDO_KEYS = 'Control+Z Meta+Z';
const UNDO_HINT = navigator.platform.startsWith('Mac') ? '⌘Z' : 'Ctrl+Z';

/** What is being read, or is about to be pressed, stays. A finger leaves its mark of hovering behind. */
const HELD = matchMedia('(hover: hover)').matches ? ':hover, :focus-within' : ':focus-within';

/** What takes each away that is there. @type {Set<() => void>} */
const shown = new Set();

/**
 * @param {string} text
 * @param {{ kind?: 'plain' | 'error', action?: { label: string, run: () => void, isUndo?: boolean }, stays?: number, over?: () => void }} [options] over: it is gone by itself or was dismissed, and the action was not taken
 */
export function notify(text, { kind = 'plain', action, stays = kind === 'error' ? 2 * STAYS : STAYS, over } = {}) {
  const notice = h('div', { class: `notice notice-${kind}` }, h('span', { class: 'notice-text' }, text));
  const life = new AbortController();
  let timer = 0;
  /** What had the focus before this. @type {EventTarget | null} */
  let before = null;

  /** @param {Event} [event] */
  function weigh(event) {
    if (event instanceof FocusEvent && event.type === 'focusin' && !notice.contains(/** @type {Node | null} */ (event.relatedTarget))) before = event.relatedTarget;
    clearTimeout(timer);
    if (!notice.matches(HELD)) timer = setTimeout(end, stays);
  }

  function giveFocusBack() {
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    if (document.activeElement !== before) focusHeading();
  }

  function remove() {
    clearTimeout(timer);
    life.abort();
    shown.delete(remove);
    if (notice.contains(document.activeElement)) giveFocusBack();
    notice.remove();
  }

  function end() {
    remove();
    over?.();
  }

  if (action) {
    const undo = action.isUndo && h('span', { class: 'keys', 'aria-hidden': 'true' }, UNDO_HINT);
    notice.append(h('button', { type: 'button', class: 'button quiet', 'aria-keyshortcuts': action.isUndo && UNDO_KEYS, onclick: () => { remove(); action.run(); } }, action.label, undo));
  }
  notice.append(iconButton('close', 'Dismiss', end));
  for (const type of ['pointerenter', 'pointerleave', 'focusin', 'focusout']) notice.addEventListener(type, weigh, { signal: life.signal });
  place.append(notice);
  shown.add(remove);
  weigh();
}

/** Without a word to those who wait for their end. */
export const clearNotices = () => shown.forEach((remove) => remove());

/** The last thing that can be undone is, by its keys from wherever one is; not where one writes, which has its own undoing. */
document.addEventListener('keydown', (event) => {
  const isUndo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!isUndo || (event.target instanceof Element && event.target.matches('input:not([type=checkbox])'))) return;
  const last = [.../** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll('[aria-keyshortcuts]'))].at(-1);
  if (!last) return;
  event.preventDefault();
  last.click();
});

/** @param {HTMLElement} element that tells of the connection @param {AbortSignal} signal @param {(listener: (isConnected: boolean | null) => void, signal: AbortSignal) => void} onConnection */
export function showConnection(element, signal, onConnection) {
  // One that comes back at once, as after a restart of the server, is not worth a word.
  let timer = 0;
  onConnection((isConnected) => {
    if (isConnected !== false) {
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
