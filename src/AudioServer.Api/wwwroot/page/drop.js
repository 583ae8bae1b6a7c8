// Files and folders that are dropped on the page.
import { h, icon } from './dom.js';
import { counted } from './format.js';
import { notify } from './notices.js';

/** Types that a folder holds beside its audio: covers, lists, notes. A file that somebody chose by itself is never left out; the server looks at its content. */
const BESIDE = /^(image|text|font)\/|^application\/(json|pdf|xml|zip|rtf|msword|x-msdownload)/;

/**
 * @typedef {{ files: File[], passedOver: number }} Chosen
 */

/** @param {Iterable<File>} files from a folder */
export function ofFolder(files) {
  const all = [...files];
  const wanted = all.filter((file) => !file.name.startsWith('.') && !BESIDE.test(file.type));
  return { files: wanted, passedOver: all.length - wanted.length };
}

/**
 * @param {HTMLElement} target
 * @param {(chosen: Chosen) => void} take
 * @param {() => boolean} isOpen whether files can be taken now
 */
export function acceptDrops(target, take, isOpen) {
  const overlay = h('div', { class: 'drop-overlay', hidden: true }, h('div', { class: 'drop-message' }, icon('upload'), h('p', {}, 'Drop audio files or folders to upload them')));
  document.body.append(overlay);
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') === true && isOpen();

  target.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    overlay.hidden = false;
  });
  target.addEventListener('dragleave', (event) => {
    // Only leaving the window has nothing to go to.
    if (event.relatedTarget === null) overlay.hidden = true;
  });
  target.addEventListener('drop', async (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    overlay.hidden = true;
    // The list is the browser's only until this handler waits for something.
    const items = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === 'file');
    const roots = items.map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
    const parts = await Promise.all(roots.map(filesOf));
    const sum = (/** @type {'passedOver' | 'unreadable'} */ what) => parts.reduce((total, part) => total + part[what], 0);
    const files = parts.flatMap((part) => part.files);
    if (sum('unreadable') > 0) notify(`${counted(sum('unreadable'), 'item')} could not be read.`, { kind: 'error' });
    if (files.length > 0 || sum('unreadable') === 0) take({ files, passedOver: sum('passedOver') });
  });
}

/** @param {FileSystemEntry | File | null} root @returns {Promise<Chosen & { unreadable: number }>} */
async function filesOf(root) {
  if (root === null) return { files: [], passedOver: 0, unreadable: 1 };
  if (root instanceof File) return { files: [root], passedOver: 0, unreadable: 0 };
  /** @type {{ files: File[], unreadable: number }} */
  const found = { files: [], unreadable: 0 };
  await collect(root, found);
  return { passedOver: 0, ...found, ...(root.isDirectory ? ofFolder(found.files) : {}) };
}

/** The file, or all files under the folder; what cannot be read keeps nothing else back. @param {FileSystemEntry} entry @param {{ files: File[], unreadable: number }} found */
async function collect(entry, found) {
  try {
    if (entry.isFile) {
      found.files.push(await new Promise((done, fail) => /** @type {FileSystemFileEntry} */ (entry).file(done, fail)));
      return;
    }
    const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
    // A folder is told in portions, the last of which is empty.
    for (;;) {
      const portion = await new Promise((/** @type {(entries: FileSystemEntry[]) => void} */ done, fail) => reader.readEntries(done, fail));
      if (portion.length === 0) return;
      for (const one of portion) await collect(one, found);
    }
  } catch {
    found.unreadable++;
  }
}
