// The uploads: a few go at a time. What none could do now, for want of a connection, a session or room, holds all of them back and fails none.
import { Refusal, call } from './api.js';
import { decided, isHeldBack } from './deletion.js';
import { isGone, on, onConnection, onResync } from './events.js';
import { FIRST_PAUSE, LONGEST_PAUSE, longer, passing } from './pace.js';
import { whoIsHere } from './session.js';
import { isVerified } from './states.js';
import { Upload } from './upload.js';

/** @import { Chosen } from './drop.js' */

/** So many keep a line busy, and leave connections for everything else. */
const AT_ONCE = 3;

/** So often one may break on a line that is there, or be one that there is no room for, or that a proxy gives up. */
const TRIES = 3;

/** Bytes of the largest file that is read into memory, to see whether the server's is the same. */
const LARGEST_COMPARED = 512 * 1024 * 1024;

/** @type {[why: string, seconds: number]} */
const NOT_READY = ['the server is not ready', 10];

/** What holds all uploads back, by the status of the answer to one, and for how long where the answer does not say. @type {Record<number, [why: string, seconds: number]>} */
const HOLDS = { 429: ['the server has too much to do', 10], 502: NOT_READY, 503: NOT_READY, 504: NOT_READY, 507: ['the server has no room', 60] };

/** Tells 'add' with the new uploads and how many files were passed over, and 'change' when uploads went, or are held back, or go on. */
export const queue = new EventTarget();

/** @type {Set<Upload>} */
const uploads = new Set();

/** Those whose turn has not come yet, in order. @type {Set<Upload>} */
const waiting = new Set();

/** Those that are done and still there, by the file's id. @type {Map<string, Upload>} */
const stored = new Map();

let sending = 0;

/** Why nothing is sent; null: it is. @type {{ why: string } | null} */
let held = null;

export const allUploads = () => uploads;

/** How many are under way, or wait for their turn. */
export const countUnfinished = () => [...uploads].filter((upload) => upload.state === 'queued' || upload.state === 'sending').length;

/** Why nothing is sent; '' when it is. */
export const whyHeld = () => held?.why ?? '';

/** @param {Chosen} chosen */
export function enqueue({ files, passedOver }) {
  const added = files.map((file) => new Upload(file));
  for (const upload of added) {
    uploads.add(upload);
    waiting.add(upload);
  }
  queue.dispatchEvent(new CustomEvent('add', { detail: { added, passedOver } }));
  next();
}

/** @param {Upload} upload @param {Upload['onConflict']} [onConflict] what to do when the name is taken */
export function retry(upload, onConflict) {
  upload.breaks = 0;
  putBack(upload, onConflict);
  next();
}

/** Those that failed, but for names that are taken, where there is a choice; and what is held back goes on now. */
export function retryAll() {
  for (const upload of uploads) if (upload.state === 'failed' && !upload.isTaken && !upload.isHopeless) retry(upload);
  goOn();
}

export function keepAllBoth() {
  for (const upload of uploads) if (upload.isTaken) retry(upload, 'rename');
}

/** @param {Upload} upload */
export function cancel(upload) {
  waiting.delete(upload);
  upload.cancel();
}

export function cancelAll() {
  for (const upload of uploads) if (upload.state !== 'done') cancel(upload);
}

/** Forgets those that need nobody any more. */
export const clearEnded = () => forget((upload) => upload.state === 'done' || upload.state === 'cancelled');

/** Ends all, and forgets it. */
export function forgetUploads() {
  cancelAll();
  forget(() => true);
  held = null;
}

/** Nothing holds back any more, or may not. */
export function goOn() {
  held = null;
  next();
  tellChange();
}

/** @param {(upload: Upload) => boolean} isOver */
function forget(isOver) {
  for (const upload of uploads) {
    if (!isOver(upload)) continue;
    uploads.delete(upload);
    stored.delete(upload.result?.id ?? '');
  }
  tellChange();
}

const tellChange = () => queue.dispatchEvent(new Event('change'));

/** @param {Upload} upload @param {Upload['onConflict']} [onConflict] */
function putBack(upload, onConflict) {
  upload.wait(onConflict);
  waiting.add(upload);
}

function next() {
  if (held !== null || whoIsHere() === null) return;
  for (const upload of waiting) {
    if (sending >= AT_ONCE) return;
    waiting.delete(upload);
    void run(upload);
  }
}

/** @param {Upload} upload */
async function run(upload) {
  sending++;
  const refusal = await upload.send();
  if (refusal !== null) await judge(upload, refusal);
  if (upload.result !== null) keepTrack(upload, upload.result.id);
  sending--;
  next();
}

/** @param {Upload} upload @param {string} id of what is stored, which may have gone before its answer came */
function keepTrack(upload, id) {
  stored.set(id, upload);
  if (isGone(id)) lose(id);
}

