import { WirecopyError } from '../errors.ts';
import type { Place } from '../model.ts';
import type { Parsed } from './contract.ts';

/** What counts as one publisher. */
export interface SourceRule {
  /** The field of a record that names it. */
  readonly field?: string;
  /** `folder` is the first one below the given path. */
  readonly sourceOf: (
    parsed: Pick<Parsed, 'source' | 'url'>,
    place: Place,
    folder: string | undefined,
  ) => string | undefined;
}

/** The rule that the user gave, or the one that holds where there is none. Throws USAGE. */
export function sourceRuleFor(text: string | undefined, sources: 'stated' | 'placed' | undefined): SourceRule {
  return text === undefined && sources === 'placed' ? PLACED_SOURCE : sourceRuleOf(text);
}

/** What an article says itself, else the host of its url, else its folder. */
export const USUAL_SOURCE: SourceRule = {
  sourceOf: (parsed, _place, folder) => parsed.source ?? hostOf(parsed.url) ?? folder,
};

/** A file is its folder's, whatever it says of itself: whoever wrote it wrote that, too. What a record says was noted by whoever collected it. */
const PLACED_SOURCE: SourceRule = {
  sourceOf: (parsed, place, folder) =>
    place.record === undefined ? folder : USUAL_SOURCE.sourceOf(parsed, place, folder),
};

/** The rules of `--source` that are a word, and those that are `WORD:ARGUMENT`. */
const RULES: Readonly<Record<string, (argument: string) => SourceRule>> = {
  dir: () => ({ sourceOf: (_parsed, _place, folder) => folder }),
  host: () => ({ sourceOf: (parsed) => hostOf(parsed.url) }),
  field: (field) => ({ field, sourceOf: (parsed) => parsed.source }),
  regex: (pattern) => {
    const expression = expressionOf(pattern);
    return {
      sourceOf: (parsed, place) => firstMatch(expression, place.path) ?? firstMatch(expression, parsed.url ?? ''),
    };
  },
};
const WITH_ARGUMENT: ReadonlySet<string> = new Set(['field', 'regex']);

/** Reads `dir`, `host`, `field:NAME` or `regex:PATTERN`. Throws USAGE. */
function sourceRuleOf(text: string | undefined): SourceRule {
  if (text === undefined) return USUAL_SOURCE;
  const [, word = '', argument] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  const rule = Object.hasOwn(RULES, word) ? RULES[word] : undefined;
  const needsArgument = WITH_ARGUMENT.has(word);
  if (rule === undefined || needsArgument !== (argument !== undefined && argument !== '')) {
    throw usage(`--source must be dir, host, field:NAME or regex:PATTERN, and was "${text}"`, '');
  }
  return rule(argument ?? '');
}

/** `www.Example.com:80/x` under http or https is `example.com`; anything else has no host to speak of. */
function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  const host = new URL(url).hostname.replace(/^www\./, '');
  return host === '' ? undefined : host;
}

function expressionOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*\/u?: /s, '') : '';
    throw usage(
      `the pattern of --source regex: cannot be read: ${why}`,
      'for example --source "regex:^archive/([^/]+)/"',
    );
  }
}

/** What the first group holds, or all of it where there is no group. */
function firstMatch(expression: RegExp, text: string): string | undefined {
  const found = expression.exec(text);
  const name = found?.[1] ?? found?.[0];
  return name === '' ? undefined : name;
}

function usage(what: string, remedy: string): WirecopyError {
  return new WirecopyError('USAGE', { where: '', what, remedy });
}
