// What is known of a file: declared beside measured, loudness, tags, identity.
import { h, hidden, icon } from './dom.js';
import * as format from './format.js';
import { clock } from './format.js';

/** @import { Schemas } from 'contract' */
/** @typedef {Schemas['AudioFile']} AudioFile */
/** @typedef {Schemas['VerificationReport']} Report */

/**
 * Seconds that the file's headers state, directly or as samples.
 * @param {Report} report
 */
export function declaredSeconds({ declared }) {
  const { duration, sampleCount, sampleRate } = declared ?? {};
  return duration ?? (sampleCount && sampleRate ? sampleCount / sampleRate : null);
}

/** @param {AudioFile} file @param {Report} report */
export function comparisonSection(file, report) {
  const { declared, measured } = report;
  const seconds = (/** @type {number | null | undefined} */ value) => (typeof value === 'number' ? `${clock(value, 3)}` : '–');
  /** @type {[string, string, string][]} */
  const rows = [
    ['Duration', seconds(declaredSeconds(report)), seconds(measured?.duration)],
    ['Samples', format.number(declared?.sampleCount), format.number(measured?.sampleCount)],
    ['Rate', format.rate(declared?.sampleRate), format.rate(measured?.sampleRate)],
    ['Channels', format.channels(declared?.channels), format.channels(measured?.channels)],
    ['Bits', format.number(declared?.bitsPerSample), '–'],
    ['Bit rate', format.bitRate(declared?.bitRate), measured && measured.duration > 0 ? format.bitRate((8 * file.size) / measured.duration) : '–'],
  ];
  // Bits are not measured, and a bit rate over the whole file is not what a header means by one.
  const differs = (/** @type {[string, string, string]} */ [name, first, second]) => name !== 'Bit rate' && first !== '–' && second !== '–' && first !== second;
  return h('section', { class: 'card', 'aria-labelledby': 'facts-title' }, h('h2', { id: 'facts-title' }, 'Declared and measured'),
    h('table', { class: 'facts' },
      h('thead', {}, h('tr', {}, h('td', {}), h('th', { scope: 'col' }, 'Declared'), h('th', { scope: 'col' }, 'Measured'))),
      h('tbody', {}, ...rows.map((row) => h('tr', { class: differs(row) ? 'differs' : null }, h('th', { scope: 'row' }, row[0]), h('td', {}, row[1]),
        h('td', {}, row[2], differs(row) && icon('warning'), differs(row) && hidden(' (differs)')))))));
}

/** @param {Report} report */
export function loudnessSection(report) {
  const { loudness, measured } = report;
  const values = /** @type {[string, string][]} */ ([
    ['Integrated', format.level(loudness?.integratedLufs, 'LUFS')], ['Range', format.level(loudness?.rangeLu, 'LU')],
    ['True peak', format.level(loudness?.truePeakDbtp, 'dBTP')], ['Sample peak', format.level(loudness?.samplePeakDbfs, 'dBFS')],
    ['Clipped samples', measured ? format.number(report.clippedSamples) : '–'],
    ['Silence', !measured ? '–' : report.silence.length === 0 ? 'none' : report.silence.slice(0, 5).map(({ from, to }) => `${clock(from, 1)}–${clock(to, 1)}`).join(', ') + (report.silence.length > 5 ? ' …' : '')],
  ]);
  return card('Loudness', 'loudness', values);
}

/** @param {AudioFile} file */
export function tagsSection(file) {
  const titles = /** @type {const} */ ({ title: 'Title', artist: 'Artist', album: 'Album', genre: 'Genre', year: 'Year', track: 'Track', comment: 'Comment' });
  const values = Object.entries(titles).map(([name, title]) => /** @type {[string, string]} */ ([title, String(file.tags?.[/** @type {keyof typeof titles} */ (name)] ?? '')])).filter(([, value]) => value !== '');
  return values.length > 0 ? card('Tags', 'tags', values) : null;
}

/** @param {AudioFile} file @param {Report} report */
export const identitySection = (file, report) => card('The file', 'identity', [
  ['Format', `${format.format(file.container, file.codec)} (${file.codec})`],
  ['Type', file.contentType ?? '–'],
  ['Size', `${format.size(file.size)} (${format.number(file.size)} bytes)`],
  ['Uploaded', format.fullDate(file.createdAt)],
  ['Checked', report.checkedAt ? `${format.fullDate(report.checkedAt)}, in ${Number((report.elapsed ?? 0).toFixed(2))} s${report.decoder ? ` by ${report.decoder.name} ${report.decoder.version}` : ''}` : 'not yet'],
  ['SHA‑256', file.sha256 ?? '–'],
  ['Samples’ SHA‑256', report.measured?.pcmSha256 ?? '–'],
]);

/** @param {string} title @param {string} name @param {[string, string][]} values */
const card = (title, name, values) => h('section', { class: `card ${name}`, 'aria-labelledby': `${name}-title` }, h('h2', { id: `${name}-title` }, title),
  h('dl', {}, ...values.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value)))));
