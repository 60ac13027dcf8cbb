import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { check } from '../../src/check.ts';
import { readBaseline } from '../../src/cli/baseline.ts';
import { configurationFor } from '../../src/cli/config.ts';
import { Corpus } from '../../src/engine/corpus.ts';
import { WirecopyError } from '../../src/errors.ts';
import { bytePathOf, shownPath } from '../../src/input/byte-path.ts';
import { decode } from '../../src/input/decode.ts';
import { knownEncoding } from '../../src/input/encodings.ts';
import { Unread } from '../../src/input/faults.ts';
import { readFileListFrom } from '../../src/input/file-list.ts';
import { excluderOf, globOf, hasMagic } from '../../src/input/globs.ts';
import { DEFAULT_LIMITS, FORMATS } from '../../src/input/index.ts';
import { frontMatterOf } from '../../src/input/markdown/front-matter.ts';
import { type Reading, SourceReader } from '../../src/input/source.ts';
import { type CompressionName, unpacked } from '../../src/input/unpack.ts';
import { chooseKernel, type KernelName } from '../../src/kernel/compiled.ts';
import { sketchInto } from '../../src/kernel/sketch.ts';
import { INPUT_FORMAT_NAMES, type InputFormatName, type Problem } from '../../src/model.ts';
import {
  commandMessage,
  commandProperty,
  csvCell,
  jsonInMarkup,
  jsonOf,
  markdownCode,
  markup,
  sarifText,
  uriOf,
  visible,
  visibleAscii,
} from '../../src/report/escape.ts';
import { readCredits } from '../../src/text/credit.ts';
import { readDates } from '../../src/text/dates.ts';
import { readBody } from '../../src/text/disguises.ts';
import { Words } from '../../src/text/word-list.ts';
import { readWords } from '../../src/text/words.ts';

/** Something that any bytes may be given to. */
export interface FuzzTarget {
  readonly name: string;
  /** Input that it was made for. */
  readonly seeds: readonly Uint8Array[];
  /** What its input is made of. */
  readonly tokens: readonly string[];
  /** Throws where what must always hold does not. */
  run(bytes: Buffer): void | Promise<void>;
}

const scratch = mkdtempSync(join(tmpdir(), 'wirecopy-fuzz-'));
const scratchFile = join(scratch, 'input');
const fd = openSync(scratchFile, 'w+');

/** To be called once at the end. */
export function endFuzzing(): void {
  closeSync(fd);
  rmSync(scratch, { recursive: true, force: true });
}

const SENTENCE = 'The ferry to Selwick was cancelled on Monday, the harbour master said: "We will not sail in this."';
const bytesOf = (...texts: readonly string[]): Uint8Array[] => texts.map((text) => Buffer.from(text));

interface Material {
  readonly seeds: readonly Uint8Array[];
  readonly tokens: readonly string[];
}

const MARKUP_TOKENS = [
  '<p>',
  '</p>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '&amp;',
  '&#x',
  '<script>',
  '</script>',
  '<',
  '="',
];
const MARKDOWN_TOKENS = [
  '---\n',
  '+++\n',
  '```',
  '# ',
  '**',
  '[a](',
  '![',
  '|',
  '<div>',
  '{',
  '}',
  'import ',
  '\n\n',
  '> ',
];
const JSON_TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '"text":',
  '"id":',
  '"',
  '\\u0000',
  '\\',
  ',',
  '\n',
  'null',
  '1e999',
  '\ud83d',
];

