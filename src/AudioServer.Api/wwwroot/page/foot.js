// What lies over the view at the foot of the window hides nothing that has the focus.

/** Pixels between it and the window's edge, and the view. */
const GAP = 24;

/**
 * @param {HTMLElement} view
 * @param {string[]} selectors of what may lie over it; where there is little room, some of it comes before the view instead
 */
export function keepClear(view, selectors) {
  const all = selectors.map((selector) => /** @type {HTMLElement} */ (document.querySelector(selector)));

  function look() {
    const over = all.find((element) => getComputedStyle(element).position === 'fixed');
    const height = over?.offsetHeight ?? 0;
    // Whoever comes to something by Tab has it scrolled clear of this by the browser (base.css).
    document.documentElement.style.setProperty('--covered', `${height === 0 ? 0 : height + GAP}px`);
    const focused = document.activeElement;
    if (!over || !focused?.matches(':focus-visible') || !view.contains(focused)) return;
    const [cover, box] = [over.getBoundingClientRect(), focused.getBoundingClientRect()];
    if (box.bottom > cover.top && box.top < innerHeight) focused.scrollIntoView({ block: 'nearest' });
  }

  const observer = new ResizeObserver(look);
  all.forEach((element) => observer.observe(element));
}
