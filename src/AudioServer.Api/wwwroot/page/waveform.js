// The picture of a waveform: the server's peaks on two canvases, one for what has been played.
import { h } from './dom.js';

/** @import { Schemas } from 'contract' */

export class WaveformPicture {
  #whole = h('canvas', { class: 'wave-canvas' });
  #played = h('canvas', { class: 'wave-canvas wave-played' });
  /** @type {Schemas['Waveform'] | null} */ #peaks = null;
  #seconds = 0;

  element = h('div', { class: 'wave-picture', 'aria-hidden': 'true' }, this.#whole, this.#played);

  /** @param {AbortSignal} signal ends it */
  constructor(signal) {
    const sizes = new ResizeObserver(() => this.#draw());
    sizes.observe(this.element);
    signal.addEventListener('abort', () => sizes.disconnect());
    // The colours are the style sheet's, which has others in the dark, and where the system's are asked for.
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) matchMedia(query).addEventListener('change', () => this.#draw(), { signal });
  }

  /**
   * @param {Schemas['Waveform']} peaks of one channel
   * @param {number} seconds that the picture's width stands for; the peaks may end before
   */
  show(peaks, seconds) {
    [this.#peaks, this.#seconds] = [peaks, seconds];
    this.#draw();
  }

  #draw() {
    if (this.#peaks === null || this.element.clientWidth === 0) return;
    for (const canvas of [this.#whole, this.#played]) this.#drawOn(canvas, this.#peaks);
  }

  /** @param {HTMLCanvasElement} canvas @param {Schemas['Waveform']} peaks */
  #drawOn(canvas, peaks) {
    const pixels = devicePixelRatio;
    const [width, height] = [Math.round(this.element.clientWidth * pixels), Math.round(this.element.clientHeight * pixels)];
    Object.assign(canvas, { width, height });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.fillStyle = getComputedStyle(canvas).color;
    const [middle, scale] = [height / 2, (height / 2 - 2 * pixels) / 2 ** (peaks.bits - 1)];
    const pointsPerPixel = (this.#seconds * peaks.sample_rate) / peaks.samples_per_pixel / width;
    const last = Math.min(width, Math.ceil(peaks.length / pointsPerPixel));
    const thinnest = Math.max(1, pixels);
    for (let x = 0; x < last; x++) {
      const [from, to] = [Math.floor(x * pointsPerPixel), Math.max(Math.floor((x + 1) * pointsPerPixel), Math.floor(x * pointsPerPixel) + 1)];
      let [low, high] = [0, 0];
      for (let point = from; point < Math.min(to, peaks.length); point++) {
        low = Math.min(low, peaks.data[2 * point] ?? 0);
        high = Math.max(high, peaks.data[2 * point + 1] ?? 0);
      }
      const tall = Math.max(thinnest, (high - low) * scale);
      context.fillRect(x, Math.min(middle - high * scale, middle - thinnest / 2), 1, tall);
    }
  }
}
