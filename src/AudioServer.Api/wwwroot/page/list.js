// The list: pages by keyset, one after the other as one scrolls.
import { listQuery } from './address.js';
import { isAbandoned } from './api.js';
import { onChange, withChange } from './changes.js';
import { COLUMNS, NEWEST_FIRST, headRow } from './columns.js';
import { isHeldBack } from './deletion.js';
import { fill, focusHeading, h } from './dom.js';
import { isGone, newest, on, onResync } from './events.js';
import { createFilters, isFiltered, matches } from './filters.js';
import { ListFoot } from './list-foot.js';
import { ListHead } from './list-head.js';
import { filesFrom } from './pages.js';
import { Tally } from './tally.js';
import { VirtualRows } from './virtual-rows.js';

/** @import { Schemas } from 'contract' */
/** @import { Place, Spot } from './virtual-rows.js' */
/** @typedef {Schemas['AudioFile']} AudioFile */

/** Rows that go to paper. */
const PRINTED = 1_000;

export class List {
  #query = listQuery();
  #address = '';
  #life = new AbortController();
  #loading = new AbortController();
  /** @type {string | null} */ #next = null;
  #isLoading = false;
  #hasFault = false;
  #tally = new Tally();
  #scroll = 0;
  /** @type {Place | null} */ #place = null;
  /** Whose row has the focus. @type {Spot | null} */ #focused = null;
  /** What was heard while a page was on its way, which may have it or not. @type {(() => void)[]} */ #meanwhile = [];
  /** Before which file each one was that is about to go, to go back there. @type {Map<string, string | null>} */ #hidden = new Map();

  #top = new ListHead(() => this.#anew());
  #head = h('div', { role: 'rowgroup', class: 'head' });
  #rows = new VirtualRows(this.#head, this.#life.signal);
  #table = h('div', { role: 'table', 'aria-label': 'Files', 'aria-colcount': 1 + COLUMNS.length, class: 'table' }, this.#head, this.#rows.element);
  #foot = new ListFoot(() => void this.#more());
  #filters = createFilters(() => void this.#reload());

