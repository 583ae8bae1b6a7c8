// A file: its waveform to listen on, what was found in it, what is known of it, and what can be done with it.
import { go, listAddress } from './address.js';
import { Refusal, addressOf, call, isAbandoned, messageOf } from './api.js';
import { onChange, withChange } from './changes.js';
import { decided, deleteLater, isHeldBack } from './deletion.js';
import { fill, focusHeading, h, icon } from './dom.js';
import { on, onResync } from './events.js';
import { comparisonSection, declaredSeconds, identitySection, loudnessSection, tagsSection } from './facts.js';
import { findingsSection } from './findings.js';
import { nameOf } from './format.js';
import { labelsSection } from './labels.js';
import { nameHeading } from './name.js';
import { notify } from './notices.js';
import { Player } from './player.js';
import { rangeSection } from './range.js';
import { shareLink } from './share.js';
import { StateBadge, isVerified, wordsOf } from './states.js';

/** @import { Schemas } from 'contract' */
/** @typedef {Schemas['AudioFile']} AudioFile */

/** As many points as a wide screen has pixels. */
const POINTS = 2400;

/** @param {HTMLElement} main @param {string} id @param {AbortSignal} signal ends it */
export async function showFile(main, id, signal) {
  document.title = 'File – AudioServer';
  scrollTo(0, 0);
  const back = h('a', { class: 'back', href: listAddress() }, icon('back'), 'All files');
  const view = h('section', { class: 'file' }, back, h('h1', { tabindex: -1, class: 'hidden' }, 'Loading the file'), h('div', { class: 'skeleton skeleton-file', role: 'status', 'aria-label': 'Loading the file' }));
  fill(main, view);
  const put = (/** @type {HTMLElement[]} */ ...parts) => {
    const hadFocus = main.contains(document.activeElement) && document.activeElement !== back;
    // The way back stays: pressing it would come to nothing where another came in its place before it is let go.
    while (back.nextSibling) back.nextSibling.remove();
    view.append(...parts);
    if (hadFocus) focusHeading();
  };
  const again = () => {
    void showFile(main, id, signal);
    focusHeading();
  };
  if (isHeldBack(id)) {
    decided(id, () => !signal.aborted && again());
    return put(messageView('delete', 'This file is about to be deleted', 'It can be undone for as long as the message says so.'));
  }
  try {
    const [file, report] = await load(id, signal);
    put(...partsOf(file, report, signal));
  } catch (fault) {
    if (isAbandoned(fault)) return;
    const isGone = fault instanceof Refusal && (fault.status === 404 || fault.status === 400);
    put(isGone ? messageView('unknown', 'This file is not here', 'It was deleted, or the address is not right.')
      : messageView('offline', 'The file could not be loaded', messageOf(fault), h('button', { type: 'button', class: 'button primary', onclick: again }, 'Try again')));
  }
}

/** @param {string} picture @param {string} title @param {string} why @param {...HTMLElement} ways out */
const messageView = (picture, title, why, ...ways) => h('div', { class: 'message', role: 'alert' }, icon(picture), h('h1', { tabindex: -1 }, title), h('p', {}, why), ...ways);

/** @param {string} id @param {AbortSignal} signal @returns {Promise<[AudioFile, Schemas['VerificationReport']]>} */
async function load(id, signal) {
  const [file, report] = await Promise.all([call('get', '/api/v1/audio/{id}', { path: { id }, signal }), call('get', '/api/v1/audio/{id}/report', { path: { id }, signal })]);
  return [withChange(file), report];
}

