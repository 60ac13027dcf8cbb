// Does a reader that goes away, or that is slow, get what it asked for and no noise?
//
// usage: node drills/pipes.mjs [--short]
import path from 'node:path';
import { claimCalm, drill } from './house/drill.mjs';
import { writeFeed } from './house/news.mjs';

/** 0, or ended by SIGPIPE as the shell tells it. */
const QUIET_CODES = [0, 141];
const FORMATS = ['json', 'ndjson', 'sarif', 'html', 'junit', 'csv', 'github', 'markdown', 'text'];
const READERS = ['head -c 1 >/dev/null', 'true', 'head -c 65536 >/dev/null'];

await drill('does a closed or a slow pipe do any harm?', async (opened) => {
  const { values, scratch, claim, shell, say } = opened;
  const times = values.short ? 6 : 200;
  writeFeed(path.join(scratch, 'feed.jsonl'), 300);
  for (let k = 0; k < times; k++) {
    const format = FORMATS[k % FORMATS.length];
    const reader = READERS[k % READERS.length];
    const line = `"$@" scan feed.jsonl --format ${format} --explain | ${reader}; exit \${PIPESTATUS[0]}`;
    const told = await shell(line);
    claimCalm(opened, told, QUIET_CODES, line);
    claim('it says nothing', told.stderr === '', `${line}: ${told.stderr.slice(0, 200)}`);
  }

  writeFeed(path.join(scratch, 'many.jsonl'), values.short ? 2000 : 60_000, { sentences: 5 });
  const whole = await shell('"$@" scan many.jsonl --only all --json > whole.json; wc -c < whole.json');
  const slow = await shell('"$@" scan many.jsonl --only all --json | (sleep 3; cat) | tee slow.json | wc -c');
  const same = await shell('cmp whole.json slow.json && echo same');
  say(`a report of ${whole.stdout.trim()} bytes; through a reader that sleeps first: ${slow.stdout.trim()}`);
  claim('a slow reader gets every byte', same.stdout.trim() === 'same' && slow.stdout === whole.stdout, slow.stderr);
});
