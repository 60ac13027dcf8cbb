// How fast are sketches made of texts in different scripts, beside `wc -w`?
//
// usage: node bench/kernel.mjs [--megabytes 120] [--pairs 5] [--seed 1]
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { openBench } from './house/bench.mjs';
import { CACHE } from './house/corpora.mjs';
import { randomFrom } from './house/random.mjs';
import { inTurns, measure } from './house/timing.mjs';

/** Of Russian and Chinese, beside English. */
const MIN_SHARE_OF_ENGLISH = 0.6;
/** How much sooner than `wc -w` sketches of English are to be made. */
const TIMES_AS_FAST_AS_WC = 1.5;
/** The bars are for so many megabytes and more: in a small file the start of Node is most of it. */
const BARRED_MEGABYTES = 120;
/** A vocabulary, so large that hardly a shingle is met twice. */
const WORDS = 30_000;
const SMALL_FILES = 10_000;

const syllables = (consonants, vowels) =>
  [...consonants].flatMap((first) => [...vowels].map((second) => first + second));
const quoted = (open, close) => (sentence) => `${open}${sentence}${close}`;

/** Invented words that are spelt as those of a language are, with its punctuation; nothing in them means anything. */
const LANGUAGES = {
  english: {
    parts: syllables('bdfgklmnprstvwz', 'aeiou'),
    most: 4,
    gap: ' ',
    end: '.',
    comma: ',',
    quote: quoted('"', '"'),
  },
  'english, typeset': {
    parts: syllables('bdfgklmnprstvwz', 'aeiou'),
    most: 4,
    gap: ' ',
    end: '.',
    comma: ' –',
    quote: quoted('“', '”'),
    escape: true,
  },
  russian: {
    parts: syllables('бвгджзклмнпрстх', 'аеиоуыя'),
    most: 5,
    gap: ' ',
    end: '.',
    comma: ',',
    quote: quoted('«', '»'),
  },
  arabic: {
    parts: [...'ابتثجحخدذرزسشصضطظعغفقكلمنهوي'],
    most: 7,
    gap: ' ',
    end: '.',
    comma: '،',
    quote: quoted('«', '»'),
  },
  korean: { parts: letters(0xac00, 900), least: 2, most: 4, gap: ' ', end: '.', comma: ',', quote: quoted('“', '”') },
  chinese: { parts: letters(0x4e00, 3000), most: 1, gap: '', end: '。', comma: '，', quote: quoted('“', '”') },
};

function letters(from, count) {
  return Array.from({ length: count }, (_, k) => String.fromCharCode(from + k * 3));
}

const bench = openBench('Speed of sketches, by script', {
  megabytes: { type: 'string', default: `${BARRED_MEGABYTES}` },
  pairs: { type: 'string', default: '5' },
  seed: { type: 'string', default: '1' },
});
main(bench);

