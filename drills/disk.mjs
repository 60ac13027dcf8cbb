// Does a disk that fills up leave the old file, a message, and nothing else?
//
// usage: node drills/disk.mjs [--short]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { claimCalm, drill } from './house/drill.mjs';
import { writeFeed } from './house/news.mjs';

const OLD = 'what stood there before\n';
const FORMATS = ['json', 'ndjson', 'sarif', 'html', 'junit', 'csv', 'github', 'markdown', 'text'];

await drill('what does a full disk do?', async (opened) => {
  const { values, scratch, claim, run, shell, say, skip } = opened;
  writeFeed(path.join(scratch, 'feed.jsonl'), values.short ? 600 : 3000);
  const reference = path.join(scratch, 'archive');
  mkdirSync(reference);
  writeFeed(path.join(reference, 'feed.jsonl'), 30);

  for (const format of values.short ? ['json', 'text'] : FORMATS) {
    const told = await shell(`"$@" scan feed.jsonl --explain --format ${format} > /dev/full`);
    claimCalm(opened, told, [2], `${format} to /dev/full`);
    claim('it names the place and the reason', /standard output: .*no space left/.test(told.stderr), told.stderr);
    const beside = await run(['scan', 'feed.jsonl', '--format', 'none', '--report', `${format}=/dev/full`]);
    claimCalm(opened, beside, [2], `--report ${format}=/dev/full`);
    claim('it names the place and the reason', /\/dev\/full: .*no space left/.test(beside.stderr), beside.stderr);
  }
  const silent = await shell('"$@" scan feed.jsonl --json 2> /dev/full | wc -c');
  claim('a full standard error does no harm', silent.code === 0 && Number(silent.stdout) > 1000, silent.stdout);

  // A file size limit is a full disk for whoever cannot mount one.
  const limited = await shell('ulimit -f 4; "$@" scan feed.jsonl --format none --report json=big.json; ls -A');
  claim(
    'a limit on file sizes is told, too',
    /big\.json: .*longer than a file may be/.test(limited.stderr),
    limited.stderr,
  );
  claim('and leaves no file', !/big\.json|\.tmp/.test(limited.stdout), limited.stdout);

  const sizes = values.short ? [64] : [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192];
  const disk = path.join(scratch, 'disk');
  mkdirSync(disk);
  let full = 0;
  for (const kib of sizes) {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', disk]);
    if (mounted.status !== 0) {
      skip('a disk of its own', 'mounting one needs rights that this user lacks');
      break;
    }
    try {
      for (const outputs of [
        ['--report', 'json=disk/out.json'],
        ['--report', 'html=disk/out.json'],
        ['--kept', 'disk/out.json'],
        ['--dropped', 'disk/out.json'],
      ]) {
        writeFileSync(path.join(disk, 'out.json'), OLD);
        const told = await run(['scan', 'feed.jsonl', '--only', 'all', '--format', 'none', ...outputs]);
        const what = `${outputs.join(' ')} on ${kib} KiB`;
        claimCalm(opened, told, [0, 2], what);
        const text = readFileSync(path.join(disk, 'out.json'), 'utf8');
        claim('the file is the old one or the new one', (text === OLD) === (told.code === 2), what);
        claim('nothing stays beside it', readdirSync(disk).length === 1, readdirSync(disk).join(', '));
        if (told.code === 2) full++;
        if (told.code === 2)
          claim('it names the file', /disk\/out\.json: .*no space left/.test(told.stderr), told.stderr);
      }
      const baseline = ['--baseline', 'disk/baseline', '--update-baseline'];
      const check = await run(['check', 'feed.jsonl', '--against', 'archive', '--fail-on', 'syndicated', ...baseline]);
      claimCalm(opened, check, [0, 1, 2], `a baseline on ${kib} KiB`);
      claim('nothing stays beside the baseline', readdirSync(disk).filter((name) => /tmp/.test(name)).length === 0, '');

      // Standard input and packed feeds need a place of their own.
      execFileSync('rm', ['-rf', ...readdirSync(disk).map((name) => path.join(disk, name))]);
      const spooled = await run(['scan', '-', '--input-format', 'jsonl', '--json'], {
        env: { TMPDIR: disk },
        input: readFileSync(path.join(scratch, 'feed.jsonl')),
      });
      const fits = statSync(path.join(scratch, 'feed.jsonl')).size < kib * 1024;
      claimCalm(opened, spooled, fits ? [0] : [2, 3], `standard input through a disk of ${kib} KiB`);
      if (!fits) claim('it names standard input', /stdin: .*no space left/.test(spooled.stderr), spooled.stderr);
      claim('nothing stays in it', readdirSync(disk).length === 0, readdirSync(disk).join(', '));
    } finally {
      spawnSync('umount', [disk]);
    }
  }
  say(`${full} reports and lists that met a full disk of ${sizes.length} sizes`);
});