  element = h('section', { class: 'list' }, this.#top.element, this.#filters.element, this.#top.news, this.#table, this.#foot.element, this.#foot.printed);

  constructor() {
    const { signal } = this.#life;
    for (const type of /** @type {const} */ (['created', 'progress', 'verified'])) on(type, (file) => this.#learn(file, type === 'created'), signal);
    on('deleted', (file) => this.#lose(file), signal);
    onChange((file) => this.#learn(file, false), signal);
    onResync(() => void this.#renew(), signal);
    const hear = (/** @type {string} */ type, /** @type {(file: AudioFile) => void} */ listener) => addEventListener(type, (event) => listener(/** @type {CustomEvent<AudioFile>} */ (event).detail), { signal });
    hear('audio-hidden', (file) => this.#hide(file.id));
    hear('audio-kept', (file) => this.#bringBack(file));
    addEventListener('beforeprint', () => this.#print(), { signal });
  }

  /** Ends for good. */
  end() {
    this.#life.abort();
    this.#loading.abort();
    this.#foot.end();
  }

  rest() {
    if (this.element.isConnected) [this.#scroll, this.#place, this.#focused] = [scrollY, this.#rows.place, this.#rows.focused];
  }

  comeBack() {
    const isSame = this.#address === JSON.stringify(listQuery());
    scrollTo(0, isSame ? this.#scroll : 0);
    this.#rows.draw();
    // What was written as one left holds no more than what the address says.
    this.#filters.read();
    if (!isSame) return void this.#reload();
    this.#rows.goTo(this.#place);
    this.#rows.focus(this.#focused);
  }

  /** By somebody's own wish, whose button goes by that. */
  #anew() {
    focusHeading();
    void this.#reload();
  }

  async #reload() {
    this.#query = listQuery();
    this.#address = JSON.stringify(this.#query);
    fill(this.#head, headRow(this.#query.sort ?? NEWEST_FIRST));
    await this.#loadAnew(0);
  }

  /** Events were missed. As much as is there is asked for again, and takes its place at once. */
  async #renew() {
    if (this.#address !== '') await this.#loadAnew(this.#rows.size);
  }

  /** @param {number} least files that are to be there before they take the place of others */
  async #loadAnew(least) {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.#hidden.clear();
    this.#top.withdraw();
    await this.#load(null, least);
  }

  async #more() {
    if (this.#next !== null && !this.#isLoading) await this.#load(this.#next, 0);
  }

  /** @param {string | null} cursor null begins anew, with what was there staying until the first page is @param {number} least files, in as many pages as they take */
  async #load(cursor, least) {
    const { signal } = this.#loading;
    this.#isLoading = true;
    this.#hasFault = false;
    this.#table.setAttribute('aria-busy', 'true');
    this.#foot.showSkeleton(this.#rows.size === 0);
    try {
      const { items, next, total } = await filesFrom(this.#query, cursor, least, signal);
      this.#next = next;
      this.#show(items, cursor === null ? total ?? items.length : null);
    } catch (fault) {
      if (isAbandoned(fault)) return;
      this.#showFault(fault, cursor, least > 0);
    }
    this.#isLoading = false;
    this.#meanwhile.splice(0).forEach((learn) => learn());
    this.#foot.showSkeleton(false);
    this.#table.removeAttribute('aria-busy');
  }

  /** @param {Schemas['ListedAudioFile'][]} items @param {number | null} total null: they follow those that are there */
  #show(items, total) {
    const isThere = (/** @type {Schemas['ListedAudioFile']} */ { id = '' }) => !isHeldBack(id) && !isGone(id);
    const files = items.filter(isThere).map((file) => withChange(newest(file)));
    if (total === null) {
      this.#rows.append(files);
    } else {
      this.#tally.begin(total);
      this.#rows.replace(files);
    }
    for (const one of items) if (!isThere(one)) this.#tally.remove(one.id ?? '');
    this.#showWhole();
    if (total !== null) this.#top.say(this.#tally.total);
    this.#foot.look(this.#next !== null);
  }

  /** @param {AudioFile} heard as it was when that was told @param {boolean} isNew */
  #learn(heard, isNew) {
    const file = withChange(heard);
    const fits = matches(this.#query, file);
    if (isGone(file.id) || isHeldBack(file.id)) return;
    if (!fits) this.#top.retract(file.id);
    if (this.#rows.has(file.id)) return fits ? this.#rows.set(file) : void this.#forget(file.id);
    if (this.#isLoading) return void this.#meanwhile.push(() => this.#learn(file, isNew));
    // A file comes to be in a state, and where all that fit are there, it has come to fit whatever else was asked for, but for the text.
    if (!fits || !(isNew || this.#query.state || (this.#next === null && this.#query.q === undefined)) || (this.#hasFault && this.#rows.size === 0)) return;
    // Where it belongs, and whether, the server knows.
    if (isFiltered(this.#query) || (this.#query.sort ?? NEWEST_FIRST) !== NEWEST_FIRST) return this.#top.announce(file.id);
    this.#rows.prepend(file);
    this.#tally.add(file.id);
    this.#showWhole();
  }

  /** @param {AudioFile} file that is gone; of the pages that have not come yet, whose text the server alone compares, one that fits was counted */
  #lose(file) {
    if (this.#top.retract(file.id)) return;
    if (this.#rows.has(file.id)) return void this.#forget(file.id);
    if (this.#isLoading || this.#next === null || this.#query.q !== undefined || !matches(this.#query, file)) return;
    this.#tally.remove(file.id);
    this.#showWhole();
  }

  /** @param {string} id @returns {string | null | undefined} before which file it was; undefined: it was not there */
  #forget(id) {
    if (!this.#rows.has(id)) return undefined;
    const next = this.#rows.remove(id);
    this.#tally.remove(id);
    this.#showWhole();
    return next;
  }

  /** @param {string} id */
  #hide(id) {
    this.#top.retract(id);
    const next = this.#forget(id);
    // What is the last of those that are there may not be the last of all.
    if (next !== undefined && (next !== null || this.#next === null)) this.#hidden.set(id, next);
  }

  /** @param {AudioFile} file */
  #bringBack(file) {
    const next = this.#hidden.get(file.id);
    this.#hidden.delete(file.id);
    if (this.#rows.has(file.id) || isGone(file.id)) return;
    if (next === undefined || (next !== null && !this.#rows.has(next))) return void this.#renew();
    this.#rows.insert(newest(file), next);
    this.#tally.add(file.id);
    this.#showWhole();
  }

  /** What is so of all of it. */
  #showWhole() {
    const [isEmpty, isAll] = [this.#rows.size === 0, this.#next === null];
    this.#top.show(this.#tally.total);
    this.#table.setAttribute('aria-rowcount', String(1 + this.#tally.total));
    this.element.classList.toggle('is-empty', isEmpty && isAll && !isFiltered(this.#query));
    if (this.#table.hidden !== isEmpty) {
      this.#table.hidden = isEmpty;
      this.#rows.draw();
    }
    if (this.#hasFault) return;
    if (isEmpty && isAll) this.#foot.showNone(isFiltered(this.#query));
    else this.#foot.showEnd(isAll);
  }

  /** @param {unknown} fault @param {string | null} cursor @param {boolean} isRenewal */
  #showFault(fault, cursor, isRenewal) {
    if (isRenewal) return this.#top.offer('The list may be out of date: show it anew');
    this.#hasFault = true;
    this.#foot.showFault(fault, () => (cursor === null ? this.#anew() : this.#goOn(cursor)));
    if (cursor !== null) return;
    // Rows of before would seem to be what was found.
    this.#next = null;
    this.#rows.replace([]);
    this.#table.hidden = true;
    this.#top.show(null);
  }

  /** The page that failed is asked for again, from where the rows end. @param {string} cursor */
  #goOn(cursor) {
    this.#rows.focus(this.#rows.last);
    this.#foot.showEnd(false);
    void this.#load(cursor, 0);
  }

  #print() {
    if (this.element.isConnected) this.#foot.showCut(this.#rows.drawFirst(PRINTED), this.#tally.total);
  }
}