/** @param {AudioFile} file @param {Schemas['VerificationReport']} report @param {AbortSignal} signal @returns {HTMLElement[]} */
function partsOf(file, report, signal) {
  const { id } = file;
  const badge = new StateBadge(file.verification);
  const player = new Player(file, signal);
  const [name, labels] = [nameHeading(file), labelsSection(file)];
  const [found, facts] = [h('div', {}), h('div', { class: 'cards' })];
  let shownFindings = '';
  const verdict = h('span', { class: 'hidden', role: 'status' });
  const [original, ...conversions] = downloads(id);
  const range = rangeSection(file, player, signal);
  const again = h('button', { type: 'button', class: 'button', onclick: verify }, icon('check'), 'Check again');

  /** What somebody may change. */
  function showOwn() {
    name.set(file);
    labels.set(file);
  }

  function showAll() {
    const isChecked = isVerified(file.verification);
    showOwn();
    badge.set(file.verification);
    again.setAttribute('aria-disabled', String(!isChecked));
    const hasSound = !isChecked || (report.measured?.sampleCount ?? 0) > 0;
    for (const element of [...conversions, range]) element.hidden = !hasSound;
    player.update(file, declaredSeconds(report), hasSound);
    player.mark(report.findings);
    showFindings();
    fill(facts, comparisonSection(file, report), loudnessSection(report), tagsSection(file), identitySection(file, report));
    void drawWaveform(hasSound);
  }

  /** Only when there are others: who is at one of them is not to be thrown out by a verdict that says the same again. */
  function showFindings() {
    const now = JSON.stringify(report.findings);
    if (now === shownFindings) return;
    shownFindings = now;
    const hadFocus = found.contains(document.activeElement);
    fill(found, findingsSection(report.findings, player));
    if (hadFocus) player.slider.focus();
  }

  /** @param {boolean} hasSound */
  async function drawWaveform(hasSound) {
    if (!hasSound) return player.draw(null, 'There is no waveform: nothing in the file decodes.');
    if (!isVerified(file.verification)) return player.draw(null, 'The waveform is drawn when the file has been checked.');
    try {
      player.draw(await call('get', '/api/v1/audio/{id}/waveform', { path: { id }, query: { pixels: POINTS, bits: 8 }, signal }));
    } catch (fault) {
      if (!isAbandoned(fault)) player.draw(null, messageOf(fault));
    }
  }

  async function refresh() {
    try {
      [file, report] = await load(id, signal);
      showAll();
    } catch (fault) {
      if (fault instanceof Refusal && fault.status === 404) gone();
      else if (!isAbandoned(fault)) notify(messageOf(fault), { kind: 'error' });
    }
  }

  async function verify() {
    if (again.getAttribute('aria-disabled') === 'true') return;
    again.setAttribute('aria-disabled', 'true');
    try {
      file = await call('post', '/api/v1/audio/{id}/verification', { path: { id } });
      badge.set(file.verification);
    } catch (fault) {
      again.setAttribute('aria-disabled', 'false');
      notify(messageOf(fault), { kind: 'error' });
    }
  }

  function gone() {
    notify(`${nameOf(file)} was deleted.`);
    go(listAddress());
  }

  function remove() {
    deleteLater(file);
    go(listAddress());
  }

  on('progress', (now) => now.id === id && badge.set(now.verification), signal);
  on('verified', (now) => {
    if (now.id !== id) return;
    // The verdict is said; how far the way to it is, is not.
    verdict.textContent = wordsOf(now.verification).join(' ');
    void refresh();
  }, signal);
  on('deleted', (now) => now.id === id && gone(), signal);
  onChange((now) => {
    if (now.id !== id) return;
    file = now;
    showOwn();
  }, signal);
  onResync(() => void refresh(), signal);

  showAll();
  return [
    h('div', { class: 'file-head' }, name.element, h('div', { class: 'file-state' }, badge.element, verdict)),
    player.element, found,
    h('div', { class: 'file-actions', role: 'group', 'aria-label': 'What to do with the file' }, original, ...conversions,
      h('button', { type: 'button', class: 'button', onclick: () => void shareLink(file, signal) }, icon('share'), 'Share a link'), again,
      h('button', { type: 'button', class: 'button danger', onclick: remove }, icon('delete'), 'Delete')),
    range, labels.element, facts,
  ];
}

/** @param {string} id */
function downloads(id) {
  const address = (/** @type {'wav' | 'flac' | 'mp3' | undefined} */ format) => addressOf('get', '/api/v1/audio/{id}/content', { path: { id }, query: { format } });
  return [
    h('a', { class: 'button primary', download: true, href: address(undefined) }, icon('download'), 'Download'),
    ...(/** @type {const} */ (['wav', 'flac', 'mp3']).map((format) => h('a', { class: 'button', download: true, href: address(format), 'aria-label': `Download as ${format.toUpperCase()}` }, `as ${format.toUpperCase()}`))),
  ];
}
