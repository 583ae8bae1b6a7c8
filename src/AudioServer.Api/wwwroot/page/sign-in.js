// Signing in, and making an account where that is open to all.
import { Refusal, messageOf } from './api.js';
import { fill, h } from './dom.js';
import { field } from './filters.js';
import { counted } from './format.js';
import { oneAtATime } from './pace.js';
import { register, signIn } from './session.js';

/** @param {HTMLElement} main @param {() => void} welcome somebody is here now */
export function showSignIn(main, welcome) {
  let isNew = false;
  const [name, password] = [
    h('input', { type: 'text', name: 'username', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', required: true }),
    h('input', { type: 'password', name: 'password', autocomplete: 'current-password', required: true }),
  ];
  const heading = h('h1', { tabindex: -1 });
  const fault = h('p', { class: 'fault', role: 'alert' });
  const submit = h('button', { class: 'button primary wide' });
  const other = h('button', { type: 'button', class: 'link', onclick: () => { isNew = !isNew; show(); name.focus(); } });
  const form = h('form', { class: 'sign-in', onsubmit: oneAtATime(send) }, heading, field('Name', name), field('Password', password), fault, submit, other);

  function show() {
    const action = isNew ? 'Create an account' : 'Sign in';
    heading.textContent = submit.textContent = action;
    document.title = `${action} – AudioServer`;
    other.textContent = isNew ? 'I have an account' : 'I have no account';
    password.autocomplete = isNew ? 'new-password' : 'current-password';
    fault.textContent = '';
  }

  async function send() {
    fault.textContent = '';
    try {
      await (isNew ? register : signIn)({ username: name.value.trim(), password: password.value });
      welcome();
    } catch (refusal) {
      fault.textContent = explained(refusal);
      password.select();
    }
  }

  show();
  fill(main, form);
  name.focus();
}

/** @param {unknown} refusal */
function explained(refusal) {
  if (!(refusal instanceof Refusal)) return messageOf(refusal);
  if (refusal.code === 'unauthenticated' || refusal.code === 'insufficient_scope') return 'Accounts are made by an operator here: ask whoever runs this server.';
  return refusal.retryAfter === null ? refusal.message : `${refusal.message} That is ${counted(refusal.retryAfter, 'second')}.`;
}
