// What verification says of a file, in words.
import { h, fill, icon } from './dom.js';
import { clock } from './format.js';

/** @import { Schemas } from 'contract' */
/** @typedef {Schemas['Verification']} Verification */

const ICONS = { pending: 'clock', running: 'progress', ok: 'check', suspect: 'warning', broken: 'damaged', skipped: 'unknown' };

/** @param {number | null | undefined} seconds */
export const place = (seconds) => (seconds === null || seconds === undefined ? '' : ` at ${clock(seconds, seconds < 60 ? 1 : 0)}`);

/**
 * @param {Verification | undefined} verification
 * @returns {[verdict: string, reason: string]} such as "damaged at 1:23" and why
 */
export function wordsOf(verification) {
  const finding = verification?.firstFinding;
  const reason = finding?.message ?? '';
  switch (verification?.state) {
    case 'running': return [`checking ${Math.floor(100 * (verification.progress ?? 0))} %`, ''];
    case 'ok': return ['whole', ''];
    case 'suspect': return [`suspect${place(finding?.at)}`, reason];
    case 'broken': return [`damaged${place(finding?.at)}`, reason];
    case 'skipped': return ['not checked', reason];
    default: return ['waiting to be checked', ''];
  }
}

/** A file's state, which can be set to another. */
export class StateBadge {
  /** @param {Verification | undefined} verification */
  constructor(verification) {
    this.element = h('span', { class: 'state' });
    this.set(verification);
  }

  /** @param {Verification | undefined} verification */
  set(verification) {
    const state = verification?.state ?? 'pending';
    const [verdict, reason] = wordsOf(verification);
    this.element.dataset['state'] = state;
    this.element.title = reason;
    fill(this.element, icon(ICONS[state]), h('span', { class: 'state-text' }, h('span', { class: 'verdict' }, verdict), reason && h('span', { class: 'reason' }, h('span', { class: 'dash' }, ' – '), reason)));
  }
}

/** @param {Verification | undefined} verification */
export const isVerified = (verification) => verification?.state !== undefined && verification.state !== 'pending' && verification.state !== 'running';
