// Do the compiled kernel and the plain one make the same sketches of any text there is?
//
// usage: node drills/kernels.mjs [--count 100000] [--short]
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { randomFrom } from '../bench/house/random.mjs';
import { claimCalm, drill } from './house/drill.mjs';

/** Lines of one run: its output is compared whole. */
const BATCH = 5000;

/** First and last letter of blocks of letters and marks; drawn from evenly, so that each holds characters of every kind there are in it. */
const BLOCKS = [
  [0x61, 0x7a],
  [0x41, 0x5a],
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x300, 0x36f],
  [0x370, 0x3ff],
  [0x400, 0x52f],
  [0x590, 0x5f4],
  [0x600, 0x6ff],
  [0x900, 0x97f],
  [0xe00, 0xe7f],
  [0x1000, 0x109f],
  [0x10a0, 0x11ff],
  [0x1780, 0x17ff],
  [0x1e00, 0x1fff],
  [0x2000, 0x206f],
  [0x2100, 0x218f],
  [0x3000, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xf900, 0xfb4f],
  [0xfe00, 0xffef],
  [0x1d400, 0x1d7ff],
  [0x1f300, 0x1faff],
  [0x20000, 0x2a6df],
  [0xe0100, 0xe01ef],
];
const BETWEEN = [' ', ' ', ' ', ' ', ', ', '. ', '.', '-', ' – ', '—', '?', '! ', '…', '。', ')', ' (', '/', '\u00a0'];
const MARKS = ['"', '“', '”', '„', '«', '»', '‹', '›', '‘', '’', "'", "''", '`', '´', '「', '」', '『', '』'];
const INSIDE = ["'", '\u2019', '.', '\u00ad', '\u200b', '\u0301', '\ufe0f'];
const BREAKS = ['\n', '\n\n', '\r\n', '\r', '\n  ', '\u2028', '\v', '\n— ', '\n> ', '\u0085'];
/** Anything at all: halves of pairs too. */
const MAX_UNIT = 0xffff;

await drill(
  'are both kernels one?',
  async (opened) => {
    const { values, scratch, claim, run, say } = opened;
    const count = values.short ? BATCH : Number(values.count);
    const file = path.join(scratch, 'any.jsonl');
    let sketched = 0;
    for (let first = 0; first < count; first += BATCH) {
      const random = randomFrom(`${values.seed} ${first}`);
      const lines = [];
      for (let k = 0; k < Math.min(BATCH, count - first); k++) lines.push(lineOf(random, k), Buffer.from('\n'));
      writeFileSync(file, Buffer.concat(lines));
      const args = ['scan', file, '--stop-after', 'sketches'];
      const compiled = await run(args);
      const plain = await run(args, { env: { WIRECOPY_KERNEL: 'plain' } });
      for (const told of [compiled, plain]) claimCalm(opened, told, [0, 3], `lines ${first} to ${first + BATCH}`);
      claim('the sketches are the same', compiled.stdout === plain.stdout, differenceOf(compiled.stdout, plain.stdout));
      claim(
        'the complaints are the same',
        compiled.stderr === plain.stderr,
        differenceOf(compiled.stderr, plain.stderr),
      );
      sketched += compiled.stdout.split('\n').length - 1;
    }
    say(`${count} records, ${sketched} of them articles`);
    claim('most of them are articles', sketched > count / 2, `${sketched}`);
  },
  { count: { type: 'string', default: '100000' } },
);

/** Where two outputs part. */
function differenceOf(left, right) {
  const others = right.split('\n');
  const at = left.split('\n').findIndex((line, k) => line !== others[k]);
  return at < 0 ? '' : `line ${at + 1}: ${left.split('\n')[at]} / ${others[at]}`;
}

/** A line of JSON whose text is anything, escaped in any way; one in fifty is damaged. */
function lineOf(random, number) {
  const text = textOf(random);
  const line = Buffer.from(`{"id": "a${number}", "text": ${stringOf(text, random)}, "more": [1, "text"]}`);
  if (random() > 0.02) return line;
  const at = Math.floor(random() * line.length);
  const byte = Math.floor(random() * 256);
  // A line feed would make two lines of it, which is nothing new.
  line[at] = byte === 10 ? 0xff : byte;
  return line;
}

function stringOf(text, random) {
  const share = random() < 0.5 ? 0 : random();
  let out = '"';
  for (let k = 0; k < text.length; k++) {
    const unit = text.charAt(k);
    const isLone = !text.slice(Math.max(0, k - 1), k + 2).isWellFormed?.() && /[\ud800-\udfff]/.test(unit);
    if (isLone || (share > 0 && random() < share && !/[\ud800-\udfff]/.test(unit))) {
      out += `\\u${text.charCodeAt(k).toString(16).padStart(4, '0')}`;
    } else
      out +=
        JSON.stringify(unit).length === 3 || /[\ud800-\udfff]/.test(unit) ? unit : JSON.stringify(unit).slice(1, -1);
  }
  return `${out}"`;
}

function textOf(random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const blocks = random() < 0.7 ? [pick(BLOCKS)] : [pick(BLOCKS), pick(BLOCKS), BLOCKS[0]];
  const letter = () => {
    const [from, to] = pick(blocks);
    return String.fromCodePoint(from + Math.floor(random() * (to - from + 1)));
  };
  const word = () => Array.from({ length: 1 + Math.floor(random() ** 2 * 12) }, letter).join('');
  if (random() < 0.001) return `${word()} ${letter().repeat(50_000)} ${word()}`;
  const length = Math.floor(random() ** 2 * 160);
  const anything = random() < 0.2 ? 0.1 : 0;
  const known = Array.from({ length: 20 }, word);
  let text = '';
  for (let k = 0; k < length; k++) {
    const chance = random();
    text += chance < 0.5 ? word() : pick(known);
    if (random() < 0.05) text += pick(INSIDE) + word();
    if (random() < anything) text += String.fromCharCode(Math.floor(random() * (MAX_UNIT + 1)));
    text += chance < 0.08 ? pick(BREAKS) : chance < 0.2 ? pick(MARKS) : pick(BETWEEN);
    if (chance > 0.1 && chance < 0.2) text += ' ';
  }
  return text;
}
