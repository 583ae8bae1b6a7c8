// Who is here, and whether the server asks. All tabs of a browser have one session, so each tells the others who comes and who goes.
import { Refusal, call } from './api.js';
import { stop, watch } from './events.js';

/** @import { Schemas } from 'contract' */

/** Whom everything belongs to on a server that asks for no account; nobody else can have the name. */
const BUILT_IN = 'local';

/** Tells 'change' when somebody else is here, or nobody; and before it 'left' when whoever was here is not expected back, and nothing of theirs may stay. */
export const session = new EventTarget();

/** Carries the name of who has signed in, or null when somebody has signed out. */
const tabs = new BroadcastChannel('session');

/** Undefined until the server has been asked. @type {Schemas['Me'] | null | undefined} */
let me;

/** Whose uploads and deletions are on the page. Who has only lost the session finds them there again. @type {string | null} */
let owner = null;

/** Null while nobody is signed in. */
export const whoIsHere = () => me ?? null;

/** Whether there are accounts, and so signing out, and tokens. */
export const hasAccounts = () => me?.name !== BUILT_IN;

/** @type {Promise<unknown>} */
let turn = Promise.resolve();

/** One after the other, so that no answer is older than what is known. @param {() => Promise<void>} work */
function inTurn(work) {
  const mine = turn.then(work);
  turn = mine.catch(() => {});
  return mine;
}

async function ask() {
  become(await call('get', '/api/v1/me', {}).catch(unlessNobody));
}

/** Null where the server says that nobody is signed in. @param {unknown} fault */
function unlessNobody(fault) {
  if (fault instanceof Refusal && fault.status === 401) return null;
  throw fault;
}

/** Asks the server. */
export const begin = () => inTurn(ask);

/** @param {Schemas['UserCredentials']} credentials */
export const signIn = (credentials) => inTurn(async () => {
  const { name } = await call('post', '/api/v1/session', { body: credentials });
  tabs.postMessage(name);
  await ask();
});

/** @param {Schemas['UserCredentials']} credentials */
export async function register(credentials) {
  await call('post', '/api/v1/users', { body: credentials });
  await signIn(credentials);
}

export const signOut = () => inTurn(async () => {
  // A session that is over already needs no end.
  await call('delete', '/api/v1/session', {}).catch(unlessNobody);
  tabs.postMessage(null);
  depart();
});

/** The session is over, and who had it may come back. */
export const end = () => become(null);

/** Who was here is gone, with all that is theirs. */
function depart() {
  forgetOwner();
  become(null);
}

function forgetOwner() {
  if (owner === null) return;
  owner = null;
  session.dispatchEvent(new Event('left'));
}

/** @param {Schemas['Me'] | null} now */
function become(now) {
  const isOther = me === undefined || now?.name !== me?.name;
  me = now;
  if (now === null) {
    stop();
  } else {
    if (owner !== now.name) forgetOwner();
    owner = now.name;
    watch(now.name);
  }
  if (isOther) session.dispatchEvent(new Event('change'));
}

/** What cannot be asked now is found out by whatever is asked next. */
const lookAgain = () => void begin().catch(() => {});

tabs.onmessage = (/** @type {MessageEvent<string | null>} */ { data: name }) => {
  // Before the server is asked: from now on everything is sent in the other's name.
  if (name !== owner) depart();
  if (name !== null) lookAgain();
};

// A tab that slept may not have been told.
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && hasAccounts() && lookAgain());
