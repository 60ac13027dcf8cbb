import { expect, test } from 'vitest';
import { helpText, readArguments } from '../../src/cli/program.ts';
import { requestOf } from '../../src/cli/request.ts';
import { nearestOf } from '../../src/cli/usage.ts';
import { COMMANDS, type CommandName } from '../../src/commands.ts';
import { REPORT_FORMAT_NAMES } from '../../src/model.ts';
import { longFlagOf, type OptionSpec, optionsOf, type ScanOptions } from '../../src/options.ts';

/** All that can be written to a file, as a message lists them. */
const FORMATS = REPORT_FORMAT_NAMES.filter((name) => name !== 'none').join(', ');

const VERSION = '1.2.3';

function optionsFrom(...argv: string[]): ScanOptions {
  const typed = readArguments(argv, VERSION);
  if (typed.kind === 'print') throw new Error('nothing to run');
  const request = requestOf(typed.command, typed.paths, typed.given);
  if (request.kind !== 'scan') throw new Error('no scan');
  return request.options;
}

test('paths alone are a scan with every default', () => {
  expect(optionsFrom('a', 'b/')).toEqual({
    paths: ['a', 'b/'],
    exclude: [],
    gitignore: false,
    filesFrom: undefined,
    textField: undefined,
    idField: undefined,
    inputFormat: undefined,
    encoding: undefined,
    source: undefined,
    index: undefined,
    storeTexts: false,
    maxFileSize: 32 * 1024 ** 2,
    maxRecordSize: 32 * 1024 ** 2,
    maxUnpackedSize: 64 * 1024 ** 3,
    maxRatio: 200,
    maxNesting: 2,
    maxFrontMatterSize: 64 * 1024,
    maxFiles: 2_000_000,
    maxDepth: 256,
    engine: undefined,
    spark: undefined,
    memory: 1024 ** 3,
    jobs: undefined,
    workDir: undefined,
    resume: false,
    emitSql: undefined,
    only: ['syndicated', 'partial'],
    method: 'scaled',
    explain: false,
    stopAfter: undefined,
    format: 'text',
    report: [],
    kept: undefined,
    dropped: undefined,
    quiet: false,
    color: true,
    progress: true,
    timings: false,
    allowSkipped: false,
    config: undefined,
    printConfig: false,
    debug: false,
  });
});

test('sizes are bytes, or multiples of 1024, and anything else is said', () => {
  const sizeOf = (size: string) => optionsFrom('a', '--max-file-size', size).maxFileSize;
  expect(['7', '7K', '7k', '7MB', '7GiB', '7T'].map(sizeOf)).toEqual(
    [7, 7, 7, 7, 7, 7].map((n, i) => n * 1024 ** [0, 1, 1, 2, 3, 4][i]!),
  );
  for (const size of ['x', '-1', '7X', '1e9', '']) expect(() => sizeOf(size)).toThrowError(/--max-file-size/);
});

test('the limits of the command are those of the library', async () => {
  const { DEFAULT_LIMITS } = await import('../../src/input/index.ts');
  const options = optionsFrom('a');
  expect(DEFAULT_LIMITS).toEqual({
    maxFileBytes: options.maxFileSize,
    maxRecordBytes: options.maxRecordSize,
    maxFiles: options.maxFiles,
    maxDepth: options.maxDepth,
    maxFrontMatterBytes: options.maxFrontMatterSize,
    maxUnpackedBytes: options.maxUnpackedSize,
    maxRatio: options.maxRatio,
    maxNesting: options.maxNesting,
  });
});

test('scan can be named, and is a path where it is not the first word', () => {
  expect(optionsFrom('scan', 'a').paths).toEqual(['a']);
  expect(optionsFrom('a', 'scan').paths).toEqual(['a', 'scan']);
  expect(optionsFrom('scan', 'scan').paths).toEqual(['scan']);
});

test('options stand before, between and after paths; what follows -- is a path', () => {
  const options = optionsFrom('--quiet', 'a', '--exclude', '*.md', 'b', '--exclude=c', '--', '--json', '-');

  expect(options).toMatchObject({
    paths: ['a', 'b', '--json', '-'],
    quiet: true,
    exclude: ['*.md', 'c'],
    format: 'text',
  });
});

test('--only takes lists, repeats and blanks, and gives the names in one order', () => {
  expect(optionsFrom('--only', 'quotes, partial', '--only', 'partial', 'a').only).toEqual(['partial', 'quotes']);
});

test('--report keeps everything after the first = as the path', () => {
  expect(optionsFrom('a', '--report', 'json=out=1.json', '--report', 'text=out.txt').report).toEqual([
    { key: 'json', text: 'out=1.json' },
    { key: 'text', text: 'out.txt' },
  ]);
});

test('--json is --format json, and may be said twice', () => {
  expect(optionsFrom('a', '--json').format).toBe('json');
  expect(optionsFrom('a', '--json', '--format', 'json').format).toBe('json');
});

test('--stop-after prints NDJSON unless nothing is to be printed', () => {
  expect(optionsFrom('a', '--stop-after', 'sketches').format).toBe('ndjson');
  expect(optionsFrom('a', '--stop-after', 'sketches', '--format', 'none').format).toBe('none');
});

