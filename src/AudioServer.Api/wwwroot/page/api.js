// Every call to the server goes through here, typed by the contract (docs/openapi.json).
/** @import { Address, Answer, Call, Method, PathOf, Schemas } from 'contract' */

/** Headers of whatever may change something: they show the server that its own page asks (docs/access.md). */
export const OWN_PAGE = { 'X-Requested-With': 'AudioServer' };

/** Tells 'signed-out' when the server asks who one is. */
export const signals = new EventTarget();

/** Why a call failed; the message is for people. */
export class Refusal extends Error {
  /**
   * @param {number} status 0 when the server could not be reached
   * @param {Partial<Schemas['Problem']>} problem
   * @param {number | null} [retryAfter] seconds after which it may be otherwise; null: not known
   */
  constructor(status, problem, retryAfter = null) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? '';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get isOffline() {
    return this.status === 0;
  }
}

export const unreachable = () => new Refusal(0, { code: 'offline', detail: 'The server cannot be reached.' });

/** @param {unknown} fault */
export const messageOf = (fault) => (fault instanceof Error ? fault.message : String(fault));

/** @param {unknown} fault whether it only says that nobody waits for the answer any more */
export const isAbandoned = (fault) => fault instanceof DOMException && fault.name === 'AbortError';

/**
 * The address of a call, such as a link's.
 * @template {Method} M
 * @template {PathOf<M>} P
 * @param {M} _method
 * @param {P} path
 * @param {Address<M, P>} parameters
 * @returns {string}
 */
export function addressOf(_method, path, parameters) {
  const inPath = /** @type {Record<string, string>} */ (parameters.path ?? {});
  const filled = String(path).replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(inPath[name] ?? ''));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) query.append(name, String(one));
    }
  }
  return query.size > 0 ? `${filled}?${query}` : filled;
}

/**
 * @template {Method} M
 * @template {PathOf<M>} P
 * @param {M} method
 * @param {P} path
 * @param {Call<M, P>} options
 * @returns {Promise<Answer<M, P>>} what it answers; undefined without a body
 * @throws {Refusal}
 */
export async function call(method, path, options) {
  const { body, signal } = options;
  const type = method === 'patch' ? 'application/merge-patch+json' : 'application/json';
  const response = await send(addressOf(method, path, options), {
    method: method.toUpperCase(),
    headers: { Accept: 'application/json', ...(method === 'get' ? {} : OWN_PAGE), ...(body === undefined ? {} : { 'Content-Type': type }) },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  });
  return response.status === 204 ? /** @type {Answer<M, P>} */ (undefined) : response.json();
}

/**
 * A request whose answer is good.
 * @param {string} address
 * @param {RequestInit} options
 */
export async function send(address, options) {
  const response = await fetch(address, { cache: 'no-store', ...options }).catch((fault) => {
    throw isAbandoned(fault) ? fault : unreachable();
  });
  if (!response.ok) throw refusalOf(response.status, await response.text(), response.headers.get('Retry-After'));
  return response;
}

/**
 * What an answer that is not good says, whoever asked for it.
 * @param {number} status
 * @param {string} text the body
 * @param {string | null} retryAfter the header, which may be a date too
 */
export function refusalOf(status, text, retryAfter) {
  let problem = {};
  try {
    problem = JSON.parse(text);
  } catch {
    // A proxy before the server speaks for itself; the status has to do.
  }
  const refusal = new Refusal(status, problem, Number.parseInt(retryAfter ?? '', 10) || null);
  if (status === 401 && refusal.code === 'unauthenticated') signals.dispatchEvent(new Event('signed-out'));
  return refusal;
}
