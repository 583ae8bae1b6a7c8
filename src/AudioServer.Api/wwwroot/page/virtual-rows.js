// The rows of a list that are near what is seen, and no others: of ten thousand files some forty are elements. Each lies where it belongs (list.css), so that the page is as long as all of them.
import { focusHeading, h } from './dom.js';
import { Row } from './rows.js';

/** @import { ListedFile } from './rows.js' */
/** @typedef {{ id: string, index: number }} Spot a row, and the how manieth it is, from 0 */
/** @typedef {Spot & { offset: number }} Place the first row that is seen whole, and how many pixels below the window's top it is */

/** Rows that are drawn beyond what is seen, on either side: for Tab, and for a scroll that is ahead of the page by a frame or two. */
const OVERSCAN = 10;

export class VirtualRows {
  /** In the list's order. @type {string[]} */ #ids = [];
  /** @type {Map<string, ListedFile>} */ #files = new Map();
  /** @type {Map<string, Row>} */ #drawn = new Map();
  /** @type {Place | null} */ #seen = null;
  #width = innerWidth;
  /** @type {HTMLElement} */ #head;

  element = h('div', { role: 'rowgroup', class: 'rows' });

  /** @param {HTMLElement} head that sticks above them @param {AbortSignal} signal ends it */
  constructor(head, signal) {
    this.#head = head;
    addEventListener('scroll', () => this.draw(), { signal, passive: true });
    addEventListener('resize', () => this.#turn(), { signal });
    addEventListener('afterprint', () => this.draw(), { signal });
  }

  get size() {
    return this.#ids.length;
  }

  /** @param {string} id */
  has(id) {
    return this.#files.has(id);
  }

  /** @param {ListedFile[]} files take the place of those that are there */
  replace(files) {
    this.#keep(() => {
      this.#ids = [];
      this.#files.clear();
      for (const file of files) this.#add(file, this.size);
      for (const [id, row] of this.#drawn) if (this.has(id)) row.set(/** @type {ListedFile} */ (this.#files.get(id)));
    });
  }

  /** @param {ListedFile[]} files of which those that are there are passed over */
  append(files) {
    for (const file of files) this.#add(file, this.size);
    this.#resize();
  }

  /** @param {ListedFile} file @param {string | null} next before which it belongs; null: it is the last */
  insert(file, next) {
    this.#keep(() => this.#add(file, next === null ? this.size : this.#ids.indexOf(next)));
  }

