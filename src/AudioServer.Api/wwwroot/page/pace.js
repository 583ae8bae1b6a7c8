// How often things are done: once all is quiet, once a frame, now and then, one at a time, ever less often.

/**
 * Calls back once things have been quiet for so long.
 * @param {number} milliseconds
 * @param {() => void} then
 */
export function debounced(milliseconds, then) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(then, milliseconds);
  };
}

/**
 * Does it at the next frame, once, however often it was asked for until then.
 * @param {() => void} work
 */
export function perFrame(work) {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      work();
    });
  };
}

/** @param {number} milliseconds */
export const passing = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Milliseconds between two looks whether the server can be reached again. */
export const [FIRST_PAUSE, LONGEST_PAUSE] = [1_000, 15_000];

/** The pause after that one. @param {number} pause */
export const longer = (pause) => Math.min(2 * pause, LONGEST_PAUSE);

/** Milliseconds that a screen reader is left in peace: who is told each step of a long way hears nothing else. */
const PEACE = 5_000;

/**
 * Says in a live region what is so, at once and then now and then; how it ended is always said, and nothing twice.
 * @param {HTMLElement} region
 */
export function sparingly(region) {
  let [timer, latest] = [0, ''];
  function say() {
    timer = 0;
    if (region.textContent === latest) return;
    region.textContent = latest;
    timer = setTimeout(say, PEACE);
  }
  return (/** @type {string} */ text) => {
    latest = text;
    if (timer === 0) say();
  };
}

/**
 * What a form does when it is sent; sent again while it does, it does nothing, since two quick clicks are one wish.
 * @param {() => Promise<void>} work
 */
export function oneAtATime(work) {
  let isBusy = false;
  return async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    try {
      await work();
    } finally {
      isBusy = false;
    }
  };
}

/**
 * What a click does on a button that comes where another one was: nothing by the second click of two, which meant the other.
 * @param {() => void} run
 */
export const singly = (run) => (/** @type {MouseEvent} */ event) => {
  if (event.detail < 2) run();
};
