import { WirecopyError } from './errors.ts';
import { joinStores } from './input/index.ts';
import { censusOf, listingFor, type Scope } from './match/checked-pairs.ts';
import { type Borders, ONLY_NAMES, type OnlyName, type Policy, type Report, type Watch } from './model.ts';
import { DEFAULT_SETTINGS, type Inputs, settled, storeOf, verifyCandidates } from './pipeline.ts';
import { type Focus, judge } from './policy/index.ts';
import { sketchAll, withCrew } from './run/reading.ts';
import { reportWithoutLost } from './run/reported.ts';

/** What holds of a policy where the caller says nothing. */
export const DEFAULT_POLICY: Policy = {
  failOn: ['syndicated'],
  maxCopied: 0,
  perSource: [],
  minWords: 0,
  partners: [],
  first: [],
  trustDeclarations: [],
};

/** What a check may be told beside its policy. */
export interface CheckRequest extends Focus {
  /** A reference: only pairs between it and the inputs count, and its articles are not judged. */
  readonly against?: Inputs;
  readonly only?: readonly OnlyName[];
  readonly explain?: boolean;
  /** As `Settings.borders`. */
  readonly borders?: Partial<Borders>;
}

/**
 * Scans, and holds what was found to a policy: the report has a verdict for every source, and lists only pairs of
 * different sources, or of the inputs and the reference.
 *
 * @throws as `scan` does
 */
export async function check(
  inputs: Inputs,
  policy: Partial<Policy> = {},
  request: CheckRequest = {},
  watch: Watch = {},
): Promise<Report> {
  const chosen = { ...DEFAULT_POLICY, ...policy };
  const { failOn, minWords } = chosen;
  const settings = settled({
    method: 'scaled',
    only: onlyFor(failOn, request.only ?? DEFAULT_SETTINGS.only),
    explain: request.explain ?? false,
    ...(request.borders !== undefined && { borders: request.borders }),
  });
  const checked = storeOf(inputs);
  const reference = request.against === undefined ? undefined : storeOf(request.against);
  const joined = reference === undefined ? undefined : joinStores(checked, reference);
  const scope: Scope = {
    ...(joined !== undefined && { isReference: joined.isReference }),
    listsTemplates: failOn.includes('template') || settings.only.includes('all'),
    thinUnder: failOn.includes('thin') ? minWords : 0,
  };
  try {
    return await withCrew(watch, async (hands) => {
      const reading = await sketchAll(joined ?? checked, hands);
      if (joined !== undefined && !reading.ranked.some(joined.isReference)) throw emptyReference();
      const comparison = await verifyCandidates(reading, settings, hands);
      watch.stage?.('report');
      const { report, outcome } = await reportWithoutLost(reading, comparison, settings, watch, listingFor(scope));
      const named = new Set(report.articles.map(({ id }) => id));
      return judge(report, censusOf(outcome, scope, named), chosen, request);
    });
  } finally {
    if (!('store' in inputs)) checked.close();
    if (request.against !== undefined && !('store' in request.against)) reference?.close();
  }
}

/** A gate that compares with nothing would always be open. */
function emptyReference(): WirecopyError {
  return new WirecopyError('NOTHING_TO_COMPARE', {
    where: '',
    what: 'nothing to compare with: there is no article in the reference',
    remedy: 'name files or folders with --against that hold some',
  });
}

/** A policy that asks for passages reused must be shown them; it always asks for copies. */
function onlyFor(failOn: Policy['failOn'], only: readonly OnlyName[]): readonly OnlyName[] {
  const wanted = new Set<OnlyName>([
    ...only,
    'syndicated',
    ...(failOn.includes('partial') ? ['partial' as const] : []),
  ]);
  return ONLY_NAMES.filter((name) => wanted.has(name));
}
