import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { WirecopyError } from '../errors.ts';
import type { Acceptable } from '../model.ts';
import { type Leavings, writeReportFile } from './report-file.ts';

/** Hash of the words of one text, or of two with a colon between. */
const FINGERPRINT = /^[0-9a-f]{16}(?::[0-9a-f]{16})?$/;
const HEADING = [
  '# Accepted by wirecopy check --update-baseline: one pair of texts a line, by the words of both, so that it stays',
  '# when files move. What stands behind # is for people.',
];

/** The fingerprints in a baseline. Throws MISSING_INPUT, BAD_BASELINE. */
export function readBaseline(path: string, cwd: string): ReadonlySet<string> {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), 'utf8');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new WirecopyError('MISSING_INPUT', {
      where: path,
      what: isMissing ? 'there is no such baseline' : 'the baseline cannot be read',
      remedy: isMissing ? 'write one with --update-baseline' : 'name a readable file with --baseline',
      cause,
    });
  }
  const fingerprints = new Set<string>();
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const fingerprint = line.replace(/#.*$/, '').trim();
    if (fingerprint === '') continue;
    if (!FINGERPRINT.test(fingerprint)) {
      throw new WirecopyError('BAD_BASELINE', {
        where: `${path}:${index + 1}`,
        what: 'this is no line of a baseline',
        remedy: 'write it anew with --update-baseline',
      });
    }
    fingerprints.add(fingerprint);
  }
  return fingerprints;
}

/** Writes a baseline, whole or not at all. The same findings give the same bytes. */
export async function writeBaseline(
  path: string,
  cwd: string,
  found: readonly Acceptable[],
  { leavings, visible }: { readonly leavings: Leavings; readonly visible: (text: string) => string },
): Promise<void> {
  const lines = found
    .map(({ fingerprint, what, articles }) => `${fingerprint}  # ${what}: ${articles.map(visible).join(' = ')}`)
    .sort();
  await writeReportFile(
    path,
    cwd,
    [...HEADING, ...lines].map((line) => `${line}\n`),
    leavings,
  );
}
