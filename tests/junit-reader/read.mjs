// Usage: node read.mjs < report.xml
// Reads JUnit XML with junit2json and prints what it found, as JSON.
import { text } from 'node:stream/consumers';
import { parse } from 'junit2json';

console.log(JSON.stringify(await parse(await text(process.stdin))));
