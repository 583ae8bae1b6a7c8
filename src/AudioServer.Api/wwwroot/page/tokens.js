// Tokens, by which programs come: made, shown once, revoked.
import { listAddress } from './address.js';
import { call, isAbandoned, messageOf } from './api.js';
import { fill, h, icon } from './dom.js';
import { field } from './filters.js';
import { fullDate } from './format.js';
import { notify } from './notices.js';
import { oneAtATime, singly } from './pace.js';
import { copyText } from './share.js';

/** @import { Schemas } from 'contract' */

const DAY = 24 * 3600 * 1000;
/** Days, and how they are called; the first is what is chosen where nobody chooses. */
const LASTING = [['', 'Until revoked'], ['7', '7 days'], ['30', '30 days'], ['365', 'A year']];

/** @param {HTMLElement} main @param {AbortSignal} signal ends it */
export async function showTokens(main, signal) {
  document.title = 'Tokens – AudioServer';
  const [list, made] = [h('div', {}), h('div', { role: 'status' })];
  const name = h('input', { type: 'text', autocomplete: 'off', required: true, maxlength: 64 });
  const scopes = /** @type {const} */ (['read', 'write']).map((scope) => h('input', { type: 'checkbox', value: scope, checked: true }));
  const lasting = h('select', {}, ...LASTING.map(([days = '', title = '']) => h('option', { value: days }, title)));
  const fault = h('p', { class: 'fault', role: 'alert' });
  const form = h('form', { class: 'card token-form', 'aria-labelledby': 'new-token', onsubmit: oneAtATime(create) }, h('h2', { id: 'new-token' }, 'A new token'),
    h('div', { class: 'fields' }, field('Name', name), field('Good', lasting),
      h('fieldset', { class: 'scopes' }, h('legend', {}, 'May'), ...scopes.map((input) => h('label', { class: 'check' }, input, input.value)))),
    h('button', { class: 'button primary' }, 'Make a token'), fault);

  async function create() {
    fault.textContent = '';
    fill(made);
    try {
      const expiresAt = lasting.value === '' ? null : new Date(Date.now() + Number(lasting.value) * DAY).toISOString();
      const token = await call('post', '/api/v1/tokens', { body: { name: name.value, scopes: scopes.filter((input) => input.checked).map((input) => input.value), expiresAt } });
      const secret = h('input', { type: 'text', readonly: true, value: token.token, 'aria-label': 'Token' });
      const copy = h('button', { type: 'button', class: 'button', onclick: () => void copyText(secret, copy) }, 'Copy');
      fill(made, h('div', { class: 'card made' }, h('p', {}, h('strong', {}, 'Copy the token now.'), ' It is not shown again.'), h('div', { class: 'copy' }, secret, copy)));
      form.reset();
      await load();
    } catch (refusal) {
      fault.textContent = messageOf(refusal);
    }
  }

  async function load() {
    try {
      const { items } = await call('get', '/api/v1/tokens', { signal });
      fill(list, items.length === 0 ? h('p', { class: 'hint' }, 'No tokens yet.') : tableOf(items));
    } catch (refusal) {
      if (!isAbandoned(refusal)) fill(list, h('p', { class: 'fault' }, messageOf(refusal)));
    }
  }

  /** @param {Schemas['Token']} token */
  async function revoke(token) {
    fill(made);
    try {
      await call('delete', '/api/v1/tokens/{id}', { path: { id: token.id } });
      notify(`The token ${token.name} opens nothing any more.`);
      await load();
      name.focus();
    } catch (refusal) {
      notify(messageOf(refusal), { kind: 'error' });
    }
  }

  /** A question before it, in the button's place: nothing brings a token back. @param {Schemas['Token']} token */
  function revokeCell(token) {
    const button = (/** @type {string} */ kind, /** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ run) => h('button', { type: 'button', class: `button ${kind}`, 'aria-label': label, onclick: singly(run) }, text);
    const first = button('danger', 'Revoke', `Revoke ${token.name}`, () => show(sure, keep));
    const sure = button('danger', 'Revoke for good', `Revoke ${token.name} for good`, () => void revoke(token));
    const keep = button('quiet', 'Keep', `Keep ${token.name}`, () => show(first));
    const cell = h('td', {}, first);
    const show = (/** @type {HTMLElement[]} */ ...buttons) => {
      fill(cell, ...buttons);
      buttons.at(-1)?.focus();
    };
    return cell;
  }

  /** Where it is narrow, each cell says by itself what it is. @param {string} title @param {string} text */
  const cell = (title, text) => h('td', { 'data-title': title }, text);

  const tableOf = (/** @type {Schemas['Token'][]} */ tokens) => h('table', { class: 'facts tokens' },
    h('thead', {}, h('tr', {}, ...['Name', 'May', 'Made', 'Good until', ''].map((title) => (title === '' ? h('td', {}) : h('th', { scope: 'col' }, title))))),
    h('tbody', {}, ...tokens.map((token) => h('tr', {}, h('th', { scope: 'row' }, token.name), cell('May', token.scopes.join(', ')), cell('Made', fullDate(token.createdAt)), cell('Good until', token.expiresAt ? fullDate(token.expiresAt) : 'it is revoked'),
      revokeCell(token)))));

  fill(main, h('section', { class: 'file' }, h('a', { class: 'back', href: listAddress() }, icon('back'), 'All files'), h('h1', { tabindex: -1 }, 'Tokens'),
    h('p', { class: 'hint' }, 'A program that comes with a token acts as you, within what the token may: Authorization: Bearer aus_…'), made, form, list));
  await load();
}