/** What a refusal means: something for this one, or for all. @param {Upload} upload @param {Refusal} refusal */
async function judge(upload, refusal) {
  if (refusal.isOffline) return judgeBroken(upload);
  if (refusal.code === 'name_taken') return judgeTaken(upload, refusal);
  const cause = HOLDS[refusal.status];
  // Too much to do, or on its way up, a server is for everybody; what else holds back may lie in this one file.
  if (cause && refusal.status !== 429 && refusal.status !== 503 && ++upload.breaks >= TRIES) return upload.fail(refusal);
  if (cause) void hold(cause[0], () => passing((refusal.retryAfter ?? cause[1]) * 1_000));
  if (cause || (refusal.status === 401 && whoIsHere() === null)) putBack(upload);
  else upload.fail(refusal);
}

/** @param {Upload} upload */
async function judgeBroken(upload) {
  const isOver = overFor(upload);
  const [isThere, isReached] = await Promise.all([isReadable(upload.file), isReachable()]);
  if (isOver()) return;
  if (!isThere) return upload.fail(new Refusal(0, { detail: 'The file cannot be read any more: it was moved, deleted or changed. Choose it again.' }));
  if (isReached && ++upload.breaks >= TRIES) return upload.fail(new Refusal(0, { detail: `The connection broke ${TRIES} times while it was sent.` }));
  putBack(upload);
  if (!isReached && held === null) void hold('no connection', reconnection);
}

/** The name may be that of a file that is about to go; or the upload's own, by a try whose answer was lost. @param {Upload} upload @param {Refusal} refusal */
async function judgeTaken(upload, refusal) {
  const { id, sha256 } = refusal.problem;
  if (id && isHeldBack(id)) {
    upload.wait();
    return decided(id, () => upload.state === 'queued' && retry(upload));
  }
  const isOver = overFor(upload);
  const file = id && upload.attempts > 1 && (await sha256Of(upload.file)) === sha256 ? await call('get', '/api/v1/audio/{id}', { path: { id } }).catch(() => null) : null;
  if (isOver()) return;
  if (file) upload.succeed(file);
  else upload.fail(refusal);
}

/** Tells whether this try is over: somebody may cancel it, or have it sent again, while its answer is thought about. @param {Upload} upload */
function overFor(upload) {
  const { attempts } = upload;
  return () => upload.state !== 'sending' || upload.attempts !== attempts;
}

/** Sends nothing until that is over, or something else holds back. @param {string} why @param {(isWanted: () => boolean) => Promise<unknown>} isOver */
async function hold(why, isOver) {
  const own = held = { why };
  tellChange();
  await isOver(() => held === own);
  if (held === own) goOn();
}

let wake = () => {};

/** @param {() => boolean} isWanted */
async function reconnection(isWanted) {
  for (let pause = FIRST_PAUSE; isWanted(); pause = longer(pause)) {
    // Who hears of the connection sooner wakes it.
    await Promise.race([passing(pause), new Promise((done) => { wake = () => done(null); })]);
    if (await isReachable()) return;
  }
}

/** A line that is dead without a word is known as that by its silence. */
const isReachable = () => call('get', '/api/v1/me', { signal: AbortSignal.timeout(LONGEST_PAUSE) }).then(() => true, (fault) => fault instanceof Refusal && !fault.isOffline);

/** @param {File} file */
const isReadable = (file) => file.slice(0, 1).arrayBuffer().then(() => true, () => false);

/** @param {File} file @returns {Promise<string | null>} in hexadecimal; null: it cannot be known here */
async function sha256Of(file) {
  // Browsers hash only what came by HTTPS, or from this machine.
  if (!isSecureContext || file.size > LARGEST_COMPARED) return null;
  const hash = await file.arrayBuffer().then((bytes) => crypto.subtle.digest('SHA-256', bytes)).catch(() => null);
  return hash && Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const always = new AbortController().signal;
onConnection((isConnected) => isConnected === true && wake(), always);
addEventListener('online', () => wake());

// The answer to an upload comes before its verdict, which events bring.
for (const type of /** @type {const} */ (['progress', 'verified'])) on(type, (file) => stored.get(file.id)?.learn(file), always);
on('deleted', (file) => lose(file.id), always);
onResync(() => stored.forEach(async (upload, id) => {
  if (isVerified(upload.result?.verification)) return;
  const file = await call('get', '/api/v1/audio/{id}', { path: { id } }).catch((fault) => (fault instanceof Refusal && fault.status === 404 ? lose(id) : null));
  if (file) upload.learn(file);
}), always);

/** @param {string} id of a file that is gone */
function lose(id) {
  stored.get(id)?.lose();
  stored.delete(id);
}

addEventListener('beforeunload', (event) => {
  if (countUnfinished() > 0) event.preventDefault();
});
