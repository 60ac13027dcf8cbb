// What every bench begins with: its options, and a page that is printed and, with --save NAME, kept in bench/results/.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where something lies on this machine: no part of the question, so no part of the page. */
const PLACES = {
  shared: { type: 'string', default: path.join(root, '..', 'shared') },
  bin: { type: 'string', default: path.join(root, 'bin', 'wirecopy.js') },
  python: { type: 'string', default: 'python3' },
  peers: { type: 'string', default: path.join(homedir(), '.cache', 'wirecopy-peers') },
  save: { type: 'string' },
};

/**
 * Reads the options and opens the page.
 *
 * @param question what the bench asks, the page's heading
 * @param options  those of this bench, as `parseArgs` takes them; every bench has --shared, --bin, --python and --save
 */
export function openBench(question, options = {}) {
  const { values, tokens } = parseArgs({ options: { ...options, ...PLACES }, tokens: true });
  const name = path.basename(process.argv[1], '.mjs');
  const asked = tokens.filter((token) => !(token.name in PLACES)).flatMap(({ rawName, value }) => [rawName, value]);
  const lines = [];
  const say = (line = '') => {
    lines.push(line);
    console.log(line);
  };
  return {
    values,
    say,
    /** A paragraph, folded. */
    tell(...sentences) {
      for (const line of folded(sentences.join(' '))) say(line);
      say();
    },
    /** A place below ../shared; undefined, and said so, where it is absent. */
    sharedPlace(...below) {
      const place = path.join(values.shared, ...below);
      if (existsSync(place)) return place;
      console.log(`${name}: ${place} is absent, so there is nothing to measure (name the folder with --shared)`);
      return undefined;
    },
    table(head, rows) {
      for (const line of tableOf(head, rows)) say(line);
      say();
    },
    /** A bar of the issue: says whether it is held, and lets the bench fail where it is not. */
    bar(claim, isHeld) {
      say(`- ${isHeld ? 'held' : '**missed**'}: ${claim}`);
      if (!isHeld) process.exitCode = 1;
    },
    close() {
      if (values.save === undefined) return;
      const target = path.join(root, 'bench', 'results', `${values.save}.md`);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, pageOf({ question, name, asked, lines }));
      console.log(`\nwritten to ${path.relative(root, target)}`);
    },
  };
}

const COLUMNS = 100;

function folded(text) {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (lines.at(-1).length + word.length >= COLUMNS) lines.push('');
    lines.push(`${lines.pop()} ${word}`.trimStart());
  }
  return lines;
}

/** A Markdown table with aligned columns; a column of numbers stands to the right. */
function tableOf(head, rows) {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column].length)));
  const isNumber = head.map((_, column) => cells.slice(1).every((row) => /^($|[\d.])/.test(row[column])));
  const line = (row) =>
    `| ${row.map((cell, k) => (isNumber[k] ? cell.padStart(widths[k]) : cell.padEnd(widths[k]))).join(' | ')} |`;
  const rule = widths.map((width, k) => (isNumber[k] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(cells[0]), line(rule), ...cells.slice(1).map(line)];
}

function pageOf({ question, name, asked, lines }) {
  const date = new Date().toISOString().slice(0, 10);
  const node = process.versions.node.split('.').slice(0, 2).join('.');
  const machine = `${availableParallelism()} cores, Node ${node}`;
  const command = ['node', `bench/${name}.mjs`, ...asked].join(' ');
  const top = [`# ${question}`, '', `${date}; ${machine}.`, '', '```sh', command, '```', ''];
  return `${[...top, ...lines].join('\n').trimEnd()}\n`;
}
