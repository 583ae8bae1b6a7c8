// Who is here, and whether the server asks.
import { Refusal, call } from './api.js';
import { stop, watch } from './events.js';

/** @import { Schemas } from 'contract' */

/** Whom everything belongs to on a server that asks for no account; nobody else can have the name. */
const BUILT_IN = 'local';

/** @type {Schemas['Me'] | null} */
let me = null;

/** Null while nobody is signed in. */
export const whoIsHere = () => me;

/** Whether there are accounts, and so signing out, and tokens. */
export const hasAccounts = () => me === null || me.name !== BUILT_IN;

/** Asks the server. */
export async function begin() {
  try {
    me = await call('get', '/api/v1/me', {});
    watch();
  } catch (fault) {
    if (!(fault instanceof Refusal) || fault.status !== 401) throw fault;
    end();
  }
  return me;
}

/** @param {Schemas['UserCredentials']} credentials */
export async function signIn(credentials) {
  await call('post', '/api/v1/session', { body: credentials });
  await begin();
}

/** @param {Schemas['UserCredentials']} credentials */
export async function register(credentials) {
  await call('post', '/api/v1/users', { body: credentials });
  await signIn(credentials);
}

export async function signOut() {
  await call('delete', '/api/v1/session', {});
  end();
}

/** Nobody is here any more. */
export function end() {
  me = null;
  stop();
}