function main({ values, table, tell, bar, close }) {
  const take = (command) => measure(command, values.python);
  const sketch = (place) => [process.execPath, values.bin, place, '--stop-after', 'sketches', '--format', 'none'];
  const rows = [];
  const rates = new Map();
  const row = (name, megabytes, { cpu, base, timesCpu, lowest, highest }) => {
    rates.set(name, { rate: megabytes / cpu, timesCpu });
    const span = `${lowest.toFixed(2)} to ${highest.toFixed(2)}`;
    rows.push([
      name,
      ...[megabytes, megabytes / base.cpu, megabytes / cpu].map((x) => x.toFixed(0)),
      timesCpu.toFixed(2),
      span,
    ]);
  };
  for (const [name, language] of Object.entries(LANGUAGES)) {
    const file = corpusIn(name, language, values);
    const wc = ['wc', '-w', file];
    // Once unmeasured, so that every run finds the file in memory.
    take(wc);
    row(name, statSync(file).size / 1e6, inTurns(values.pairs, take, wc, sketch(file)));
  }
  const folder = folderIn(LANGUAGES.english, values);
  const wc = ['bash', '-c', `find ${folder} -type f -print0 | xargs -0 wc -w`];
  take(wc);
  row(`${SMALL_FILES} files`, sizeOf(folder) / 1e6, inTurns(values.pairs, take, wc, sketch(folder)));
  table(['text', 'MB', 'wc MB/s', 'sketches MB/s', 'x wc CPU', 'lowest to highest'], rows);
  tell(
    `JSON Lines of articles of about 2 kB, of invented words; \`typeset\` has marks above ASCII, escaped as \\u201c.`,
    'The files are one article each. Megabytes a second of CPU, user and system, of whole processes, start-up and all: medians of',
    `${values.pairs} pairs of runs, \`wc -w\` (LC_ALL=C.UTF-8) and the command in turns.`,
  );
  if (Number(values.megabytes) >= BARRED_MEGABYTES) {
    const english = rates.get('english');
    for (const name of ['russian', 'chinese']) {
      const share = rates.get(name).rate / english.rate;
      bar(
        `${name} at ${MIN_SHARE_OF_ENGLISH} times the rate of English or more (${share.toFixed(2)})`,
        share >= MIN_SHARE_OF_ENGLISH,
      );
    }
    bar(
      `English sketched ${TIMES_AS_FAST_AS_WC} times as fast as wc -w counts it (${(1 / english.timesCpu).toFixed(2)})`,
      1 / english.timesCpu >= TIMES_AS_FAST_AS_WC,
    );
  }
  close();
}

/** Gives articles of a language, none like another. */
function* articlesOf({ parts, least = 1, most, gap, end, comma, quote }, random) {
  const upTo = (count) => Math.floor(random() * count);
  const pick = (list) => list[upTo(list.length)];
  const words = Array.from({ length: most === 1 ? parts.length : WORDS }, (_, k) =>
    most === 1 ? parts[k] : Array.from({ length: least + upTo(most - least + 1) }, () => pick(parts)).join(''),
  );
  // The square leans to the front of the list.
  const word = () => words[Math.floor(random() ** 2 * words.length)];
  const sentence = () => {
    const said = Array.from({ length: 8 + upTo(25) }, () => (random() < 0.06 ? word() + comma : word()));
    said[0] = said[0].charAt(0).toUpperCase() + said[0].slice(1);
    const whole = said.join(gap) + end;
    return random() < 0.1 ? quote(whole) : whole;
  };
  for (;;) {
    const paragraphs = Array.from({ length: 4 + upTo(6) }, () =>
      Array.from({ length: 1 + upTo(4) }, sentence).join(gap),
    );
    yield paragraphs.join('\n\n');
  }
}

/** A file of JSON Lines, made once. */
function corpusIn(name, language, { megabytes, seed }) {
  const file = path.join(CACHE, `script-${name.replace(/\W+/g, '-')}-${megabytes}-${seed}-v2.jsonl`);
  if (existsSync(file)) return file;
  mkdirSync(CACHE, { recursive: true });
  // Made aside and renamed, so that one cut short is not taken for a whole one.
  const aside = `${file}.${process.pid}`;
  const fd = openSync(aside, 'w');
  let left = Number(megabytes) * 1e6;
  let number = 0;
  for (const text of articlesOf(language, randomFrom(`${name} ${seed}`))) {
    const line = `${JSON.stringify({ id: `a${number++}`, text })}\n`;
    left -= writeSync(fd, language.escape ? escaped(line) : line);
    if (left <= 0) break;
  }
  closeSync(fd);
  renameSync(aside, file);
  return file;
}

function escaped(line) {
  return line.replace(/[^\0-\x7f]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function folderIn(language, { seed }) {
  const folder = path.join(CACHE, `small-files-${SMALL_FILES}-${seed}-v1`);
  if (existsSync(folder)) return folder;
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  let number = 0;
  for (const text of articlesOf(language, randomFrom(`files ${seed}`))) {
    writeFileSync(path.join(aside, `article-${String(number++).padStart(5, '0')}.txt`), `${text}\n`);
    if (number === SMALL_FILES) break;
  }
  renameSync(aside, folder);
  return folder;
}

function sizeOf(folder) {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}