const MATERIAL: Readonly<Record<InputFormatName, Material>> = {
  text: {
    seeds: bytesOf(SENTENCE, `LONDON (AP) -\r\n\r\n${SENTENCE}\n`),
    tokens: ['\n', '\ufeff', '\0', '\u2028', '"'],
  },
  markdown: {
    seeds: bytesOf(`---\ntitle: a\ntags: [b]\n---\n# ${SENTENCE}\n\n\`\`\`\nx\n\`\`\`\n`),
    tokens: MARKDOWN_TOKENS,
  },
  mdx: {
    seeds: bytesOf(`import A from 'a'\n\n<A b={{c: 1}}>${SENTENCE}</A>\n\nexport const d = 1\n`),
    tokens: MARKDOWN_TOKENS,
  },
  html: {
    seeds: bytesOf(
      `<!doctype html><html><head><meta charset="utf-8"><title>a</title><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"b"}</script></head><body><nav><a href="/">c</a></nav><article><h1>d</h1><p>${SENTENCE}</p></article></body></html>`,
    ),
    tokens: [
      ...MARKUP_TOKENS,
      '<meta charset=',
      '<template>',
      '<table><tr><td>',
      '<a href="',
      ' hidden',
      ' class="nav"',
    ],
  },
  jsonl: {
    seeds: bytesOf(`{"id":1,"text":"${SENTENCE.replaceAll('"', '')}"}\n{"body":"<p>a</p>"}\n`),
    tokens: JSON_TOKENS,
  },
  json: {
    seeds: bytesOf(`{"articles":[{"id":1,"text":"a b c"},{"text":"d"}]}`, '[{"text":"a"},{"text":"b"}]'),
    tokens: JSON_TOKENS,
  },
  csv: {
    seeds: bytesOf('id,text\n1,"a ""b"", c"\n2,d\n', 'id;text\r\n1;a\r\n', 'text\ta\rb\tc\r'),
    tokens: ['"', '""', ',', ';', '\t', '\r\n', '\r', '\n', '"\n', '\n"'],
  },
  feed: {
    seeds: bytesOf(
      `<?xml version="1.0"?><rss><channel><item><title>a</title><link>http://b.example/</link><description>&lt;p&gt;${SENTENCE}</description></item></channel></rss>`,
      '<feed><entry><id>a</id><content type="html"><![CDATA[<p>b</p>]]></content></entry></feed>',
    ),
    tokens: [
      ...MARKUP_TOKENS,
      '<item>',
      '</item>',
      '<entry>',
      '<content:encoded>',
      '<link href="',
      '<?xml encoding="utf-16"?>',
    ],
  },
  warc: {
    seeds: [Buffer.concat(['<p>a b c</p>', SENTENCE].map(warcRecord))],
    tokens: [
      'WARC/1.0\r\n',
      '\r\n\r\n',
      'Content-Length: ',
      'Content-Encoding: gzip',
      'Transfer-Encoding: chunked',
      'HTTP/1.1 200 OK',
    ],
  },
  parquet: {
    seeds: (['UNCOMPRESSED', 'SNAPPY'] as const).map(
      (codec) =>
        new Uint8Array(
          parquetWriteBuffer({
            columnData: [{ name: 'text', data: [SENTENCE, 'b', SENTENCE], type: 'STRING' }],
            codec,
          }),
        ),
    ),
    tokens: ['PAR1', '\0\0\0\0', '\xff\xff\xff\xff'],
  },
};

