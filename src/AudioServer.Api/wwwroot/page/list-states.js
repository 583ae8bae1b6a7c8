// What the list shows where there are no rows, and how files are chosen.
import { Refusal, messageOf } from './api.js';
import { ofFolder } from './drop.js';
import { h, icon } from './dom.js';
import { unfiltered } from './filters.js';
import { enqueue } from './queue.js';

export const noMatch = () => h('div', { class: 'message' }, icon('search'), h('h2', {}, 'No file matches'), h('p', {}, 'Other filters may find more.'), h('a', { class: 'button', href: unfiltered() }, 'Show all files'));

export const noFiles = () => h('div', { class: 'message empty' }, icon('upload'), h('h2', {}, 'No files yet'),
  h('p', {}, 'Drop audio files or a folder anywhere on this page, or choose some. Each is decoded from first to last sample, and you see at once whether it is whole.'), uploadButtons());

/** @param {unknown} fault @param {() => void} again */
export const notLoaded = (fault, again) => h('div', { class: 'message', role: 'alert' }, icon('offline'), h('h2', {}, 'The list could not be loaded'), h('p', {}, messageOf(fault)),
  // What the address asks for is asked in vain again.
  fault instanceof Refusal && fault.status === 400 ? h('a', { class: 'button primary', href: '/' }, 'Show all files') : h('button', { type: 'button', class: 'button primary', onclick: again }, 'Try again'));

export const skeleton = () => h('div', { class: 'skeleton', 'aria-label': 'Loading files', role: 'status' }, ...Array.from({ length: 24 }, () => h('span', { class: 'skeleton-row' })));

/** Choosing files, or a folder. */
export function uploadButtons() {
  const pick = (/** @type {string} */ label, /** @type {boolean} */ isFolder) => {
    const input = h('input', { type: 'file', multiple: true, webkitdirectory: isFolder, hidden: true, 'aria-label': label, tabindex: -1, onchange: () => {
      const files = [...(input.files ?? [])];
      input.value = '';
      enqueue(isFolder ? ofFolder(files) : { files, passedOver: 0 });
    } });
    return [input, h('button', { type: 'button', class: isFolder ? 'button' : 'button primary', onclick: () => input.click() }, icon(isFolder ? 'folder' : 'upload'), label)];
  };
  return h('div', { class: 'upload-buttons' }, ...pick('Choose files', false), ...pick('Choose a folder', true));
}
