// Writes docs/options.md from src/options.ts. With --check it writes nothing and fails when the page is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = path.join(root, 'docs', 'options.md');
const { COMMANDS, OPTIONS } = await importOptions();
const wanted = optionsPage();

if (!process.argv.includes('--check')) {
  writeFileSync(page, wanted);
} else if (readOr(page, '') !== wanted) {
  process.stderr.write('docs/options.md is out of date (run npm run docs:options)\n');
  process.exitCode = 1;
}

/** Node 20 does not read TypeScript. */
async function importOptions() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/options.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function optionsPage() {
  const lines = [
    '# Options',
    '',
    'Made from `src/options.ts` by `npm run docs:options`; a test says so when they differ.',
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
  return `${lines.join('\n')}\n`;
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