function warcRecord(body: string): Buffer {
  const http = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n${body}`;
  return Buffer.from(
    `WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${http.length}\r\n\r\n${http}\r\n\r\n`,
  );
}

/** A whole scan takes long beside the parts of it. */
const MAX_SCANNED_BYTES = 1500;
/** Low enough that a fuzzer meets them. */
const LIMITS = { ...DEFAULT_LIMITS, maxUnpackedBytes: 1 << 22, maxRecordBytes: 1 << 20, maxFileBytes: 1 << 20 };

function readerOf(inputFormat: InputFormatName): SourceReader {
  const parse = { maxFrontMatterBytes: 1 << 16, maxRecordBytes: LIMITS.maxRecordBytes, maxRatio: LIMITS.maxRatio };
  return new SourceReader(FORMATS, { parse, limits: LIMITS, inputFormat });
}

/** Every format, as a file of it is read. */
const formatTargets: FuzzTarget[] = INPUT_FORMAT_NAMES.map((name) => {
  const reader = readerOf(name);
  return {
    name: `format-${name}`,
    ...MATERIAL[name],
    run: (bytes) => readAll(reader, bytes),
  };
});

async function readAll(reader: SourceReader, bytes: Buffer, reading: Reading = {}): Promise<void> {
  ftruncateSync(fd, 0);
  writeSync(fd, bytes, 0, bytes.length, 0);
  const open = { fd, name: 'input', shown: 'input', folder: undefined, certainty: 'named' } as const;
  let last = 0;
  try {
    for await (const items of reader.read(open, reading)) {
      for (const item of items) {
        if (item.kind === 'problem') foreseen(item.problem);
        if (item.kind !== 'article') continue;
        const { lies, article } = item;
        hold(lies.record === 0 || lies.record > last, 'records come in order');
        last = lies.record;
        hold(lies.bodyLength === article.body.length, 'the length of a body is told');
        hold(lies.isSpooled || lies.offset + lies.byteLength <= bytes.length, 'a record lies in its file');
      }
    }
  } catch (error) {
    foreseenError(error instanceof Unread ? error.cause : error);
  }
}

/** Whatever is wrong with a file is in words of ours; what is not was not foreseen. */
function foreseen({ what, code }: Problem): void {
  const name = /^it could not be read: (.*)$/.exec(what)?.[1];
  if (name !== undefined) throw new Error(`not foreseen: ${code} ${name}`);
}

function foreseenError(error: unknown): void {
  if (!(error instanceof WirecopyError)) throw error;
  foreseen(error.toProblem());
}

async function onlyForeseen(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    foreseenError(error);
  }
}

function hold(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`does not hold: ${what}`);
}

const PACKED: Readonly<Record<CompressionName, readonly Uint8Array[]>> = {
  gzip: [gzipSync(SENTENCE), Buffer.concat([gzipSync('a'), gzipSync('b')])],
  brotli: [brotliCompressSync(SENTENCE)],
  // Node 20 cannot make them: one frame with raw blocks, made by hand.
  zstd: [Buffer.from('28b52ffd200319000061620a', 'hex'), Buffer.from('28b52ffd040019000061620a', 'hex')],
};

const packedTargets: FuzzTarget[] = (Object.keys(PACKED) as CompressionName[]).map((name) => ({
  name: `unpack-${name}`,
  seeds: PACKED[name],
  tokens: ['\x1f\x8b\x08', '(\xb5/\xfd', '\0\0\0', '\xff\xff\xff'],
  run: (bytes) =>
    onlyForeseen(async () => {
      let length = 0;
      for await (const chunk of unpacked(name, [bytes], LIMITS)) length += chunk.length;
      hold(length <= LIMITS.maxUnpackedBytes, 'the limit holds');
    }),
}));

const packedFeed = readerOf('jsonl');
const LABELS = ['', 'windows-1252', 'shift_jis', 'gb18030', 'iso-2022-jp', 'utf-16le', 'big5', 'euc-kr', 'koi8-r'];
const TEXT_TOKENS = [
  '\n',
  '\r\n',
  ' ',
  '"',
  '“',
  '”',
  "'",
  '-',
  '. ',
  '\u200b',
  '\u00ad',
  '\u0301',
  'А',
  'ａ',
  'ﬁ',
  '\u202e',
  '新',
  '\ud800',
  '1.2.2024',
  'Reuters',
  ' by ',
  '::',
  '##[',
];
const TEXTS = {
  seeds: bytesOf(SENTENCE, 'КИЇВ — «Ми не підемо», 12 січня 2024', '東京新聞。', 'f u l l  ｗｉｄｅ'),
  tokens: TEXT_TOKENS,
};

const parserTargets: FuzzTarget[] = [
  {
    name: 'packed-records',
    seeds: [gzipSync('{"text":"a"}\n{"text":"b"}\n')],
    tokens: ['\x1f\x8b\x08', '{"text":"c"}\n'],
    run: (bytes) => readAll(packedFeed, bytes),
  },
  {
    name: 'encoding',
    seeds: [...TEXTS.seeds, Buffer.from(`\ufeff${SENTENCE}`, 'utf16le'), Buffer.from('caf\xe9 na\xefve', 'latin1')],
    tokens: ['\xff\xfe', '\xfe\xff', '\xef\xbb\xbf', '\0', '\x1b$B'],
    run: (bytes) =>
      onlyForeseen(() => {
        const label = LABELS[(bytes[0] ?? 0) % LABELS.length] ?? '';
        const encoding = knownEncoding(label);
        for (const told of [{}, { declared: label }, ...(encoding === undefined ? [] : [{ encoding }])]) {
          hold(decode(bytes, told).text.length <= bytes.length, 'no text is longer than its bytes');
        }
      }),
  },
  {
    name: 'front-matter',
    seeds: bytesOf('---\ntitle: a\ndate: 2024-01-01\n---\nb', '+++\ntitle = "a"\n+++\nb', '---json\n{"a":1}\n---\nb'),
    tokens: ['---\n', '+++\n', ': ', '- ', '&a ', '*a', '!!js/function ', '[[', '{', '<<: ', '|\n', '"', '\n  '],
    run: (bytes) =>
      onlyForeseen(() => {
        frontMatterOf(bytes.toString('utf8'), { maxFrontMatterBytes: 1 << 16, maxRecordBytes: 1 << 20, maxRatio: 100 });
      }),
  },
  {
    name: 'globs',
    seeds: bytesOf('articles/**/*.txt', '{a,b}/[!c]?.html', '!x'),
    tokens: ['**', '*', '{', '}', ',', '[', ']', '(', ')', '|', '!', '/', '..', '\\', '?', '+(', '@('],
    run: async (bytes) => {
      const pattern = bytes.toString('utf8').slice(0, 200);
      const isExcluded = await excluderOf([pattern]);
      const glob = await globOf(bytePathOf(hasMagic(pattern) ? pattern : `${pattern}*`));
      for (const path of ['a', 'a/b/c.txt', `${'a'.repeat(60)}/${'b/'.repeat(20)}.txt`]) {
        glob.matches(path);
        isExcluded(path);
      }
    },
  },
  {
    name: 'names',
    seeds: TEXTS.seeds,
    tokens: ['\\x41', '\\', '/', '\xff', '\x1b['],
    run: (bytes) => {
      const shown = shownPath(bytes.toString('latin1'));
      if (!bytes.includes('\\')) hold(bytePathOf(shown).length >= bytes.length, 'no byte of a name is lost');
    },
  },
  {
    name: 'config',
    seeds: bytesOf(
      'exclude:\n  - a\nonly: [syndicated]\n',
      'policy:\n  max-copied: 0.1\n  partners:\n    - name: a\nborders:\n  copyShare: 0.5\n',
    ),
    tokens: [
      '__proto__: ',
      'constructor: ',
      'policy:',
      'partners:',
      'borders:',
      'exclude: ',
      '[',
      ']',
      '{',
      '}',
      '&a',
      '*a',
      '<<: ',
      '\n  ',
      '- ',
      '!!set',
      '1e400',
      'null',
    ],
    run: (bytes) =>
      onlyForeseen(async () => {
        const file = join(scratch, 'wirecopy.config.yaml');
        writeFileSync(file, bytes);
        await configurationFor({ command: 'check', cwd: scratch, named: file, scanned: [], hasList: false });
        hold(Object.keys(Object.prototype).length === 0, 'no prototype is changed');
      }),
  },
  {
    name: 'baseline',
    seeds: bytesOf('# a baseline\n0123456789abcdef0123456789abcdef  # copy: a = b\n'),
    tokens: ['#', '\n', '\r\n', '0123456789abcdef', '\ufeff'],
    run: (bytes) =>
      onlyForeseen(() => {
        const file = join(scratch, 'baseline');
        writeFileSync(file, bytes);
        readBaseline(file, scratch);
      }),
  },
  {
    name: 'file-list',
    seeds: bytesOf('a.txt\nb/c.txt\n', 'a\0b\0'),
    tokens: ['\n', '\0', '\r\n', '../', '\xff'],
    run: async (bytes) => {
      for (const { exact } of await readFileListFrom(
        (async function* () {
          yield bytes;
        })(),
      ))
        hold(typeof exact === 'boolean', 'a path is exact or not');
    },
  },
  { name: 'words', ...TEXTS, run: (bytes) => sameByBothKernels(bytes.toString('utf8')) },
  { name: 'words-utf16', ...TEXTS, run: (bytes) => sameByBothKernels(bytes.toString('utf16le')) },
  {
    name: 'credits-and-dates',
    ...TEXTS,
    run: (bytes) => {
      const body = bytes.toString('utf8');
      const marks = readCredits(body);
      for (const { text } of marks) hold(text === undefined || text.length > 0, 'a credit has a text');
      readDates(
        { body, publishedAt: body.slice(0, 40), url: `https://a.example/${body.slice(0, 40)}` },
        marks,
        () => 1,
      );
    },
  },
  { name: 'escapes', ...TEXTS, run: (bytes) => escapesHold(bytes.toString('utf16le'), bytes.toString('utf8')) },
  {
    name: 'scan',
    seeds: bytesOf(`${SENTENCE}\n\n${SENTENCE}`, SENTENCE.repeat(5)),
    tokens: TEXT_TOKENS,
    run: async (bytes) => {
      const whole = bytes.subarray(0, MAX_SCANNED_BYTES);
      const half = whole.length >> 1;
      const texts = [whole.subarray(0, half), whole.subarray(half), whole].map((part) => part.toString('utf8'));
      const articles = texts.map((body, k) => ({ id: `${k}`, body, source: `s${k % 2}` }));
      const { counts, problems } = await check({ articles }, { failOn: ['syndicated', 'partial'] });
      hold(counts.seen === counts.compared + counts.skipped + counts.excluded, 'seen = compared + skipped + excluded');
      for (const problem of problems) foreseen(problem);
    },
  },
];

