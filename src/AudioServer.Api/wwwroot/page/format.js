// Values as people read them.

const NAMES = /** @type {Record<string, string>} */ ({
  wav: 'WAV', w64: 'Wave64', mp3: 'MP3', flac: 'FLAC', ogg: 'Ogg', mp4: 'MP4', aiff: 'AIFF', asf: 'WMA', matroska: 'Matroska', wv: 'WavPack', ape: 'APE', au: 'AU', caf: 'CAF', aac: 'AAC',
  opus: 'Opus', vorbis: 'Vorbis', alac: 'ALAC', speex: 'Speex', wmav2: 'WMA', tta: 'TTA', ac3: 'AC-3', eac3: 'E-AC-3', dts: 'DTS', dsf: 'DSF', iff: 'DSDIFF', amr: 'AMR',
});

const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const NUMBER = new Intl.NumberFormat('en');

/** @param {number | null | undefined} value */
export const number = (value) => (value === null || value === undefined ? '–' : NUMBER.format(value));

/**
 * 1:23, or 1:02:03, with so many digits of the seconds' fraction.
 * @param {number | null | undefined} seconds
 * @param {number} [digits]
 */
export function clock(seconds, digits = 0) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  // Cut, not rounded: a clock does not show a second before it has come.
  const scale = 10 ** digits;
  const whole = Math.floor(seconds * scale + 1e-6) / scale;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = (whole % 60).toFixed(digits).padStart(digits > 0 ? digits + 3 : 2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** @param {number | null | undefined} seconds of a file: the shorter, the finer */
export const duration = (seconds) => clock(seconds, (seconds ?? 60) < 10 ? 2 : 0);

/**
 * As a screen reader says it.
 * @param {number} seconds
 */
export function spoken(seconds) {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor((seconds % 60) * 10) / 10];
  const plural = (/** @type {number} */ count, /** @type {string} */ unit) => `${count} ${unit}${count === 1 ? '' : 's'}`;
  return minutes > 0 ? `${plural(minutes, 'minute')} ${plural(rest, 'second')}` : plural(rest, 'second');
}

/** What secondsOf takes, in words. */
export const TIME_FORM = 'Write seconds, m:ss or h:mm:ss.';

/**
 * Seconds of 90, 1:30, 1:30.5 or 1:02:03; null when it is none of these.
 * @param {string} text
 */
export function secondsOf(text) {
  if (!/^\s*(\d+:)?(\d+:)?\d+(\.\d+)?\s*$/.test(text)) return null;
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** @param {number | null | undefined} bytes */
export function size(bytes) {
  if (bytes === null || bytes === undefined) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 ? value : value.toPrecision(value >= 99.95 ? 3 : 2)} ${units[unit]}`;
}

/** @param {number | null | undefined} hertz */
export const rate = (hertz) => (hertz === null || hertz === undefined ? '–' : hertz < 1000 ? `${hertz} Hz` : `${Number((hertz / 1000).toFixed(3))} kHz`);

/** @param {number | null | undefined} bits each second */
export const bitRate = (bits) => (bits === null || bits === undefined ? '–' : `${number(Math.round(bits / 1000))} kbit/s`);

/** @param {number | null | undefined} count */
export const channels = (count) => (count === null || count === undefined ? '–' : count === 1 ? 'mono' : count === 2 ? 'stereo' : `${count} channels`);

/** @param {string} name a container's or codec's */
export const formatName = (name) => NAMES[name] ?? (/^(pcm|dsd|adpcm)_/.exec(name)?.[1] ?? name).toUpperCase();

/**
 * The container, and the codec where that does not go without saying.
 * @param {string | undefined} container
 * @param {string | undefined} codec
 */
export function format(container, codec) {
  if (!container) return '–';
  const [outer, inner] = [formatName(container), formatName(codec ?? '')];
  return inner === '' || inner === 'PCM' || inner === 'DSD' || inner === outer ? outer : `${outer} · ${inner}`;
}

/** What a file is called where people read it: one may have a name of nothing but spaces. @param {{ name?: string }} file */
export const nameOf = ({ name = '' }) => (name.trim() === '' ? '(no name)' : name);

/** @param {string | undefined} time RFC 3339 */
export function date(time) {
  if (!time) return '–';
  const [then, now] = [new Date(time), new Date()];
  return then.toDateString() === now.toDateString() ? TIME.format(then) : DAY.format(then);
}

/** @param {string | undefined | null} time RFC 3339 */
export const fullDate = (time) => (time ? FULL.format(new Date(time)) : '–');

/** @param {number | null | undefined} value @param {string} unit */
export const level = (value, unit) => (value === null || value === undefined ? '–' : `${value.toFixed(1).replace('-', '−')} ${unit}`);

/** @param {number} count @param {string} thing */
export const counted = (count, thing) => `${number(count)} ${thing}${count === 1 ? '' : 's'}`;
