// Begins: asks who is here, and shows the view that the address names.
import { followLinks, listAddress, parameters, go } from './address.js';
import { messageOf, signals } from './api.js';
import { acceptDrops } from './drop.js';
import { fill, h, icon } from './dom.js';
import { onConnection } from './events.js';
import { showFile } from './file.js';
import { size } from './format.js';
import { forgetList, leaveList, showList } from './list.js';
import { notify, showConnection } from './notices.js';
import { begin, end, hasAccounts, signOut, whoIsHere } from './session.js';
import { showSignIn } from './sign-in.js';
import { showTokens } from './tokens.js';
import { enqueue } from './upload.js';
import { showUploads } from './upload-panel.js';

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
const account = /** @type {HTMLElement} */ (document.getElementById('account'));
const always = new AbortController().signal;
let view = new AbortController();
let isFirst = true;

function show() {
  view.abort();
  view = new AbortController();
  leaveList();
  showAccount();
  const address = parameters();
  const file = address.get('file');
  if (whoIsHere() === null) {
    forgetList();
    showSignIn(main, welcome);
  } else if (file !== null) void showFile(main, file, view.signal);
  else if (address.get('view') === 'tokens' && hasAccounts()) void showTokens(main, view.signal);
  else showList(main);
  // A new view begins at its heading; the first one where the browser begins.
  if (!isFirst && !main.contains(document.activeElement)) main.querySelector('h1')?.focus({ preventScroll: true });
  isFirst = false;
}

function showAccount() {
  const me = whoIsHere();
  if (me === null || !hasAccounts()) return fill(account);
  const used = me.quota === null ? `${size(me.usage)} used` : `${size(me.usage)} of ${size(me.quota)} used`;
  fill(
    account,
    h('span', { class: 'account-name', title: used }, icon('user'), h('span', {}, me.name)),
    h('a', { class: 'button quiet', href: '/?view=tokens' }, 'Tokens'),
    h('button', { type: 'button', class: 'button quiet', onclick: leave }, 'Sign out'),
  );
}

async function leave() {
  try {
    await signOut();
    go(listAddress());
  } catch (fault) {
    notify(messageOf(fault), { kind: 'error' });
  }
}

function welcome() {
  show();
  notify(`Signed in as ${whoIsHere()?.name}.`);
}

function showFailure(/** @type {unknown} */ fault) {
  fill(main, h('section', { class: 'message' }, icon('offline'), h('h1', { tabindex: -1 }, 'The page cannot begin'), h('p', {}, messageOf(fault)),
    h('button', { type: 'button', class: 'button primary', onclick: start }, 'Try again')));
}

async function start() {
  try {
    await begin();
    show();
  } catch (fault) {
    showFailure(fault);
  }
}

addEventListener('popstate', show);
signals.addEventListener('signed-out', () => {
  if (whoIsHere() === null) return;
  end();
  show();
  notify('You were signed out. Sign in to go on.', { kind: 'error' });
});
followLinks();
showConnection(/** @type {HTMLElement} */ (document.getElementById('connection')), always, onConnection);
showUploads(/** @type {HTMLElement} */ (document.getElementById('uploads')), always);
acceptDrops(document.documentElement, enqueue, () => whoIsHere() !== null);
await start();