interface Measured {
  readonly words: Words;
  readonly sketch: Uint32Array;
}

function measured(kernel: KernelName, body: string): Measured {
  chooseKernel(kernel);
  const words = new Words();
  readWords(words, body);
  const out = new Uint32Array(words.count + 64);
  const kept = sketchInto(out, words.hashes, words.flags, 0, words.count);
  return { words, sketch: out.slice(0, kept) };
}

/** What is read, kept and sketched of a text does not hang on who counts. */
function sameByBothKernels(body: string): void {
  try {
    const [compiled, plain] = (['compiled', 'plain'] as const).map((kernel) => measured(kernel, body)) as [
      Measured,
      Measured,
    ];
    hold(compiled.words.count === plain.words.count, 'both kernels read as many words');
    for (const column of ['hashes', 'flags', 'starts', 'ends'] as const) {
      const [a, b] = [compiled, plain].map(({ words }) => words[column].slice(0, words.count)) as [
        Uint32Array,
        Uint32Array,
      ];
      hold(
        a.every((value, k) => value === b[k]),
        `both kernels read the same ${column}`,
      );
    }
    hold(compiled.words.lineCount === plain.words.lineCount, 'both kernels read as many lines');
    hold(compiled.sketch.length === plain.sketch.length, 'both kernels keep as many hashes');
    hold(
      compiled.sketch.every((value, k) => value === plain.sketch[k]),
      'both kernels keep the same hashes',
    );
    for (let k = 0; k < plain.words.count; k++) {
      const [start, end] = [plain.words.starts[k] ?? 0, plain.words.ends[k] ?? 0];
      hold(start < end && end <= body.length, 'a word lies in its text');
    }
    chooseKernel('compiled');
    readBody(new Words(), body);
    new Corpus().add(body, undefined);
  } finally {
    chooseKernel('compiled');
  }
}

