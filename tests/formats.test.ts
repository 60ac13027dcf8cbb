import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { scan } from '../src/index.ts';
import { folderOf, linesOfJson } from './input/support.ts';

/** Written for this test. The signs beyond ASCII are in every encoding below. */
const TITLE = 'Skerry lighthouse keeps its lamp for another winter';
const PARAGRAPHS = [
  'The lamp on Skerry Point will stay lit until the spring, the harbour board decided on Tuesday evening, after a plan to replace it with a buoy had drawn two hundred letters.',
  '“Nobody asked the boats,” said Ingrid Vale, who has kept the light since 1998 — and who had already packed her tools. The buoy would have saved the board 40 thousand a year…',
  'Fishing crews from three villages had argued that the sound behind the point is too narrow for a buoy in heavy weather, and that the last one drifted onto the rocks within a month.',
  'An engineer will now look at the cost of a new lens, and the board wants to hear from the coastguard before it votes again in April on what becomes of the tower itself.',
];
const OTHER = [
  'The harbour board met on Tuesday evening about the lamp on Skerry Point, and sent everybody home at midnight without a vote on the school bus, the slipway or the market hall.',
  'Most of the meeting went to the market hall, where the roof has been leaking since the storm in autumn and the traders want their rents halved until it is mended.',
  'A builder from the mainland offered to do the work before the summer fair, but his price was twice what the treasurer had put into the budget for the whole year.',
  'The next meeting is in April, when the board has to choose between the roof and the slipway, because the savings do not reach for both of them.',
];

const DOUBLE_BYTE = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** Node only decodes these. */
function encoded(text: string, label: string): Buffer {
  const known = DOUBLE_BYTE.get(label) ?? tableOf(label);
  DOUBLE_BYTE.set(label, known);
  return Buffer.from(
    [...text].flatMap((character) => {
      if (character < '\x80') return [character.charCodeAt(0)];
      const bytes = known.get(character);
      if (bytes === undefined) throw new Error(`${label} has no ${character}`);
      return bytes;
    }),
  );
}

const WINDOWS_SIGNS = [
  [0x85, '…'],
  [0x93, '“'],
  [0x94, '”'],
  [0x97, '—'],
] as const;

function tableOf(label: string): Map<string, readonly number[]> {
  const table = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(label, { fatal: true });
  // Node takes it for Latin-1.
  if (label === 'windows-1252') for (const [byte, sign] of WINDOWS_SIGNS) table.set(sign, [byte]);
  const note = (bytes: number[]): void => {
    try {
      const character = decoder.decode(Uint8Array.from(bytes));
      if ([...character].length === 1 && !table.has(character)) table.set(character, bytes);
    } catch {
      // Not a character.
    }
  };
  for (let high = 0x80; high < 0x100; high++) {
    note([high]);
    for (let low = 0x40; low < 0x100; low++) note([high, low]);
  }
  return table;
}

/** The same article in every form that is read; each with a name of its own. */
function formsOf(title: string, paragraphs: readonly string[], name: string): Record<string, string | Uint8Array> {
  const plain = `${title}\n\n${paragraphs.join('\n\n')}\n`;
  const text = paragraphs.join('\n\n');
  const html = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n');
  const menu = '<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>';
  const page = `<!doctype html><html><head><title>${title}</title></head><body>${menu}<article><h1>${title}</h1>${html}</article><footer><p>All rights reserved. Imprint.</p></footer></body></html>`;
  const http = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${page}`;
  const warc = `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://${name}.example/warc\r\nContent-Length: ${Buffer.byteLength(http)}\r\n\r\n${http}\r\n\r\n`;
  const link = paragraphs[0]?.replace('harbour board', '[harbour board](https://board.example/minutes)');
  const markdown = `---\ntitle: ${title}\n---\n\n# ${title}\n\n${[link, ...paragraphs.slice(1)].join('\n\n')}\n`;
  const column = (columnName: string, value: string) => ({ name: columnName, data: [value], type: 'STRING' as const });
  return {
    [`${name}.txt`]: plain,
    [`${name}.md`]: markdown,
    [`${name}.html`]: page,
    [`${name}.jsonl`]: linesOfJson({ id: `${name}-jsonl`, title, text }),
    [`${name}.json`]: JSON.stringify([{ id: `${name}-json`, title, text }]),
    [`${name}.csv`]: `id,title,text\n${name}-csv,"${title}","${text.replaceAll('"', '""')}"\n`,
    [`${name}.parquet`]: new Uint8Array(
      parquetWriteBuffer({
        columnData: [column('id', `${name}-parquet`), column('title', title), column('text', text)],
      }),
    ),
    [`${name}.warc.gz`]: gzipSync(warc),
    [`${name}.rss`]: `<rss><channel><item><guid>${name}-rss</guid><title>${title}</title><description><![CDATA[${html}]]></description></item></channel></rss>`,
    [`${name}-packed.txt.gz`]: gzipSync(plain),
    [`${name}-packed.txt.br`]: brotliCompressSync(plain),
    [`${name}-1252.txt`]: encoded(plain, 'windows-1252'),
    [`${name}-gb18030.txt`]: encoded(plain, 'gb18030'),
    [`${name}-sjis.txt`]: encoded(plain.replaceAll('—', '―'), 'shift_jis'),
    [`${name}-utf16.txt`]: Buffer.from(`\ufeff${plain}`, 'utf16le'),
    [`${name}-utf16-unmarked.txt`]: Buffer.from(plain, 'utf16le'),
  };
}

