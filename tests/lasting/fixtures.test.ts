import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { addToIndex, exportIndex, queryIndex, rebuildIndex, removeFromIndex } from '../../src/lasting.ts';
import type { Report } from '../../src/model.ts';
import { scan } from '../../src/pipeline.ts';

const FIXTURES = path.join(import.meta.dirname, '..', '..', 'fixtures');
const scratch = mkdtempSync(path.join(tmpdir(), 'wirecopy-index-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const cases = readdirSync(FIXTURES).filter((name) => existsSync(path.join(FIXTURES, name, 'articles')));

/** A report without what a scan knows and an index does not: the files that are no articles, and the ids of clusters. */
function comparable(report: Report): unknown {
  const { counts, problems: _, ...rest } = report;
  const { seen: __, excluded: ___, excludedBy: ____, ...kept } = counts;
  const articles = rest.articles.map(({ cluster, ...article }) => ({ ...article, isClustered: cluster !== undefined }));
  return { ...rest, counts: kept, articles, clusters: rest.clusters.map(({ id: _id, ...cluster }) => cluster) };
}

describe.each(cases)('%s', (name) => {
  const cwd = path.join(scratch, name);
  cpSync(path.join(FIXTURES, name, 'articles'), cwd, { recursive: true });
  const place = { file: 'news.index', cwd };
  const files = readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(cwd, path.join(entry.parentPath, entry.name)));

  test('the export of an index is the report of a scan, however its articles came and went', async () => {
    const only = { only: ['all'] as const };
    const whole = comparable(await scan({ files: { paths: ['.'], cwd, exclude: ['news.index'] } }, only));
    await addToIndex(place, { files: { paths: ['.'], exclude: ['news.index'] } });
    expect(comparable(await exportIndex(place, only))).toEqual(whole);
    // Again, one file at a time and in another order, with one taken out and put in again.
    await removeFromIndex(place, ['.']);
    for (const file of [...files].reverse())
      await addToIndex(place, {
        files: { paths: ['.'], exclude: ['news.index', ...files.filter((other) => other !== file)] },
      });
    await removeFromIndex(place, [files[0]!]);
    await addToIndex(place, { files: { paths: ['.'], exclude: ['news.index'] } });
    expect(comparable(await exportIndex(place, only))).toEqual(whole);
    await rebuildIndex(place);
    expect(comparable(await exportIndex(place, only))).toEqual(whole);
    // Asked about the same files, it finds what they share among themselves and nothing of themselves.
    const asked = await queryIndex(place, { files: { paths: ['.'], exclude: ['news.index'] } }, only);
    const known = (whole as Report).matches.filter(({ relation }) => relation !== 'quotes').length;
    expect(asked.matches.filter(({ relation }) => relation !== 'quotes')).toHaveLength(known);
  });
});
