// Uploads: a queue, a few at a time, each by a request that tells how far it is (which fetch does not).
import { OWN_PAGE, Refusal, addressOf, call, refusalOf, unreachable } from './api.js';
import { newest, on, onResync } from './events.js';
import { isVerified } from './states.js';

/** @import { Schemas } from 'contract' */
/** @import { Chosen } from './drop.js' */
/** @typedef {'queued' | 'sending' | 'done' | 'failed' | 'cancelled'} UploadState */

/** So many keep a line busy, and leave connections for everything else. */
const AT_ONCE = 3;

/** Seconds after which a measured speed counts a third. */
const MEMORY = 2;

/** One file on its way. */
export class Upload extends EventTarget {
  /** @type {UploadState} */ state = 'queued';
  /** @type {Schemas['AudioFile'] | null} */ result = null;
  /** @type {Refusal | null} */ refusal = null;
  /** @type {'fail' | 'rename' | 'replace'} */ onConflict = 'fail';
  sent = 0;
  /** Bytes a second; 0 until it is known. */
  speed = 0;
  /** @type {XMLHttpRequest | null} */ #request = null;

  /** @param {File} file */
  constructor(file) {
    super();
    this.file = file;
  }

  send() {
    const request = new XMLHttpRequest();
    this.#request = request;
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
    request.onload = () => {
      if (request.status === 201) {
        this.result = newest(/** @type {Schemas['AudioFile']} */ (JSON.parse(request.responseText)));
        this.sent = this.file.size;
        this.#become('done');
      } else {
        this.#fail(refusalOf(request.status, request.responseText));
      }
    };
    request.onerror = () => this.#fail(unreachable());
    // The body is the file as it is.
    request.open('POST', addressOf('post', '/api/v1/audio', { query: { name: this.file.name, onconflict: this.onConflict } }));
    for (const [name, value] of Object.entries({ ...OWN_PAGE, 'Content-Type': 'application/octet-stream' })) request.setRequestHeader(name, value);
    request.send(this.file);
    this.#become('sending');
  }

  cancel() {
    this.#request?.abort();
    this.#become('cancelled');
  }

  /** @param {Upload['onConflict']} [onConflict] what to do when the name is taken */
  retry(onConflict = this.onConflict) {
    this.onConflict = onConflict;
    this.refusal = null;
    this.sent = this.speed = 0;
    this.#become('queued');
    next();
  }

  /** @param {Schemas['AudioFile']} file what the server has it as now */
  learn(file) {
    this.result = file;
    this.#tell();
  }

  /** @param {Refusal} refusal */
  #fail(refusal) {
    this.refusal = refusal;
    this.#become('failed');
  }

  /** @param {UploadState} state */
  #become(state) {
    this.state = state;
    if (state !== 'sending') {
      this.#request = null;
      next();
    }
    this.#tell();
    queue.dispatchEvent(new Event('change'));
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }
}

/** Tells 'add' with the new uploads, 'passed-over' with a count, and 'change' when any upload changes its state. */
export const queue = new EventTarget();

/** @type {Upload[]} */
let uploads = [];

export const allUploads = () => uploads;

/** @param {Chosen} chosen */
export function enqueue({ files, passedOver }) {
  const added = files.map((file) => new Upload(file));
  uploads = [...uploads, ...added];
  queue.dispatchEvent(new CustomEvent('add', { detail: { added, passedOver } }));
  next();
}

/** Forgets all that have ended. */
export function clearEnded() {
  uploads = uploads.filter((upload) => upload.state === 'queued' || upload.state === 'sending');
  queue.dispatchEvent(new Event('change'));
}

function next() {
  const busy = uploads.filter((upload) => upload.state === 'sending').length;
  uploads.filter((upload) => upload.state === 'queued').slice(0, Math.max(0, AT_ONCE - busy)).forEach((upload) => upload.send());
}

// The answer to an upload comes before its verdict, which events bring.
const always = new AbortController().signal;
for (const type of /** @type {const} */ (['progress', 'verified'])) {
  on(type, (file) => uploads.find((upload) => upload.result?.id === file.id)?.learn(file), always);
}
onResync(() => uploads.forEach(async (upload) => {
  if (upload.result === null || isVerified(upload.result.verification)) return;
  // A file that has gone meanwhile has no verdict to wait for.
  const file = await call('get', '/api/v1/audio/{id}', { path: { id: upload.result.id } }).catch(() => null);
  if (file) upload.learn(file);
}), always);

addEventListener('beforeunload', (event) => {
  if (uploads.some((upload) => upload.state === 'queued' || upload.state === 'sending')) event.preventDefault();
});
