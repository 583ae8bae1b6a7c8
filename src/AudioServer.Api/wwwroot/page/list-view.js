// The view of the list, which is kept while a file is looked at.
import { fill } from './dom.js';
import { List } from './list.js';

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
