// JSON Lines, from a file that may be gzipped.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** All records of a file. */
export function readRecords(file) {
  const bytes = readFileSync(file);
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}
