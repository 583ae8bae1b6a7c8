// What stands below the list's rows: that they are on their way, that more come, that there are none, or why; and on paper where they were cut.
import { fill, focusHeading, h } from './dom.js';
import { counted, number } from './format.js';
import { noFiles, noMatch, notLoaded, skeleton } from './list-states.js';

export class ListFoot {
  #skeleton = skeleton();
  #end = h('div', { class: 'list-end' });
  #below = h('div', {});
  /** @type {IntersectionObserver} */ #nearEnd;

  element = h('div', { class: 'list-foot' }, this.#skeleton, this.#below);
  printed = h('p', { class: 'printed' });

  /** @param {() => void} more is called when the last row is near */
  constructor(more) {
    this.#nearEnd = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && more(), { rootMargin: '1200px' });
  }

  /** Ends for good. */
  end() {
    this.#nearEnd.disconnect();
  }

  /** What stands below comes only with the rows, so that nothing moves under anybody's eyes. @param {boolean} isShown */
  showSkeleton(isShown) {
    this.#skeleton.hidden = !isShown;
    this.#below.hidden = isShown;
  }

  /** @param {boolean} isAll whether no more come than those that are there */
  showEnd(isAll) {
    this.#end.textContent = isAll ? '' : 'Loading more …';
    this.#put(this.#end);
  }

  /** @param {boolean} isFiltered */
  showNone(isFiltered) {
    this.#put(isFiltered ? noMatch() : noFiles());
  }

  /** @param {unknown} fault @param {() => void} again */
  showFault(fault, again) {
    this.#put(notLoaded(fault, again));
  }

  /** @param {HTMLElement} what stands there now */
  #put(what) {
    const hadFocus = this.#below.contains(document.activeElement);
    fill(this.#below, what);
    if (hadFocus) focusHeading();
  }

  /** @param {boolean} isMore what is near already is told once more only to who looks anew */
  look(isMore) {
    this.#nearEnd.disconnect();
    if (isMore) this.#nearEnd.observe(this.#end);
  }

  /** @param {number} printed @param {number} total */
  showCut(printed, total) {
    this.printed.textContent = printed < total ? `The first ${number(printed)} of ${counted(total, 'file')}.` : '';
  }
}
