export interface CommandSpec {
  readonly usage: string;
  /** One sentence. */
  readonly means: string;
  /** What it is given beside options; absent where that is nothing. */
  readonly operand?: string;
  readonly operandMeans?: string;
  readonly examples: readonly (readonly [typed: string, told: string])[];
  readonly exitCodes: readonly (readonly [code: string, told: string])[];
}

/** The commands, with what their help says besides the options. The first one may be left unsaid. */
export const COMMANDS = {
  scan: {
    usage: '[scan] PATH... [options]',
    means:
      'Reads news articles and says which are copies of which: the same text, a cut or extended reprint, ' +
      'or a text that reuses passages.',
    operand: 'PATH',
    operandMeans:
      'A file, a folder (with all that is in it), a glob in quotes, or - for standard input: one article, ' +
      'or one JSON record a line.',
    examples: [
      ['wirecopy articles/', 'which articles in a folder are copies of which'],
      ['wirecopy feed.jsonl --text-field body', 'one JSON record a line, the text in "body"'],
      ['wirecopy articles/ --json | jq ".clusters"', 'the same answer for programs'],
      ['zcat feed.jsonl.gz | wirecopy - --id-field url', 'from another program'],
      ['wirecopy articles/ --only all --explain', 'quotations too, with every measure'],
      ['wirecopy a/ b/ --report json=out.json', 'read it here, keep the JSON'],
    ],
    exitCodes: [
      ['0', 'done: everything was compared'],
      ['2', 'not done: wrong use, nothing to compare, or a report not written'],
      ['3', 'done, but some input could not be read (--allow-skipped makes this 0)'],
      ['130', 'ended by SIGINT, as Ctrl-C sends it; 143 by SIGTERM'],
    ],
  },
  check: {
    usage: 'check PATH... [options]',
    means:
      'Compares articles as scan does, and then holds every source to a policy: which sources republish ' +
      'what another published, and how much of it.',
    operand: 'PATH',
    operandMeans: 'A file, a folder (each folder in it is a source), a glob in quotes, or - for standard input.',
    examples: [
      ['wirecopy check sites/', 'fail when a source copies another'],
      ['wirecopy check sites/ --max-copied 0.2', 'fail when more than a fifth of a source is copied'],
      ['wirecopy check drafts/ --against archive/', 'fail when a draft copies an article of the archive'],
      ['wirecopy check sites/ --fail-on unattributed', 'fail when a copy does not say whose it is'],
      ['wirecopy check sites/ --baseline accepted.txt', 'fail on new copies only'],
      ['git diff --name-only main | wirecopy check . --changed -', 'fail when a change adds a copy'],
    ],
    exitCodes: [
      ['0', 'the policy is kept, and everything was compared'],
      ['1', 'the policy is broken'],
      ['2', 'not done: wrong use, nothing to compare, or a report not written'],
      ['3', 'the policy is kept as far as could be read; some input could not be'],
      ['130', 'ended by SIGINT, as Ctrl-C sends it; 143 by SIGTERM'],
    ],
  },
  compare: {
    usage: 'compare LEFT RIGHT [options]',
    means: 'Reads two articles side by side and says how they are related, and why.',
    operand: 'FILE',
    operandMeans: 'Two files that hold one article each; - for one of them is standard input.',
    examples: [
      ['wirecopy compare story.txt reprint.txt', 'are these one story?'],
      ['wirecopy compare story.txt - --json < reprint.txt', 'the same for programs'],
      ['wirecopy compare a.html b.html --report html=pair.html', 'keep a page with both texts side by side'],
    ],
    exitCodes: [
      ['0', 'done, whatever the relation is'],
      ['2', 'not done: wrong use, or an article that could not be read'],
      ['130', 'ended by SIGINT, as Ctrl-C sends it; 143 by SIGTERM'],
    ],
  },
  index: {
    usage: 'index ACTION FILE [PATH...] [options]',
    means:
      'Keeps a lasting index of articles in one file, so that new ones are compared with all old ones without reading those ' +
      'again. ACTION is add, query, remove, verify, info, export or rebuild.',
    operand: 'FILE, PATH',
    operandMeans:
      'FILE is the index; add makes it. PATH is as for scan; remove takes the ids of articles, too. Texts stay where they lie.',
    examples: [
      ['wirecopy index add news.index archive/', 'take in a folder; later again, what is new or changed'],
      ['wirecopy index query news.index today/ --json', 'which of these are copies of anything in it'],
      ['wirecopy index remove news.index archive/2019', 'take articles out'],
      ['wirecopy index verify news.index', 'read and check every byte'],
      ['wirecopy index info news.index', 'how many articles, clusters and bytes'],
      ['wirecopy index export news.index --json', 'the report that a scan of all its articles would give'],
      ['wirecopy index rebuild news.index', 'compare all anew, site furniture too, and pack the file'],
    ],
    exitCodes: [
      ['0', 'done'],
      ['2', 'not done: wrong use, nothing to read, or an index damaged or in use'],
      ['3', 'done, but some text could not be read (--allow-skipped makes this 0)'],
      ['130', 'ended by SIGINT, as Ctrl-C sends it; 143 by SIGTERM'],
    ],
  },
  init: {
    usage: 'init [options]',
    means: 'Writes wirecopy.config.yaml into the current folder, with every setting explained and none changed.',
    examples: [['wirecopy init', 'a file to fill in']],
    exitCodes: [
      ['0', 'written'],
      ['2', 'not written: there is one already, or the folder is read-only'],
    ],
  },
} as const satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof COMMANDS;

/** What can be done with an index: whether it needs paths, and whether it ends in a report. */
export const INDEX_ACTIONS = {
  add: { takesPaths: true, reports: false },
  query: { takesPaths: true, reports: true },
  remove: { takesPaths: true, reports: false },
  verify: { takesPaths: false, reports: false },
  info: { takesPaths: false, reports: false },
  export: { takesPaths: false, reports: true },
  rebuild: { takesPaths: false, reports: false },
} as const;
export type IndexAction = keyof typeof INDEX_ACTIONS;