/** What a terminal obeys or nobody can see; a pile of marks and lookalikes are told elsewhere. */
const UNSAFE = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]/u;
const LOG_COMMAND = /^\s*(?:::|##\[)|##vso\[|##teamcity\[/im;

function escapesHold(...texts: readonly string[]): void {
  for (const text of texts) {
    const one = {
      visible: visible(text),
      ascii: visibleAscii(text),
      json: jsonOf(text),
      message: commandMessage(text),
    };
    for (const [name, shown] of Object.entries({
      ...one,
      markup: markup(text),
      csv: csvCell(text),
      markdown: markdownCode(text),
    })) {
      hold(!UNSAFE.test(shown), `${name} lets nothing unsafe through`);
      hold(name === 'json' || !LOG_COMMAND.test(shown), `${name} makes no command of a log`);
    }
    hold(/^[\x20-\x7e]*$/.test(one.ascii), 'ASCII is ASCII');
    hold(JSON.parse(one.json) === text, 'JSON comes back');
    hold(
      JSON.parse(jsonInMarkup(text)) === text && !/[<>&]/.test(jsonInMarkup(text)),
      'JSON in markup comes back, and is none',
    );
    hold(!/[<>"']/.test(markup(text)), 'markup is none');
    const cell = csvCell(text).replace(/^"(.*)"$/s, '$1');
    hold(!/^[\s"]*[=+\-@＝＋－＠]/.test(cell), 'a cell is no formula');
    hold(!/[<>]|\]\(/.test(markdownCode(text).replace(/^<code>|<\/code>$/g, '')), 'code is no markup');
    hold(!/[%\r\n]/.test(commandProperty(text).replaceAll(/%(?:25|0D|0A|3A|2C)/g, '')), 'a property is encoded');
    hold(/^[\w\-.~!*'()%/]*$/.test(uriOf(text)) && !uriOf(text).startsWith('/'), 'a URI is one, and relative');
    hold(!/(?<!\\)(?:\\\\)*[[\]]/.test(sarifText(text)), 'a SARIF text links nothing');
  }
}

export const FUZZ_TARGETS: readonly FuzzTarget[] = [...formatTargets, ...packedTargets, ...parserTargets];
