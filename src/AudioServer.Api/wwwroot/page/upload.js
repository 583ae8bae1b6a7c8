// An upload: one file on its way, by a request that tells how far it is (which fetch does not).
import { OWN_PAGE, Refusal, addressOf, refusalOf, unreachable } from './api.js';
import { newest } from './events.js';

/** @import { Schemas } from 'contract' */
/** @typedef {'queued' | 'sending' | 'done' | 'failed' | 'cancelled'} UploadState */

/** Seconds after which a measured speed counts a third. */
const MEMORY = 2;

/** Tells 'change' when anything of it is other than it was. */
export class Upload extends EventTarget {
  /** @type {UploadState} */ state = 'queued';
  /** @type {Schemas['AudioFile'] | null} */ result = null;
  /** @type {Refusal | null} */ refusal = null;
  /** @type {'fail' | 'rename' | 'replace'} */ onConflict = 'fail';
  sent = 0;
  /** Bytes a second; 0 until it is known. */
  speed = 0;
  /** How often its connection broke though the server can be reached. */
  breaks = 0;
  /** Whether what was stored has been deleted. */
  isLost = false;
  /** How often it was sent. */
  attempts = 0;
  /** @type {XMLHttpRequest | null} */ #request = null;

  /** @param {File} file */
  constructor(file) {
    super();
    this.file = file;
  }

  /** @returns {Promise<Refusal | null>} why the server does not have it; null: it has, or this was cancelled */
  send() {
    const request = new XMLHttpRequest();
    this.#request = request;
    this.attempts++;
    let [lastTime, lastSent] = [performance.now(), 0];
    request.upload.onprogress = (event) => {
      const [now, seconds] = [performance.now(), (performance.now() - lastTime) / 1000];
      this.sent = Math.min(event.loaded, this.file.size);
      if (seconds >= 0.2) {
        const measured = (event.loaded - lastSent) / seconds;
        const weight = this.speed === 0 ? 1 : 1 - Math.exp(-seconds / MEMORY);
        this.speed += weight * (measured - this.speed);
        [lastTime, lastSent] = [now, event.loaded];
      }
      this.#tell();
    };
    // The body is the file as it is.
    request.open('POST', addressOf('post', '/api/v1/audio', { query: { name: this.file.name, onconflict: this.onConflict } }));
    for (const [name, value] of Object.entries({ ...OWN_PAGE, 'Content-Type': 'application/octet-stream' })) request.setRequestHeader(name, value);
    this.#become('sending');
    return new Promise((tell) => {
      request.onload = () => {
        if (request.status !== 201) return tell(refusalOf(request.status, request.responseText, request.getResponseHeader('Retry-After')));
        this.succeed(JSON.parse(request.responseText));
        tell(null);
      };
      request.onerror = () => tell(unreachable());
      request.onabort = () => tell(null);
      request.send(this.file);
    });
  }

  cancel() {
    this.#request?.abort();
    this.#become('cancelled');
  }

  /** Before it is sent, again or at all. @param {Upload['onConflict']} [onConflict] what to do when the name is taken */
  wait(onConflict = this.onConflict) {
    this.onConflict = onConflict;
    this.refusal = null;
    this.sent = this.speed = 0;
    this.#become('queued');
  }

  /** @param {Schemas['AudioFile']} file what the server has it as */
  succeed(file) {
    this.result = newest(file);
    this.sent = this.file.size;
    this.#become('done');
  }

  /** @param {Refusal} refusal */
  fail(refusal) {
    this.refusal = refusal;
    this.#become('failed');
  }

  /** @param {Schemas['AudioFile']} file what the server has it as now */
  learn(file) {
    this.result = file;
    this.#tell();
  }

  /** The server has it no more. */
  lose() {
    this.isLost = true;
    this.#tell();
  }

  /** Whether another try would end no better: what is no audio, or has no good name, stays that. */
  get isHopeless() {
    return this.state === 'failed' && [400, 415, 422].includes(this.refusal?.status ?? 0);
  }

  get isTaken() {
    return this.state === 'failed' && this.refusal?.code === 'name_taken';
  }

  /** @param {UploadState} state */
  #become(state) {
    this.state = state;
    if (state !== 'sending') this.#request = null;
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }
}
