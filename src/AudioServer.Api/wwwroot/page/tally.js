// How many files a list has: as the server counted them, and as they came and went since.
export class Tally {
  /** Those that were counted and are not there any more. @type {Set<string>} */ #gone = new Set();
  total = 0;

  /** @param {number} total as the server has it now */
  begin(total) {
    this.total = total;
    this.#gone.clear();
  }

  /** @param {string} id of one that is there, again or at all */
  add(id) {
    this.#gone.delete(id);
    this.total++;
  }

  /** @param {string} id of one that is there no more, which it is once, however often that is told */
  remove(id) {
    if (this.#gone.has(id)) return;
    this.#gone.add(id);
    this.total--;
  }
}
