// Files and folders that are dropped on the page.
import { h, icon } from './dom.js';

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
    take({ files: parts.flatMap((part) => part.files), passedOver: parts.reduce((sum, part) => sum + part.passedOver, 0) });
  });
}

/** @param {FileSystemEntry | File | null} root @returns {Promise<Chosen>} */
async function filesOf(root) {
  if (root === null) return { files: [], passedOver: 0 };
  if (root instanceof File) return { files: [root], passedOver: 0 };
  if (root.isDirectory) return ofFolder(await filesUnder(root));
  return { files: await filesUnder(root), passedOver: 0 };
}

/** @param {FileSystemEntry} entry @returns {Promise<File[]>} the file, or all files under the folder */
async function filesUnder(entry) {
  if (entry.isFile) {
    return [await new Promise((done, fail) => /** @type {FileSystemFileEntry} */ (entry).file(done, fail))];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const files = [];
  // A folder is told in portions, the last of which is empty.
  for (;;) {
    const portion = await new Promise((/** @type {(entries: FileSystemEntry[]) => void} */ done, fail) => reader.readEntries(done, fail));
    if (portion.length === 0) return files;
    for (const one of portion) files.push(...(await filesUnder(one)));
  }
}
