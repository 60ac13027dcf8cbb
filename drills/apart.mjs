// Does a file that hangs, fills the memory or ends its reader cost itself alone?
//
// usage: node drills/apart.mjs [--short]
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { claimCalm, countsOf, drill } from './house/drill.mjs';
import { news, writeFeed } from './house/news.mjs';

const FAULTS = ['hang', 'memory', 'exit'];
const WHAT = { hang: /takes more time/, memory: /takes more memory/, exit: /came to an end before its time/ };
const DEADLINE_MS = 500;

await drill('does a file that breaks its reader cost itself alone?', async (opened) => {
  const { values, scratch, claim, run, say } = opened;
  const count = 1200;
  writeFeed(path.join(scratch, 'feed.jsonl'), count);
  writeFileSync(path.join(scratch, 'packed.jsonl.gz'), gzipSync(readFileSync(path.join(scratch, 'feed.jsonl'))));
  const pages = [...news(40, { seed: 'pages' })].map(({ text }) => `<p>${text}</p>`);
  writeFileSync(path.join(scratch, 'page.html'), `<!doctype html><html><body>${pages.join('\n')}</body></html>`);
  writeFileSync(
    path.join(scratch, 'list.json'),
    `[${[...news(count)].map((article) => JSON.stringify(article)).join(',\n')}]`,
  );
  const inputs = ['feed.jsonl', 'packed.jsonl.gz', 'page.html', 'list.json'];
  const whole = countsOf((await run(['scan', ...inputs, '--json'])).stdout);
  claim('everything is compared where nothing is wrong', whole.compared === 3 * count + 1, JSON.stringify(whole));

  const records = values.short ? [500] : [1, 2, 500, 777, count];
  for (const fault of FAULTS) {
    for (const name of ['packed.jsonl.gz', 'list.json', 'feed.jsonl']) {
      for (const record of records) await one({ fault, path: name, record }, `${name}:${record}`, whole.compared - 1);
    }
    await one({ fault, path: 'page.html' }, 'page.html', whole.compared - 1);
    await one({ fault, path: 'packed.jsonl.gz' }, 'packed.jsonl.gz', whole.compared - count);
  }
  say(`${FAULTS.length} faults in files of 4 kinds`);

  async function one(asked, where, compared) {
    const env = {
      WIRECOPY_DRILL: JSON.stringify({ ...asked, ...(asked.fault === 'hang' && { deadlineMs: DEADLINE_MS }) }),
    };
    const told = await run(['scan', ...inputs, '--json'], { env });
    const what = `${asked.fault} in ${where}`;
    claimCalm(opened, told, [3], what);
    const counts = countsOf(told.stdout);
    claim(
      'all the others are compared',
      counts.addUp && counts.skipped === 1 && counts.compared === compared,
      `${what}: ${JSON.stringify(counts)}`,
    );
    claim(
      'the message says which and why',
      told.stderr.includes(`${where}: `) && WHAT[asked.fault].test(told.stderr),
      told.stderr,
    );
  }
});
