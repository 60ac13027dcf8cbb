// Writes docs/options.md from src/commands.ts and src/options.ts. With --check it writes nothing and fails when the page is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundled.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = path.join(root, 'docs', 'options.md');
const { COMMANDS } = await bundled('src/commands.ts');
const { CONFIG_KEYS, OPTIONS } = await bundled('src/options.ts');
const CONFIGURATION = [
  '## Configuration',
  '',
  'Settings that hold for every run stand in `wirecopy.config.json`, `wirecopy.config.yaml`, `.wirecopyrc` (JSON or YAML) or',
  'under `wirecopy` in `package.json`: the first that is found from the current folder upwards. `wirecopy init` writes one with',
  'every key explained, `--print-config` shows what is in force and where it comes from. Paths in it are meant from where it',
  'stands. What is typed goes before it. A key that it does not know is an error, and the JSON Schema for editors is',
  '`wirecopy/schema/config-1.json`.',
  '',
  'A configuration that lies inside of what is scanned is not loaded, for whoever wrote the articles could have written it; a line',
  'on standard error says so. If it is yours, name it with `--config`. So is one in JavaScript, which is never looked for.',
];
const BORDERS_TOLD = [
  'They hold for `scan`, `check` and `compare` with the method `scaled`. Borders that contradict each other are refused: a copy',
  'never asks for less than a contained text, nor that for less than a partial one, and a pair that ties a cluster is called',
  'something and stays in it. In scripts without spaces a word of `minMatchedWords` and `quotedWords` is 8/3 characters. Pairs',
  'that the sketches do not propose are not found however low a border is.',
];
const wanted = optionsPage();

if (!process.argv.includes('--check')) {
  writeFileSync(page, wanted);
} else if (readOr(page, '') !== wanted) {
  process.stderr.write('docs/options.md is out of date (run npm run docs:options)\n');
  process.exitCode = 1;
}

function optionsPage() {
  const lines = [
    '# Options',
    '',
    'Made from `src/commands.ts` and `src/options.ts` by `npm run docs:options`; a test says so when they differ.',
  ];
  for (const [name, command] of Object.entries(COMMANDS)) {
    lines.push('', `## ${name}`, '', '```', `wirecopy ${command.usage}`, '```', '', command.means);
    if (command.operand !== undefined) lines.push('', `\`${command.operand}\`: ${command.operandMeans}`);
    const specs = Object.values(OPTIONS).filter((spec) => spec.commands.includes(name));
    for (const group of new Set(specs.map((spec) => spec.group))) {
      lines.push('', `### ${group}`, '', '| option | what it does | values | default |', '| --- | --- | --- | --- |');
      for (const spec of specs.filter((candidate) => candidate.group === group)) lines.push(rowOf(spec));
    }
    lines.push('', '### Exit codes', '', '| code | means |', '| --- | --- |');
    for (const [code, told] of command.exitCodes) lines.push(`| ${code} | ${told} |`);
    lines.push('', '### Examples', '', '```sh');
    for (const [typed, told] of command.examples) lines.push(`${typed}  # ${told}`);
    lines.push('```');
  }
  const names = Object.entries(OPTIONS).filter(([, spec]) => spec.inConfig !== false);
  lines.push('', ...CONFIGURATION, '', '| key | what it says |', '| --- | --- |');
  for (const [name, spec] of names) lines.push(`| \`${name}\` | as \`${longFlagOf(spec)}\` |`);
  for (const [key, schema] of Object.entries(CONFIG_KEYS)) lines.push(`| \`${key}\` | ${schema.description} |`);
  lines.push(
    '',
    '### Borders',
    '',
    ...BORDERS_TOLD,
    '',
    '| border | what it means | from | to | default |',
    '| --- | --- | --- | --- | --- |',
  );
  for (const [name, { description, minimum, maximum, default: fallback }] of Object.entries(
    CONFIG_KEYS.borders.properties,
  ))
    lines.push(`| \`${name}\` | ${description} | ${minimum} | ${maximum} | ${fallback} |`);
  return `${lines.join('\n')}\n`;
}

function longFlagOf({ flags }) {
  return flags.slice(flags.indexOf('--'));
}

function rowOf(spec) {
  const flags = spec.flags.split(', ').map((flag) => `\`${flag}${spec.value === undefined ? '' : ` ${spec.value}`}\``);
  const repeated = spec.repeatable === true ? ' Can be given several times.' : '';
  const values = spec.choices?.map((choice) => `\`${choice}\``).join(', ') ?? '';
  return `| ${flags.join(', ')} | ${spec.means}${repeated} | ${values} | ${defaultOf(spec)} |`;
}

function defaultOf({ kind, default: fallback }) {
  if (kind === 'boolean' || fallback === undefined) return '';
  return `\`${[fallback].flat().join(',')}\``;
}

function readOr(file, otherwise) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
