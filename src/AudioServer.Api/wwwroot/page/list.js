// The list: pages by keyset, one after the other as one scrolls, and kept while a file is looked at.
import { listQuery } from './address.js';
import { call, isAbandoned, messageOf } from './api.js';
import { NEWEST_FIRST, headRow } from './columns.js';
import { isHeldBack } from './deletion.js';
import { fill, h, icon } from './dom.js';
import { newest, on, onResync } from './events.js';
import { createFilters, isFiltered } from './filters.js';
import { counted } from './format.js';
import { noFiles, noMatch, skeleton, uploadButtons } from './list-states.js';
import { FIELDS } from './rows.js';
import { VirtualRows } from './virtual-rows.js';

/** @import { Schemas } from 'contract' */

const PAGE = 100;

/** @type {List | null} the one that is there still when one comes back from a file */
let kept = null;

/** @param {HTMLElement} main */
export function showList(main) {
  document.title = 'Files – AudioServer';
  kept ??= new List();
  fill(main, kept.element);
  kept.comeBack();
}

/** Another view comes. */
export const leaveList = () => kept?.rest();

/** Somebody else may come, who has other files. */
export function forgetList() {
  kept?.end();
  kept = null;
}

class List {
  #address = '';
  #life = new AbortController();
  #rows = new VirtualRows(this.#life.signal);
  #loading = new AbortController();
  /** @type {string | null} */ #next = null;
  #isLoading = false;
  #total = 0;
  #scroll = 0;
  #unseen = 0;
  /** Files that came while a page was on its way, which may not have them. @type {Schemas['AudioFile'][]} */ #meanwhile = [];

  #heading = h('h1', { tabindex: -1 }, 'Files');
  #count = h('span', { class: 'count', role: 'status' });
  #news = h('button', { type: 'button', class: 'button news', hidden: true, onclick: () => void this.#reload() });
  #head = h('div', { role: 'rowgroup', class: 'head' });
  #table = h('div', { role: 'table', 'aria-label': 'Files', class: 'table' }, this.#head, this.#rows.element);
  #skeleton = skeleton();
  #foot = h('div', { class: 'list-foot' });
  #filters = createFilters(() => void this.#reload());
  #nearEnd = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && void this.#more(), { rootMargin: '1200px' });

