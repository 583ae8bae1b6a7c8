// The rows of a list that are near what is seen, and no others: of ten thousand files some forty are elements. Each lies where it belongs (list.css), so that the page is as long as all of them.
import { fill, h } from './dom.js';
import { Row } from './rows.js';

/** @import { ListedFile } from './rows.js' */

/** Rows that are drawn beyond what is seen, on either side: for Tab, and for a scroll that is ahead of the page by a frame or two. */
const OVERSCAN = 10;

export class VirtualRows {
  /** In the list's order. @type {string[]} */ #ids = [];
  /** @type {Map<string, ListedFile>} */ #files = new Map();
  /** @type {Map<string, Row>} */ #drawn = new Map();

  element = h('div', { role: 'rowgroup', class: 'rows' });

  /** @param {AbortSignal} signal ends it */
  constructor(signal) {
    for (const type of ['scroll', 'resize']) addEventListener(type, () => this.draw(), { signal, passive: true });
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
    this.#ids = [];
    this.#files.clear();
    this.#drawn.clear();
    fill(this.element);
    this.append(files);
  }

  /** @param {ListedFile[]} files of which those that are there are passed over */
  append(files) {
    for (const file of files) if (!this.has(file.id ?? '')) this.#add(file, this.#ids.length);
    this.#resize();
  }

  /** @param {ListedFile} file that is not there yet */
  prepend(file) {
    this.#add(file, 0);
    this.#shifted(0, 1);
  }

  /** @param {ListedFile} file as it is now; nothing when it is not there */
  set(file) {
    const id = file.id ?? '';
    if (!this.#files.has(id)) return;
    this.#files.set(id, file);
    this.#drawn.get(id)?.set(file);
  }

  /** @param {string} id */
  remove(id) {
    const index = this.#ids.indexOf(id);
    this.#ids.splice(index, 1);
    this.#files.delete(id);
    this.#shifted(index, -1);
  }

  /** As many as there are. */
  #resize() {
    this.element.style.height = `calc(${this.size} * var(--row-height))`;
    this.draw();
  }

  /** Makes what is drawn be what is near. */
  draw() {
    if (!this.element.isConnected) return;
    const [top, height] = [this.element.getBoundingClientRect().top, this.#rowHeight];
    const first = Math.max(0, Math.floor(-top / height) - OVERSCAN);
    const near = this.#ids.slice(first, Math.max(0, Math.ceil((innerHeight - top) / height) + OVERSCAN));
    const wanted = new Map(near.map((id, offset) => [id, first + offset]));
    for (const [id, row] of this.#drawn) {
      if (wanted.has(id)) continue;
      // Where the focus is, it stays, wherever one scrolls; but not on what has gone.
      if (this.#files.has(id) && row.element.contains(document.activeElement)) {
        wanted.set(id, this.#ids.indexOf(id));
        continue;
      }
      row.element.remove();
      this.#drawn.delete(id);
    }
    this.#arrange([...wanted].sort(([, one], [, other]) => other - one));
  }

  /** @param {[id: string, index: number][]} wanted from the last to the first */
  #arrange(wanted) {
    /** @type {Element | null} */
    let next = null;
    for (const [id, index] of wanted) {
      let row = this.#drawn.get(id);
      if (!row) this.#drawn.set(id, row = new Row(/** @type {ListedFile} */ (this.#files.get(id))));
      row.place(index);
      // In the order that is read and tabbed through, whatever came or went.
      if (!row.element.isConnected || row.element.nextElementSibling !== next) this.element.insertBefore(row.element, next);
      next = row.element;
    }
  }

  get #rowHeight() {
    return Number.parseFloat(getComputedStyle(this.element).getPropertyValue('--row-height'));
  }

  /** @param {ListedFile} file @param {number} index */
  #add(file, index) {
    const id = file.id ?? '';
    this.#ids.splice(index, 0, id);
    this.#files.set(id, file);
  }

  /** What is read stays under the eyes when rows come or go above it. @param {number} index @param {number} rows */
  #shifted(index, rows) {
    const [top, height] = [this.element.getBoundingClientRect().top, this.#rowHeight];
    this.#resize();
    if (this.element.isConnected && top + index * height < 0) scrollBy(0, rows * height);
  }
}
