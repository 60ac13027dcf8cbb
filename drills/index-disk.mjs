// Is an index what it was when the disk is full?
//
// usage: node drills/index-disk.mjs [--short] [--seed 1]
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { exportIndex } from '../dist/index.js';
import { claimCalm, drill } from './house/drill.mjs';
import { writeBatches } from './house/index-steps.mjs';

const BATCHES = 8;
const ARTICLES = 30;
const SIZES = 20;
/** A limit on the size of files is counted in so many bytes. */
const LIMIT_BYTES = 1024;

await drill('is an index what it was when the disk is full?', async (opened) => {
  const { values, scratch, claim, run, shell, say, skip } = opened;
  writeBatches(scratch, { batches: BATCHES, articles: ARTICLES });
  const all = Array.from({ length: BATCHES }, (_, batch) => `batch-${batch}`);
  const [first, ...more] = all;
  const told = async (file) => JSON.stringify(await exportIndex({ file, cwd: scratch }));
  await run(['index', 'add', 'small.index', first]);
  await run(['index', 'add', 'large.index', first]);
  await run(['index', 'add', 'large.index', ...more, '--store-texts']);
  const [small, large] = [await told('small.index'), await told('large.index')];
  const [smallBytes, largeBytes] = ['small.index', 'large.index'].map(
    (name) => statSync(path.join(scratch, name)).size,
  );

  const counts = { full: 0, fitted: 0 };
  /** An addition, or a rebuilding, of an index that has so much room. */
  const check = async (file, what, work, wanted) => {
    const result = await work();
    claimCalm(opened, result, [0, 2], what);
    counts[result.code === 0 ? 'fitted' : 'full']++;
    if (result.code === 2)
      claim(
        'it names the index and the reason',
        /index: .*(no space left|longer than a file may be)/.test(result.stderr),
        result.stderr,
      );
    const now = await told(file).catch((error) => error.message);
    claim('the index is what it was, or has all', now === (result.code === 0 ? wanted : small) || now === wanted, what);
    const verified = await run(['index', 'verify', file]);
    claim('every byte of it is whole', verified.code === 0, `${what}: ${verified.stderr}`);
    const folder = path.join(scratch, path.dirname(file));
    const beside = readdirSync(folder).filter((name) => /\.(lock|new|tmp)$/.test(name));
    claim('nothing is left beside it', beside.length === 0, `${what}: ${beside.join(', ')}`);
  };
  const sizes = values.short ? 3 : SIZES;
  const disk = path.join(scratch, 'disk');
  mkdirSync(disk);
  for (let k = 0; k < sizes; k++) {
    // From hardly more than the small index to more than the large one.
    const bytes = Math.round(smallBytes + ((largeBytes - smallBytes) * 1.3 * (k + 0.3)) / sizes);
    const kib = Math.ceil(bytes / 1024 / 4) * 4;
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', disk]);
    if (mounted.status !== 0) {
      skip('a disk of its own', 'mounting one needs rights that this user lacks');
      break;
    }
    try {
      const file = path.join('disk', 'news.index');
      copyFileSync(path.join(scratch, 'small.index'), path.join(scratch, file));
      await check(file, `adding on ${kib} KiB`, () => run(['index', 'add', file, ...more, '--store-texts']), large);
      if (existsSync(path.join(scratch, file)))
        copyFileSync(path.join(scratch, 'small.index'), path.join(scratch, file));
      await check(file, `rebuilding on ${kib} KiB`, () => run(['index', 'rebuild', file]), small);
      const made = await run(['index', 'add', path.join('disk', 'other.index'), ...all, '--store-texts']);
      claimCalm(opened, made, [0, 2], `making one on ${kib} KiB`);
      const verified = await run(['index', 'verify', path.join('disk', 'other.index')]);
      claim('a new index is there whole or not at all', verified.code === (made.code === 0 ? 0 : 2), verified.stderr);
    } finally {
      spawnSync('umount', [disk]);
    }
  }
  for (let k = 0; k < sizes; k++) {
    const blocks = Math.ceil((smallBytes + ((largeBytes - smallBytes) * 1.3 * k) / sizes) / LIMIT_BYTES);
    copyFileSync(path.join(scratch, 'small.index'), path.join(scratch, 'limited.index'));
    const add = `ulimit -f ${blocks}; "$@" index add limited.index ${more.join(' ')} --store-texts`;
    await check('limited.index', `adding with files of at most ${blocks} KiB`, () => shell(add), large);
  }
  say(`${sizes} sizes of disk and ${sizes} limits on files: ${counts.full} times full, ${counts.fitted} times not`);
});
