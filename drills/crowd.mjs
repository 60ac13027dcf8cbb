// Is one text on two hundred thousand pages one cluster, in a minute, and told in few words?
//
// usage: node drills/crowd.mjs [--short] [--copies 200000]
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { claimCalm, drill } from './house/drill.mjs';
import { news } from './house/news.mjs';

const MAX_SECONDS = 60;
/** Of JSON: an article, its match to the first of them, and its name in the cluster. */
const MAX_BYTES_PER_COPY = 700;
/** A page for people says that there are many, and not which. */
const MAX_TOLD_BYTES = 10_000_000;

await drill(
  'is one text on many pages one cluster, soon, and told in few words?',
  async (opened) => {
    const { values, scratch, claim, shell, say } = opened;
    const copies = values.short ? 2000 : Number(values.copies);
    const [{ text }] = news(1);
    const lines = [];
    for (let k = 0; k < copies; k++)
      lines.push(`${JSON.stringify({ id: `copy-${k}`, source: `site-${k % 500}`, text })}\n`);
    writeFileSync(path.join(scratch, 'crowd.jsonl'), lines.join(''));
    for (const [format, maxBytes] of [
      ['json', MAX_BYTES_PER_COPY * copies],
      ['ndjson', MAX_BYTES_PER_COPY * copies],
      ['csv', MAX_BYTES_PER_COPY * copies],
      ['text', 200_000],
      ['html', MAX_TOLD_BYTES],
      ['sarif', MAX_TOLD_BYTES],
      ['junit', MAX_BYTES_PER_COPY * copies],
      ['markdown', 200_000],
      ['github', 200_000],
    ]) {
      const told = await shell(`TIMEFORMAT='%U %S'; time "$@" scan crowd.jsonl --format ${format} > out; wc -c < out`);
      const seconds = told.stderr
        .trim()
        .split('\n')
        .at(-1)
        .split(' ')
        .reduce((sum, part) => sum + Number(part), 0);
      const bytes = Number(told.stdout);
      claimCalm(opened, { ...told, stderr: '' }, [0], format);
      say(`${format.padEnd(8)} ${seconds.toFixed(1).padStart(5)} s of processor time, ${bytes} bytes`);
      claim(`it takes under ${MAX_SECONDS} s`, seconds < MAX_SECONDS, `${format}: ${seconds} s`);
      claim('the report is bounded', bytes <= maxBytes, `${format}: ${bytes} of ${maxBytes} bytes`);
    }
    const told = await shell(
      `grep -c '"members"' out; "$@" scan crowd.jsonl --json | grep -c '^    {"id":"c[0-9]*","members"'`,
    );
    claim('they are one cluster', told.stdout.trim().split('\n').at(-1) === '1', told.stdout);
  },
  { copies: { type: 'string', default: '200000' } },
);
