// Sounds for the page's tests: small, and true of what they say.

/** A WAV file of 16 bit: a tone that swells and fades, with a title in its INFO list when one is given. */
export function wav({ seconds = 1, rate = 8000, title = null, note = 330 }) {
  const samples = Math.round(seconds * rate);
  const sound = Buffer.alloc(2 * samples);
  for (let i = 0; i < samples; i++) {
    const swell = 0.15 + 0.75 * Math.sin((Math.PI * i) / samples) * (0.6 + 0.4 * Math.sin((9 * Math.PI * i) / samples));
    sound.writeInt16LE(Math.round(28_000 * swell * Math.sin((2 * Math.PI * note * i) / rate)), 2 * i);
  }
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(2 * rate, 8);
  format.writeUInt16LE(2, 12);
  format.writeUInt16LE(16, 14);
  const info = title === null ? [] : [chunk('LIST', Buffer.concat([Buffer.from('INFO'), chunk('INAM', Buffer.from(`${title}\0`))]))];
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', format), ...info, chunk('data', sound)]));
}

/** Its first part, which declares the whole. */
export const cut = (file, part) => file.subarray(0, Math.floor(file.length * part));

function chunk(name, data) {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'ascii');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