test.each([
  [
    '--only syndicatd a',
    '--only must be one of syndicated, partial, quotes, all, and was "syndicatd" (did you mean syndicated?)',
  ],
  ['--only partial, a', '--only must be one of syndicated, partial, quotes, all, and was ""'],
  ['--format jason a', `--format must be one of ${FORMATS}, none, and was "jason" (did you mean json?)`],
  ['--method minhash a', '--method must be one of scaled, classic, and was "minhash"'],
  [
    '--stop-after sketch a',
    '--stop-after must be one of articles, sketches, candidates, matches, and was "sketch" (did you mean sketches?)',
  ],
  ['--jsn a', 'there is no option --jsn (did you mean --json?)'],
  ['--sarif a', 'there is no option --sarif (see wirecopy --help)'],
  ['-x a', 'there is no option -x (see wirecopy --help)'],
  ['--json=yes a', '--json takes no value, and was given "yes"'],
  ['a --format', `--format needs a value for FORMAT (one of ${FORMATS}, none)`],
  ['a --exclude', '--exclude needs a value for GLOB'],
  ['--text-field --json a', '--text-field needs a value for NAME, and was followed by --json'],
  ['--text-field= a', '--text-field needs a value for NAME, and was ""'],
  [
    '--method scaled --method classic a',
    '--method can be given once, and was "scaled" and "classic" (keep one of them)',
  ],
  ['--json --format text a', '--json and --format text contradict each other (keep one of them)'],
  ['--report json a', '--report must be FORMAT=PATH, and was "json" (for example --report json=report.json)'],
  ['--report pdf=x a', `the format of --report must be one of ${FORMATS}, and was "pdf"`],
  ['--report json=x --report text=x a', '--report names "x" twice (give each report a file of its own)'],
  ['--report json=- a', '--report writes to a file, and was given - (print a report with --format)'],
  [
    '--stop-after matches --json a',
    '--stop-after prints NDJSON, and --json was given (use --format ndjson or --format none)',
  ],
  [
    '--stop-after matches --format text a',
    '--stop-after prints NDJSON, and --format text was given (use --format ndjson or --format none)',
  ],
  [
    '--stop-after matches --report json=x a',
    '--report needs the whole run, and --stop-after ends it early (leave out one of them)',
  ],
  [
    '--stop-after matches --explain a',
    '--explain adds to a report, and --stop-after ends before there is one (leave out one of them)',
  ],
  [
    '--stop-after sketches --only all a',
    '--only chooses among matches, and --stop-after sketches ends before them (leave out --only)',
  ],
  ...['--engine duckdb', '--work-dir x', '--engine spark --spark sc://x --work-dir y'].map((engine) => [
    `--stop-after matches ${engine} a`,
    '--stop-after ends a run in memory, and an engine was asked for (leave out one of them)',
  ]),
  ['- --files-from -', 'standard input can be read once, and - was given twice (keep one -)'],
])('%s is refused', (line, message) => {
  expect(() => optionsFrom(...line.split(' '))).toThrow(expect.objectContaining({ code: 'USAGE', message }));
});

test('the words of the user come back as they were typed', () => {
  expect(() => optionsFrom('--only', 'Ünïcode\u001b', 'a')).toThrow('and was "Ünïcode\u001b"');
});

test.each([
  ['syndicated', 'syndicated'],
  ['SYNDICATED', 'syndicated'],
  ['sydnicated', 'syndicated'],
  ['quote', 'quotes'],
  ['al', 'all'],
  ['xyz', undefined],
  ['', undefined],
])('the name nearest to "%s" is %s', (typed, name) => {
  expect(nearestOf(typed, ['syndicated', 'partial', 'quotes', 'all'])).toBe(name);
});

test('a word far longer than any name is near to none', () => {
  expect(nearestOf('a'.repeat(1_000_000), ['syndicated', 'partial', 'quotes', 'all'])).toBeUndefined();
});

test.each(Object.keys(COMMANDS) as CommandName[])(
  'the help of %s names every option, every choice and the examples, within 80 columns',
  (command) => {
    const help = helpText(command, VERSION);
    const specs: OptionSpec[] = optionsOf(command).map(([, spec]) => spec);

    for (const spec of specs) {
      expect(help).toContain(longFlagOf(spec));
      for (const choice of spec.choices ?? []) expect(help).toContain(choice);
    }
    for (const other of Object.keys(COMMANDS)) if (other !== command) expect(help).toContain(`wirecopy ${other}`);
    expect(help).toContain('Examples:');
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  },
);

test.each([
  ['--help', 'scan'],
  ['-h', 'scan'],
  ['scan --help', 'scan'],
  ['check --help', 'check'],
  ['compare -h', 'compare'],
] as const)('%s prints the help of %s', (line, command) => {
  expect(readArguments(line.split(' '), VERSION)).toEqual({ kind: 'print', text: helpText(command, VERSION) });
});

test.each([
  [
    'check a --allow-skipped',
    'check does not take --allow-skipped, which is for scan and index (a copy could hide in a file that cannot be read, so a check that skipped one is never green)',
  ],
  ['check a --stop-after matches', 'check does not take --stop-after, which is for scan (see wirecopy check --help)'],
  ['a --max-copied 0.5', 'scan does not take --max-copied, which is for check (see wirecopy scan --help)'],
  ['check a --max-copied 20', '--max-copied must be a number from 0 to 1, and was "20"'],
  ['compare a', 'compare takes two files, and was given 1 (name one article on each side)'],
  ['compare - -', 'standard input can be read once, and - was given twice (keep one -)'],
])('%s is refused', (line, message) => {
  expect(() => {
    const typed = readArguments(line.split(' '), VERSION);
    if (typed.kind === 'command') requestOf(typed.command, typed.paths, typed.given);
  }).toThrow(expect.objectContaining({ code: 'USAGE', message }));
});

test.each(['--version', '-V'])('%s prints the version alone', (flag) => {
  expect(readArguments([flag], VERSION)).toEqual({ kind: 'print', text: '1.2.3\n' });
});