test('one article in every form is one cluster, and another of the same evening in every form is another', async () => {
  const one = formsOf(TITLE, PARAGRAPHS, 'lamp');
  const other = formsOf('Market hall roof waits until April', OTHER, 'roof');
  const report = await scan({ files: { paths: ['.'], cwd: folderOf({ ...one, ...other }) } }, { only: ['all'] });
  expect(report.problems.filter(({ code }) => code !== 'UNCERTAIN_ENCODING')).toEqual([]);
  expect(report.counts).toMatchObject({ compared: 32, skipped: 0, clusters: 2 });
  for (const { members } of report.clusters) {
    expect(members).toHaveLength(16);
    expect(new Set(members.map((id) => /lamp|roof/.exec(id)?.[0])).size).toBe(1);
  }
  const relations = new Set(report.matches.map(({ relation }) => relation));
  expect([...relations].filter((relation) => relation !== 'identical' && relation !== 'copy')).toEqual([]);
});

const SCRIPTS = {
  'gb18030 big5':
    '港务局周二晚间决定灯塔将继续点亮到春天此前用浮标取代灯塔的计划引来了两百封信件渔民认为海峡太窄浮标在恶劣天气中不可靠',
  'shift_jis euc-jp':
    '港湾局は火曜日の夜、灯台を春まで点灯し続けることを決めた。浮標に置き換える計画には二百通の手紙が寄せられていた。漁師たちは海峡が狭すぎると訴えた。',
  'euc-kr':
    '항만국은 화요일 저녁 등대를 봄까지 계속 켜 두기로 결정했다. 등대를 부표로 바꾸려는 계획에 이백 통의 편지가 왔다. 어민들은 해협이 너무 좁다고 주장했다.',
  'koi8-r windows-1251':
    'Портовый совет решил во вторник вечером, что маяк будет гореть до весны, после того как план заменить его буем вызвал двести писем. Рыбаки считают пролив слишком узким для буя в плохую погоду.',
  'windows-1252':
    "Le conseil du port a décidé mardi soir que le phare restera allumé jusqu'au printemps, après que le projet de le remplacer par une bouée eut suscité deux cents lettres. Les pêcheurs jugent le détroit trop étroit.",
} as const;

test('texts in encodings that nothing names are read, and that is said', async () => {
  for (const [labels, story] of Object.entries(SCRIPTS)) {
    const files: Record<string, string | Uint8Array> = { 'utf8.txt': story };
    for (const label of labels.split(' ')) {
      if (label !== 'big5') files[`${label}.txt`] = encoded(story, label);
    }
    const report = await scan({ files: { paths: ['.'], cwd: folderOf(files) } });
    expect(
      report.clusters.map(({ members }) => members.length),
      labels,
    ).toEqual([Object.keys(files).length]);
    expect(report.problems.map(({ code }) => code)).toEqual(
      Array(Object.keys(files).length - 1).fill('UNCERTAIN_ENCODING'),
    );
  }
});
