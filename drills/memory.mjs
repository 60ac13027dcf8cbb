// Does little memory end a run with a result or a sentence, and never with a heap dump?
//
// usage: node drills/memory.mjs [--short]
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { claimCalm, countsOf, drill } from './house/drill.mjs';
import { writeFeed, writeNews } from './house/news.mjs';

const MIB = 1 << 20;

await drill('what does little memory do?', async (opened) => {
  const { values, scratch, claim, run, say } = opened;
  const size = values.short ? 2000 : 20_000;
  writeFeed(path.join(scratch, 'news.jsonl'), size, { sentences: 30 });
  writeFeed(path.join(scratch, 'half.jsonl'), size / 2, { sentences: 30 });
  writeNews(path.join(scratch, 'folder'), size / 4, { sentences: 30 });
  const story =
    'The council met on Tuesday and agreed to mend the bridge before the winter, as everybody had hoped. '.repeat(8);
  writeFileSync(path.join(scratch, 'crowd.jsonl'), `${JSON.stringify({ text: story })}\n`.repeat(size / 4));
  writeFileSync(path.join(scratch, 'long.txt'), 'a long line of words that never ends '.repeat((16 * MIB) / 37));
  writeFileSync(path.join(scratch, 'token.txt'), 'a'.repeat(16 * MIB));
  writeFileSync(path.join(scratch, 'deep.html'), `<p>${'<i>x '.repeat(2 * MIB)}`);
  writeFileSync(path.join(scratch, 'values.json'), `[{"text":"one two three","more":[${'[],'.repeat(4 * MIB)}[]]}]`);

  const cases = [
    [256, ['half.jsonl'], [0], size / 2],
    [128, ['news.jsonl'], [0, 2], size],
    [128, ['folder'], [0, 2], Math.ceil(size / 4)],
    [128, ['crowd.jsonl'], [0, 2], size / 4],
    [128, ['long.txt'], [0, 2], 1],
    [128, ['token.txt'], [0, 2], 1],
    [128, ['deep.html', 'crowd.jsonl'], [0, 2, 3], size / 4],
    [128, ['values.json', 'crowd.jsonl'], [0, 2, 3], size / 4],
    [64, ['news.jsonl'], [0, 2], size],
  ];
  for (const [heap, paths, codes, count] of cases) {
    for (const outputs of [['--json'], ['--report', 'html=page.html', '--format', 'none']]) {
      const told = await run(['scan', ...paths, ...outputs], { node: [`--max-old-space-size=${heap}`] });
      const what = `${paths.join(' ')} in a heap of ${heap} MiB, ${outputs.join(' ')}`;
      claimCalm(opened, told, codes, what);
      const end =
        told.code === 2 ? told.stderr.trim().split('\n').at(-1) : `${countsOf(told.stdout).compared ?? 'all'} compared`;
      say(`${what}: ${told.code}, ${(told.ms / 1000).toFixed(1)} s, ${told.peakMiB.toFixed(0)} MiB; ${end}`);
      if (told.code === 2) claim('it names memory', /memory/.test(told.stderr), told.stderr.slice(0, 200));
      if (told.code === 0 && outputs[0] === '--json')
        claim('everything is compared', countsOf(told.stdout).compared >= count, what);
    }
  }
});