  /** @param {ListedFile} file that becomes the first */
  prepend(file) {
    this.insert(file, this.#ids[0] ?? null);
  }

  /** @param {ListedFile} file as it is now; nothing when it is not there */
  set(file) {
    const id = file.id ?? '';
    if (!this.has(id)) return;
    this.#files.set(id, file);
    this.#drawn.get(id)?.set(file);
  }

  /** @param {string} id @returns {string | null} what came after it; null: it was the last */
  remove(id) {
    const index = this.#ids.indexOf(id);
    this.#keep(() => {
      this.#ids.splice(index, 1);
      this.#files.delete(id);
    });
    return this.#ids[index] ?? null;
  }

  /** Where one is; null at the top, where one sees what comes. */
  get place() {
    return this.#isShown ? this.#placeIn(this.#box) : null;
  }

  /** @param {Place | null} place is seen again where it was, whatever came or went above it */
  goTo(place) {
    if (place === null || this.size === 0 || !this.#isShown) return;
    const { top, row } = this.#box;
    const way = top + this.#indexOf(place) * row - place.offset;
    if (Math.abs(way) >= 1) scrollBy(0, way);
    this.draw();
  }

  /** @returns {Spot} */
  get last() {
    return { id: this.#ids.at(-1) ?? '', index: this.size - 1 };
  }

  /** Whose row the focus is in. @returns {Spot | null} */
  get focused() {
    return [...this.#drawn.values()].find((row) => row.element.contains(document.activeElement)) ?? null;
  }

  /** @param {Spot | null} spot whose row gets the focus, however far it is; of what has gone, the row that is there now */
  focus(spot) {
    if (spot === null || this.size === 0) return;
    const index = this.#indexOf(spot);
    const id = this.#ids[index] ?? '';
    if (!this.#drawn.has(id)) this.#arrange([...[...this.#drawn].map(([one, row]) => /** @type {[string, number]} */ ([one, row.index])), [id, index]]);
    // One knows where one was, and not what is there instead.
    this.#drawn.get(id)?.link.focus({ preventScroll: id === spot.id });
  }

  /** Makes what is drawn be what is near. */
  draw() {
    if (!this.#isShown) return;
    const box = this.#box;
    this.#seen = this.#placeIn(box);
    this.#drawBetween(Math.max(0, Math.floor(-box.top / box.row) - OVERSCAN), Math.max(0, Math.ceil((innerHeight - box.top) / box.row) + OVERSCAN));
  }

  /** @param {number} most rows that are drawn, from the first, wherever one is: for paper @returns {number} how many are */
  drawFirst(most) {
    this.#drawBetween(0, most);
    return Math.min(most, this.size);
  }

  /** @param {number} first @param {number} end */
  #drawBetween(first, end) {
    const focused = document.activeElement;
    const wanted = new Map(this.#ids.slice(first, end).map((id, offset) => [id, first + offset]));
    let orphan = -1;
    for (const [id, row] of this.#drawn) {
      if (wanted.has(id)) continue;
      const hasFocus = row.element.contains(focused);
      // Where the focus is, it stays, wherever one scrolls; of what has gone, the row that is there now has it.
      if (hasFocus && this.has(id)) {
        wanted.set(id, this.#ids.indexOf(id));
        continue;
      }
      if (hasFocus) orphan = Math.min(row.index, this.size - 1);
      if (hasFocus && this.size === 0) focusHeading();
      row.element.remove();
      this.#drawn.delete(id);
    }
    this.#arrange([...wanted]);
    const heir = orphan < 0 ? focused : this.#drawn.get(this.#ids[orphan] ?? '')?.link;
    // An element that is moved has lost the focus too.
    if (heir !== document.activeElement && heir instanceof HTMLElement && this.element.contains(heir)) heir.focus({ preventScroll: true });
  }

  /** @param {[id: string, index: number][]} wanted */
  #arrange(wanted) {
    /** @type {Element | null} */
    let next = null;
    for (const [id, index] of wanted.sort(([, one], [, other]) => other - one)) {
      let row = this.#drawn.get(id);
      if (!row) this.#drawn.set(id, row = new Row(/** @type {ListedFile} */ (this.#files.get(id))));
      row.place(index);
      // In the order that is read and tabbed through, whatever came or went.
      if (!row.element.isConnected || row.element.nextElementSibling !== next) this.element.insertBefore(row.element, next);
      next = row.element;
    }
  }

  get #isShown() {
    return this.element.offsetParent !== null;
  }

  /** Where the rows begin in the window, and how high one is, in whatever size the text is. */
  get #box() {
    const { top, height } = this.element.getBoundingClientRect();
    return { top, row: this.size > 0 ? height / this.size : 1 };
  }

  /** @param {{ top: number, row: number }} box @returns {Place | null} */
  #placeIn({ top, row }) {
    const index = Math.min(Math.ceil((this.#head.offsetHeight - top) / row), this.size - 1);
    return index > 0 ? { id: this.#ids[index] ?? '', index, offset: top + index * row } : null;
  }

  /** @param {Spot} spot */
  #indexOf({ id, index }) {
    const now = this.#ids.indexOf(id);
    return now < 0 ? Math.min(index, this.size - 1) : now;
  }

  /** @param {ListedFile} file nothing when it is there @param {number} index */
  #add(file, index) {
    const id = file.id ?? '';
    if (this.has(id)) return;
    this.#ids.splice(index, 0, id);
    this.#files.set(id, file);
  }

  /** What is read stays under the eyes. @param {() => void} change */
  #keep(change) {
    const place = this.place;
    change();
    this.#resize();
    this.goTo(place);
  }

  /** As many as there are. */
  #resize() {
    this.element.style.height = `calc(${this.size} * var(--row-height))`;
    this.draw();
  }

  /** A window of another width has rows of another height, and more or fewer of them above. */
  #turn() {
    const seen = this.#seen;
    const isTurned = innerWidth !== this.#width;
    this.#width = innerWidth;
    if (isTurned) this.goTo(seen);
    this.draw();
  }
}
