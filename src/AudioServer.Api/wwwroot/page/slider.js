// What keys and pointers do on the waveform.
/** @import { Player } from './player.js' */

/** Pixels that a pointer may stray while it only points. */
const STRAY = 4;

/** @param {Player} player @param {KeyboardEvent} event */
export function pressKey(player, event) {
  const step = Math.min(5, player.seconds / 20);
  const moves = /** @type {Record<string, number>} */ ({
    ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageDown: -5 * step, PageUp: 5 * step, Home: -Infinity, End: Infinity,
  });
  const move = moves[event.key];
  if (player.isSilent || event.ctrlKey || event.altKey || event.metaKey || (move === undefined && event.key !== ' ' && event.key !== 'Enter')) return;
  event.preventDefault();
  if (move === undefined) player.toggle();
  else player.seek(move === -Infinity ? 0 : move === Infinity ? player.seconds : player.position + move);
}

/** A press seeks, a drag chooses a range. @param {Player} player @param {PointerEvent} event */
export function point(player, event) {
  if (event.button !== 0 || player.isSilent) return;
  const { slider } = player;
  const [box, start] = [slider.getBoundingClientRect(), event.clientX];
  const secondsAt = (/** @type {number} */ x) => Math.max(0, Math.min(1, (x - box.left) / box.width)) * player.seconds;
  const end = new AbortController();
  const options = { signal: end.signal };
  let isDrag = false;
  slider.setPointerCapture(event.pointerId);
  slider.addEventListener('pointermove', (move) => {
    isDrag ||= Math.abs(move.clientX - start) > STRAY;
    const [from, to] = [secondsAt(start), secondsAt(move.clientX)];
    if (isDrag) player.range = { from: Math.min(from, to), to: Math.max(from, to) };
  }, options);
  slider.addEventListener('pointerup', () => {
    end.abort();
    if (!isDrag) player.seek(secondsAt(start));
  }, options);
  slider.addEventListener('pointercancel', () => end.abort(), options);
}
