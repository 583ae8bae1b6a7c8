// A row of the list. It is a table by its roles and not by its elements, for which a browser makes the styles in several times the time.
import { fileAddress } from './address.js';
import { addressOf } from './api.js';
import { COLUMNS } from './columns.js';
import { fill, h, icon } from './dom.js';
import * as format from './format.js';
import { StateBadge } from './states.js';

/** @import { Schemas } from 'contract' */
/** @typedef {Schemas['ListedAudioFile']} ListedFile */

/** What a row asks of a file. */
export const FIELDS = 'id,name,size,container,codec,duration,sampleRate,channels,tags,createdAt,updatedAt,verification';

export class Row {
  /** @param {ListedFile} file */
  constructor(file) {
    this.id = file.id ?? '';
    this.index = -1;
    this.badge = new StateBadge(file.verification);
    this.cells = Object.fromEntries(COLUMNS.map(({ key }, index) => [key, h('div', { role: 'cell', class: `cell-${key}`, 'aria-colindex': 1 + index })]));
    this.link = h('a', { class: 'file-link' });
    this.by = h('span', { class: 'file-by' });
    this.download = h('a', { class: 'icon-button', download: true }, icon('download'));
    this.element = h('div', { role: 'row', class: 'row' }, ...Object.values(this.cells), h('div', { role: 'cell', class: 'cell-download', 'aria-colindex': 1 + COLUMNS.length }, this.download));
    fill(this.#cell('name'), this.link, this.by);
    fill(this.#cell('state'), this.badge.element);
    this.set(file);
  }

  /** @param {number} index of it in the list, from 0 */
  place(index) {
    if (this.index === index) return;
    this.index = index;
    this.element.style.top = `calc(${index} * var(--row-height))`;
    // The first is the head's.
    this.element.setAttribute('aria-rowindex', String(2 + index));
  }

  /** @param {ListedFile} file as it is now */
  set(file) {
    const name = format.nameOf(file);
    this.link.textContent = name;
    this.link.title = name;
    this.link.href = fileAddress(this.id);
    this.by.textContent = [file.tags?.title, file.tags?.artist].filter(Boolean).join(' — ');
    this.download.href = addressOf('get', '/api/v1/audio/{id}/content', { path: { id: this.id } });
    this.download.setAttribute('aria-label', `Download ${name}`);
    this.download.title = `Download ${name}`;
    this.#cell('duration').textContent = format.duration(file.duration);
    this.#cell('format').textContent = this.#cell('format').title = format.format(file.container, file.codec);
    this.#cell('rate').textContent = format.rate(file.sampleRate);
    this.#cell('channels').textContent = format.channels(file.channels);
    this.#cell('size').textContent = format.size(file.size);
    fill(this.#cell('created'), h('time', { datetime: file.createdAt, title: format.fullDate(file.createdAt) }, format.date(file.createdAt)));
    this.badge.set(file.verification);
  }

  /** @param {string} key */
  #cell(key) {
    return /** @type {HTMLElement} */ (this.cells[key]);
  }
}
