// Playing a file on its waveform: a slider by its role, for keys and pointer, and a range that one may draw on it.
import { addressOf, isAbandoned, messageOf, send } from './api.js';
import { h, icon } from './dom.js';
import { clock, spoken } from './format.js';
import { point, pressKey } from './slider.js';
import { WaveformPicture } from './waveform.js';

/** @import { Schemas } from 'contract' */
/** @typedef {{ from: number, to: number }} Range */

/** Tells 'range' when another range is chosen, or none. */
export class Player extends EventTarget {
  /** That the waveform's width stands for. */
  seconds = 0;
  /** @type {Range | null} */ #range = null;
  #audio = h('audio', { preload: 'metadata' });
  #isPreview = false;
  /** Whether there is nothing to hear. */ #isSilent = false;
  /** Whether what broke off was asked for once more already. */ #isAskedAgain = false;
  #stopAt = Infinity;
  #head = h('div', { class: 'wave-head' });
  #chosen = h('div', { class: 'wave-range', hidden: true });
  #missing = h('div', { class: 'wave-missing', hidden: true }, h('span', {}, 'missing'));
  #markers = h('div', { class: 'wave-markers' });
  #pending = h('p', { class: 'wave-pending' });
  #play = h('button', { type: 'button', class: 'play', onclick: () => this.toggle() });
  #time = h('span', { class: 'player-time' });
  #note = h('span', { class: 'player-note', role: 'status' });

  /** @param {Schemas['AudioFile']} file @param {AbortSignal} signal ends it */
  constructor(file, signal) {
    super();
    this.picture = new WaveformPicture(signal);
    this.slider = h('div', { class: 'wave', role: 'slider', tabindex: 0, 'aria-label': 'Position', 'aria-valuemin': 0, onkeydown: (event) => pressKey(this, event), onpointerdown: (event) => point(this, event) },
      this.picture.element, this.#missing, this.#chosen, this.#markers, this.#head, this.#pending);
    this.element = h('div', { class: 'player' }, this.slider, h('div', { class: 'player-controls' }, this.#play, this.#time, this.#note), this.#audio);
    this.update(file);
    this.#audio.src = this.#source({ disposition: 'inline' });
    for (const type of ['play', 'pause', 'ended', 'timeupdate', 'seeked', 'loadedmetadata']) this.#audio.addEventListener(type, () => this.#show());
    this.#audio.addEventListener('play', () => this.#follow());
    // A tab in the background has no frames to follow by.
    this.#audio.addEventListener('timeupdate', () => this.#stopInTime());
    this.#audio.addEventListener('canplay', () => { this.#isAskedAgain = false; });
    this.#audio.addEventListener('error', () => void this.#recover(signal));
    signal.addEventListener('abort', () => {
      this.#audio.pause();
      this.#audio.removeAttribute('src');
      this.#audio.load();
    });
  }

  /**
   * @param {Schemas['AudioFile']} file as it is known now
   * @param {number | null} [declared] seconds by its headers, which the report may know better
   * @param {boolean} [hasSound] whether there is anything to hear
   */
  update(file, declared = null, hasSound = true) {
    this.file = file;
    if (hasSound === this.#isSilent) this.#silence(!hasSound);
    // What a file declares and does not hold is drawn as missing.
    const known = file.duration ?? 0;
    this.seconds = Math.max(known, file.declaredDuration ?? 0, declared ?? 0) || this.#audio.duration || 0;
    const lacks = file.durationSource === 'decoded' ? this.seconds - known : 0;
    this.#missing.hidden = lacks < Math.max(0.02, this.seconds / 500);
    this.#place(this.#missing, known, this.seconds);
    this.#show();
  }

  /** @param {boolean} isSilent as it was not before */
  #silence(isSilent) {
    this.#isSilent = this.#play.disabled = isSilent;
    this.#note.textContent = this.#about;
    if (!isSilent) return;
    this.#audio.pause();
    this.range = null;
  }

  /** What there is to say of the sound while nothing fails. */
  get #about() {
    if (this.#isSilent) return 'There is no sound in this file.';
    return this.#isPreview ? 'This browser does not play the format: you hear an MP3 made of it.' : '';
  }

  /** @param {Schemas['Waveform'] | null} peaks @param {string} [why] there are none yet */
  draw(peaks, why = '') {
    this.#pending.textContent = why;
    if (peaks) this.picture.show(peaks, this.seconds);
  }

  /** @param {Schemas['Finding'][]} findings the list of them is what a screen reader reads */
  mark(findings) {
    this.#markers.replaceChildren(...findings.filter((finding) => typeof finding.at === 'number').map((finding) => {
      const marker = h('span', { class: 'wave-marker', 'data-severity': finding.severity, title: `${clock(finding.at, 2)} ${finding.message}` });
      this.#place(marker, finding.at ?? 0, null);
      return marker;
    }));
  }

