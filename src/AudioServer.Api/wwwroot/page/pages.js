// Files by pages: each begins where the one before it ended.
import { call } from './api.js';
import { FIELDS } from './rows.js';

/** @import { Schemas } from 'contract' */
/** @import { ListQuery } from './address.js' */

/** Files of a page, and of the largest that the server gives. */
const [PAGE, LARGEST_PAGE] = [100, 1_000];

/**
 * @param {ListQuery} query
 * @param {string | null} cursor where to go on; null begins, and counts them all
 * @param {number} least files, in as many pages as they take
 * @param {AbortSignal} signal
 * @returns {Promise<{ items: Schemas['ListedAudioFile'][], next: string | null, total: number | null }>} total: as it was at the beginning
 */
export async function filesFrom(query, cursor, least, signal) {
  /** @type {Schemas['ListedAudioFile'][]} */
  const items = [];
  let [next, total] = [cursor, /** @type {number | null} */ (null)];
  do {
    const limit = Math.min(LARGEST_PAGE, Math.max(PAGE, least - items.length));
    const page = await call('get', '/api/v1/audio', { query: { ...query, fields: FIELDS, limit, ...(next === null ? { count: true } : { cursor: next }) }, signal });
    items.push(...page.items);
    [next, total] = [page.next, total ?? page.total];
  } while (next !== null && items.length < least);
  return { items, next, total };
}