  element = h('section', { class: 'list' },
    h('div', { class: 'list-head' }, this.#heading, this.#count, uploadButtons()), this.#filters.element, this.#news, this.#table, this.#skeleton, this.#foot);

  constructor() {
    const { signal } = this.#life;
    for (const type of /** @type {const} */ (['created', 'progress', 'verified'])) on(type, (file) => this.#learn(type, file), signal);
    on('deleted', (file) => this.#forget(file.id), signal);
    onResync(() => void this.#reload(), signal);
    addEventListener('audio-hidden', (event) => this.#forget(/** @type {CustomEvent<string>} */ (event).detail), { signal });
    addEventListener('audio-kept', () => void this.#reload(), { signal });
    addEventListener('audio-changed', (event) => this.#rows.set(/** @type {CustomEvent<Schemas['AudioFile']>} */ (event).detail), { signal });
  }

  /** Ends for good. */
  end() {
    this.#life.abort();
    this.#loading.abort();
    this.#nearEnd.disconnect();
  }

  rest() {
    if (this.element.isConnected) this.#scroll = scrollY;
  }

  comeBack() {
    const isSame = this.#address === JSON.stringify(listQuery());
    scrollTo(0, isSame ? this.#scroll : 0);
    this.#rows.draw();
    if (isSame) return;
    this.#filters.read();
    void this.#reload();
  }

  async #reload() {
    this.#address = JSON.stringify(listQuery());
    this.#loading.abort();
    this.#loading = new AbortController();
    this.#isLoading = false;
    this.#next = null;
    this.#unseen = 0;
    this.#news.hidden = true;
    fill(this.#head, headRow(listQuery().sort ?? NEWEST_FIRST));
    await this.#load(null);
  }

  async #more() {
    if (this.#next !== null && !this.#isLoading) await this.#load(this.#next);
  }

  /** @param {string | null} cursor null begins anew, with what was there staying until the first page is */
  async #load(cursor) {
    const { signal } = this.#loading;
    this.#isLoading = true;
    this.#table.setAttribute('aria-busy', 'true');
    this.#showSkeleton(this.#rows.size === 0);
    try {
      const page = await call('get', '/api/v1/audio', { query: { ...listQuery(), fields: FIELDS, limit: PAGE, ...(cursor === null ? { count: true } : { cursor }) }, signal });
      this.#show(page, cursor === null);
      this.#next = page.next;
      this.#showFoot();
      this.#isLoading = false;
      this.#meanwhile.splice(0).forEach((file) => this.#learn('created', file));
    } catch (fault) {
      if (isAbandoned(fault)) return;
      this.#showFault(fault, cursor);
    }
    this.#isLoading = false;
    this.#showSkeleton(false);
    this.#table.removeAttribute('aria-busy');
  }

  /** What stands below comes only with the rows, so that nothing moves under anybody's eyes. @param {boolean} isShown */
  #showSkeleton(isShown) {
    this.#skeleton.hidden = !isShown;
    this.#foot.hidden = isShown;
  }

  /** @param {Schemas['AudioPage']} page @param {boolean} isFirst */
  #show(page, isFirst) {
    const files = page.items.filter((file) => !isHeldBack(file.id ?? '')).map(newest);
    if (isFirst) this.#total = page.total ?? page.items.length;
    this.#total -= page.items.length - files.length;
    if (isFirst) this.#rows.replace(files);
    else this.#rows.append(files);
    this.#showCount();
  }

  /** @param {'created' | 'progress' | 'verified'} type @param {Schemas['AudioFile']} file */
  #learn(type, file) {
    this.#rows.set(file);
    if (this.#rows.has(file.id) || type !== 'created') return;
    if (this.#isLoading) {
      this.#meanwhile.push(file);
      return;
    }
    const query = listQuery();
    if (isFiltered(query) || (query.sort ?? NEWEST_FIRST) !== NEWEST_FIRST) {
      // Where it belongs, and whether, the server knows.
      this.#unseen++;
      this.#news.textContent = `${counted(this.#unseen, 'new file')}: show the list anew`;
      this.#news.hidden = false;
      return;
    }
    this.#total++;
    this.#rows.prepend(file);
    this.#showCount();
    this.#showFoot();
  }

  /** @param {string} id */
  #forget(id) {
    if (!this.#rows.has(id)) return;
    this.#rows.remove(id);
    this.#total--;
    this.#showCount();
    this.#showFoot();
  }

  #showCount() {
    this.#count.textContent = counted(this.#total, 'file');
    this.#table.setAttribute('aria-rowcount', String(1 + this.#total));
  }

  #showFoot() {
    this.#table.hidden = this.#rows.size === 0;
    this.element.classList.toggle('is-empty', this.#rows.size === 0 && this.#next === null && !isFiltered(listQuery()));
    this.#nearEnd.disconnect();
    if (this.#rows.size === 0 && this.#next === null) return fill(this.#foot, isFiltered(listQuery()) ? noMatch() : noFiles());
    const end = h('div', { class: 'list-end', role: 'status' }, this.#next !== null && 'Loading more …');
    fill(this.#foot, end);
    if (this.#next !== null) this.#nearEnd.observe(end);
  }

  /** @param {unknown} fault @param {string | null} cursor */
  #showFault(fault, cursor) {
    this.#table.hidden = this.#rows.size === 0;
    fill(this.#foot, h('div', { class: 'message', role: 'alert' }, icon('offline'), h('h2', {}, 'The list could not be loaded'), h('p', {}, messageOf(fault)),
      h('button', { type: 'button', class: 'button primary', onclick: () => void (cursor === null ? this.#reload() : this.#load(cursor)) }, 'Try again')));
  }
}