  get position() {
    return this.#audio.currentTime;
  }

  get isSilent() {
    return this.#isSilent;
  }

  /** Where the sound ends, in seconds: of a file that is not whole before the width does. */
  get end() {
    return this.file?.duration ?? this.seconds;
  }

  get range() {
    return this.#range;
  }

  /** @param {Range | null} range */
  set range(range) {
    this.#range = range;
    this.#chosen.hidden = range === null;
    if (range) this.#place(this.#chosen, range.from, range.to);
    this.dispatchEvent(new Event('range'));
  }

  /** @param {number} seconds */
  seek(seconds) {
    this.#stopAt = Infinity;
    this.#audio.currentTime = Math.max(0, Math.min(seconds, this.end));
    this.#show();
  }

  toggle() {
    this.#stopAt = Infinity;
    if (this.#audio.paused) this.#start();
    else this.#audio.pause();
  }

  /** What failed is asked for again. */
  #start() {
    if (this.#audio.error) {
      this.#note.textContent = this.#about;
      this.#audio.load();
    }
    void this.#audio.play().catch(() => {});
  }

  playRange() {
    if (this.#range === null) return;
    this.seek(this.#range.from);
    this.#stopAt = this.#range.to;
    this.#start();
  }

  /** @param {{ disposition: 'inline', format?: 'mp3' }} query */
  #source(query) {
    return addressOf('get', '/api/v1/audio/{id}/content', { path: { id: this.file?.id ?? '' }, query });
  }

  /** Some of it has come. */
  get #isCut() {
    return !this.#isAskedAgain && this.#audio.readyState > 0 && this.#audio.error?.code === MediaError.MEDIA_ERR_NETWORK;
  }

  /** Where the server leads to a store, that address has an end; asked again, the server knows another. */
  #askAgain() {
    const [at, isPlaying] = [this.position, !this.#audio.paused];
    this.#isAskedAgain = true;
    this.#audio.load();
    this.#audio.currentTime = at;
    if (isPlaying) this.#start();
  }

  /** An element of sound does not say why it failed. The server says what it refuses; what it sends, this browser cannot play, and is given as MP3. @param {AbortSignal} signal */
  async #recover(signal) {
    if (this.#isSilent) return;
    try {
      // With a condition it is the server itself that answers, wherever it leads others.
      await send(this.#audio.src, { headers: { Range: 'bytes=0-0', 'If-Match': '*' }, signal });
    } catch (fault) {
      if (!isAbandoned(fault)) this.#note.textContent = messageOf(fault);
      return;
    }
    if (this.#isCut) return this.#askAgain();
    if (this.#isPreview) {
      this.#note.textContent = 'This file cannot be played.';
      this.#play.disabled = true;
      return;
    }
    this.#isPreview = true;
    this.#note.textContent = this.#about;
    this.#audio.src = this.#source({ disposition: 'inline', format: 'mp3' });
  }

  #stopInTime() {
    if (this.#audio.currentTime >= this.#stopAt) this.#audio.pause();
  }

  #follow() {
    this.#stopInTime();
    this.#show();
    if (!this.#audio.paused) requestAnimationFrame(() => this.#follow());
  }

  #show() {
    if (this.seconds === 0 && Number.isFinite(this.#audio.duration)) this.seconds = this.#audio.duration;
    const [now, isPlaying] = [this.position, !this.#audio.paused && !this.#audio.ended];
    const label = isPlaying ? 'Pause' : 'Play';
    if (this.#play.getAttribute('aria-label') !== label) {
      this.#play.setAttribute('aria-label', label);
      this.#play.replaceChildren(icon(isPlaying ? 'pause' : 'play'));
    }
    this.#time.textContent = `${clock(now, 1)} / ${clock(this.seconds, 1)}`;
    this.slider.style.setProperty('--played', `${100 * this.#ratio(now)}%`);
    this.slider.setAttribute('aria-valuemax', this.seconds.toFixed(2));
    this.slider.setAttribute('aria-valuenow', now.toFixed(2));
    this.slider.setAttribute('aria-valuetext', `${spoken(now)} of ${spoken(this.seconds)}`);
  }

  /** @param {number} seconds */
  #ratio(seconds) {
    return this.seconds === 0 ? 0 : Math.min(1, seconds / this.seconds);
  }

  /** @param {HTMLElement} element @param {number} from @param {number | null} to */
  #place(element, from, to) {
    element.style.setProperty('left', `${100 * this.#ratio(from)}%`);
    if (to !== null) element.style.setProperty('width', `${100 * (this.#ratio(to) - this.#ratio(from))}%`);
  }
}
