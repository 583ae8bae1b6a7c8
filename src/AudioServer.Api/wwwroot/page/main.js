// Begins: asks who is here, and shows the view that the address names.
import { followLinks, onView, parameters, replace } from './address.js';
import { messageOf, signals } from './api.js';
import { forgetDeletions, resumeDeletions } from './deletion.js';
import { acceptDrops } from './drop.js';
import { fill, focusHeading, h, icon } from './dom.js';
import { onConnection } from './events.js';
import { showFile } from './file.js';
import { keepClear } from './foot.js';
import { counted, size } from './format.js';
import { forgetList, leaveList, showList } from './list-view.js';
import { clearNotices, notify, showConnection } from './notices.js';
import { singly } from './pace.js';
import { countUnfinished, enqueue, forgetUploads, goOn } from './queue.js';
import { begin, end, hasAccounts, session, signOut, whoIsHere } from './session.js';
import { showSignIn } from './sign-in.js';
import { showTokens } from './tokens.js';
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
  if (whoIsHere() === null) showSignIn(main, welcome);
  else if (file !== null) void showFile(main, file, view.signal);
  else if (address.get('view') === 'tokens' && hasAccounts()) void showTokens(main, view.signal);
  else showList(main);
  // A new view begins at its heading; the first one where the browser begins.
  if (!isFirst && !main.contains(document.activeElement)) focusHeading();
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
    h('button', { type: 'button', class: 'button quiet', onclick: singly(askToLeave) }, 'Sign out'),
  );
}

const leave = () => void signOut().catch((fault) => notify(messageOf(fault), { kind: 'error' }));

/** Signing out ends the uploads: not without asking. */
function askToLeave() {
  const unfinished = countUnfinished();
  if (unfinished === 0) return leave();
  notify(`Signing out cancels ${counted(unfinished, 'upload')}.`, { action: { label: 'Sign out anyway', run: leave } });
}

const welcome = () => notify(`Signed in as ${whoIsHere()?.name}.`);

function showFailure(/** @type {unknown} */ fault) {
  fill(main, h('section', { class: 'message' }, icon('offline'), h('h1', { tabindex: -1 }, 'The page cannot begin'), h('p', {}, messageOf(fault)),
    h('button', { type: 'button', class: 'button primary', onclick: start }, 'Try again')));
}

const start = () => begin().catch(showFailure);

onView(show);
session.addEventListener('left', () => {
  replace('/');
  forgetUploads();
  forgetDeletions();
});
session.addEventListener('change', () => {
  // Names of files are for nobody else to read.
  clearNotices();
  forgetList();
  show();
  goOn();
  resumeDeletions();
});
signals.addEventListener('signed-out', () => {
  if (whoIsHere() === null) return;
  end();
  notify('You were signed out. Sign in to go on.', { kind: 'error' });
});
followLinks();
showConnection(/** @type {HTMLElement} */ (document.getElementById('connection')), always, onConnection);
showUploads(/** @type {HTMLElement} */ (document.getElementById('uploads')), always);
keepClear(main, ['.foot', '#notices']);
acceptDrops(document.documentElement, enqueue, () => whoIsHere() !== null);
await start();
