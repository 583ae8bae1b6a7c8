// Server-sent events (WHATWG HTML §9.2), read by fetch: unlike an EventSource it tells why a stream ended, and goes on behind the last event after any pause.
import { Refusal, addressOf, isAbandoned, send } from './api.js';
import { FIRST_PAUSE, longer, passing } from './pace.js';

/** @import { Schemas } from 'contract' */
/**
 * @typedef {'created' | 'progress' | 'verified' | 'deleted'} AudioEvent
 * @typedef {(file: Schemas['AudioFile']) => void} Listener
 */

/** The server gives a sign of life every 15 s; without one for so long the connection is dead, whatever the system says of it. */
const SILENCE = 40_000;

/** @type {Map<string, Set<(file: any) => void>>} */
const listeners = new Map();

/** What was last heard of files, by id: an answer on its way may be older than an event that has come. @type {Map<string, Schemas['AudioFile']>} */
const heard = new Map();

/** Those of which it was heard that they are gone. @type {Set<string>} */
const gone = new Set();
const REMEMBERED = 1_000;

/** Whose files are watched. */
let owner = '';
let lastId = '';

/** Whether something may have happened before the first event: without an id a stream begins with what comes next. */
let isLate = false;
let controller = new AbortController();
let isWatching = false;

/**
 * @param {AudioEvent} type
 * @param {Listener} listener
 * @param {AbortSignal} signal ends it
 */
export const on = (type, listener, signal) => listen(`audio.${type}`, listener, signal);

/**
 * Events were missed: what is shown has to be asked for again.
 * @param {() => void} listener
 * @param {AbortSignal} signal ends it
 */
export const onResync = (listener, signal) => listen('resync', listener, signal);

/**
 * @param {(isConnected: boolean | null) => void} listener null: nothing is watched
 * @param {AbortSignal} signal ends it
 */
export const onConnection = (listener, signal) => listen('connection', listener, signal);

/** @param {string} type @param {(data: any) => void} listener @param {AbortSignal} signal */
function listen(type, listener, signal) {
  const all = listeners.get(type) ?? new Set();
  listeners.set(type, all.add(listener));
  signal.addEventListener('abort', () => all.delete(listener));
}

/** @param {string} type @param {unknown} data */
const tell = (type, data) => [...(listeners.get(type) ?? [])].forEach((listener) => listener(data));

/**
 * Watches until told to stop; what was told to another is then forgotten, and the same one's events are gone on with. A page in the background lets go of its connection, of which a browser has six for all its tabs together.
 * @param {string} whose
 */
export function watch(whose) {
  if (whose !== owner) {
    stop();
    [owner, lastId, isLate] = [whose, '', false];
    heard.clear();
    gone.clear();
  }
  if (isWatching) return;
  isWatching = true;
  document.addEventListener('visibilitychange', again);
  window.addEventListener('online', again);
  restart();
}

export function stop() {
  isWatching = false;
  controller.abort();
  tell('connection', null);
}

function again() {
  isLate = true;
  restart();
}

function restart() {
  controller.abort();
  controller = new AbortController();
  if (isWatching && document.visibilityState === 'visible') void follow(controller.signal);
}

/** @param {AbortSignal} signal */
async function follow(signal) {
  for (let pause = FIRST_PAUSE; !signal.aborted; pause = longer(pause)) {
    try {
      await read(signal, () => {
        pause = FIRST_PAUSE;
        tell('connection', true);
      });
    } catch (fault) {
      if (signal.aborted) return;
      // Signed out: there is nothing to watch until somebody is there again.
      if (fault instanceof Refusal && fault.status === 401) return stop();
      if (!(fault instanceof Refusal) && !(fault instanceof TypeError) && !isAbandoned(fault)) throw fault;
    }
    if (signal.aborted) return;
    isLate = true;
    tell('connection', false);
    await passing(pause);
  }
}

/**
 * One connection, to its end.
 * @param {AbortSignal} signal
 * @param {() => void} connected
 */
async function read(signal, connected) {
  const connection = new AbortController();
  const give = () => connection.abort();
  signal.addEventListener('abort', give);
  let watchdog = setTimeout(give, SILENCE);
  try {
    const headers = /** @type {Record<string, string>} */ (lastId === '' ? {} : { 'Last-Event-ID': lastId });
    const response = await send(addressOf('get', '/api/v1/events', {}), { headers, signal: connection.signal });
    connected();
    if (lastId === '' && isLate) tell('resync', null);
    const reader = /** @type {ReadableStream<BufferSource>} */ (response.body).pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(watchdog);
      watchdog = setTimeout(give, SILENCE);
      const blocks = (text + part.value).split('\n\n');
      text = blocks.pop() ?? '';
      blocks.forEach(dispatch);
    }
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener('abort', give);
    connection.abort();
  }
}

/** @param {string} block lines of one event */
function dispatch(block) {
  const fields = new Map(block.split('\n').map((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)];
  }));
  lastId = fields.get('id') ?? lastId;
  const type = fields.get('event');
  if (type === undefined) return;
  const data = JSON.parse(fields.get('data') ?? 'null');
  if (type.startsWith('audio.')) remember(type, data);
  tell(type, data);
}

/** @param {string} type @param {Schemas['AudioFile']} file */
function remember(type, file) {
  heard.delete(file.id);
  if (type === 'audio.deleted') bound(gone.add(file.id));
  else bound(heard.set(file.id, file));
}

/** @param {Map<string, unknown> | Set<string>} known of which the oldest make room */
export function bound(known) {
  for (const oldest of known.keys()) {
    if (known.size <= REMEMBERED) return;
    known.delete(oldest);
  }
}

/** @param {string} id whether the file is known to be gone, whatever an answer on its way has of it */
export const isGone = (id) => gone.has(id);

/**
 * The file as it was answered, or as an event that came meanwhile has it.
 * @template {Schemas['ListedAudioFile']} T
 * @param {T} file
 * @returns {T | Schemas['AudioFile']}
 */
export function newest(file) {
  const event = heard.get(file.id ?? '');
  return event && event.updatedAt >= (file.updatedAt ?? '') ? event : file;
}
