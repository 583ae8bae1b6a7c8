// What stands above the list's rows: how many there are, and that there is something else to show.
import { focusHeading, h } from './dom.js';
import { counted } from './format.js';
import { uploadButtons } from './list-states.js';

export class ListHead {
  #count = h('span', { class: 'count' });
  #status = h('span', { class: 'hidden', role: 'status' });
  /** @type {number | null} */ #said = null;
  /** Ids of files that came and are not shown. @type {Set<string>} */ #unseen = new Set();

  element = h('div', { class: 'list-head' }, h('h1', { tabindex: -1 }, 'Files'), this.#count, this.#status, uploadButtons());

  /** @param {() => void} anew shows the list as it is now */
  constructor(anew) {
    this.news = h('button', { type: 'button', class: 'button news', hidden: true, onclick: anew });
  }

  /** @param {number | null} total null: it is not known */
  show(total) {
    this.#count.textContent = total === null ? '' : counted(total, 'file');
    // What was said and is so no more would still be read.
    if (total !== this.#said) this.#status.textContent = '';
  }

  /** What a load has found is said; what comes and goes one by one is only seen. @param {number} total */
  say(total) {
    this.#said = total;
    const text = total === 1 ? 'The list has one file.' : `The list has ${counted(total, 'file')}.`;
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }

  /** @param {string} id of a file that belongs to the list, though nobody here knows where */
  announce(id) {
    this.#unseen.add(id);
    this.#offerUnseen();
  }

  /** @param {string} id of a file that is gone @returns {boolean} whether it was one of those that came */
  retract(id) {
    if (!this.#unseen.delete(id)) return false;
    this.#offerUnseen();
    return true;
  }

  #offerUnseen() {
    this.offer(`${counted(this.#unseen.size, 'new file')}: show the list anew`);
    if (this.#unseen.size === 0) this.withdraw();
  }

  /** @param {string} text */
  offer(text) {
    this.news.textContent = text;
    this.news.hidden = false;
  }

  /** All that is known is shown. */
  withdraw() {
    this.#unseen.clear();
    if (document.activeElement === this.news) focusHeading();
    this.news.hidden = true;
  }
}
