// Usage: node parse.js FILE...
// Reads waveforms, .dat or JSON, with the parser of peaks.js, and prints what it found in each: a JSON array with one object for each file,
// whose "channels" holds for each channel its minima and maxima.
import { readFileSync } from 'node:fs';
import WaveformData from 'waveform-data';

function parse(path) {
  const bytes = readFileSync(path);
  const isJson = bytes[0] === '{'.charCodeAt(0);
  const content = isJson ? JSON.parse(bytes.toString('utf8')) : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const waveform = WaveformData.create(content);
  return {
    sampleRate: waveform.sample_rate,
    samplesPerPixel: waveform.scale,
    bits: waveform.bits,
    length: waveform.length,
    channels: Array.from({ length: waveform.channels }, (_, index) => {
      const channel = waveform.channel(index);
      return { min: channel.min_array(), max: channel.max_array() };
    }),
  };
}

console.log(JSON.stringify(process.argv.slice(2).map(parse)));
