import type { Cluster, Match } from '../../model.ts';
import { toldOrigin } from '../origin.ts';
import { capital, counted, disguiseOf, isEstimate, percent, RELATION_LABELS } from '../wording.ts';
import { cutMiddle, pack } from './layout.ts';
import { furnitureLines, memberRows, provenanceLines } from './members.ts';
import { indented, moreLine, type Page, proseLines, shortNames } from './page.ts';
import { longestRun, namedPair, pairLines } from './pairs.ts';

const MAX_MEMBERS = 12;

/** Clusters up to this size show every pair; in larger ones each member is set beside one other. */
const MAX_MEMBERS_IN_PAIRS = 3;

export function* clusterLines(cluster: Cluster, page: Page): Iterable<string> {
  const { paint, signs, show, report } = page;
  const matches = page.matchesOf.get(cluster.id) ?? [];
  const isSmall = cluster.members.length <= MAX_MEMBERS_IN_PAIRS;
  const others = cluster.members.filter((member) => member !== cluster.representative);
  const ordered = isSmall ? cluster.members : [cluster.representative, ...others];
  const members = ordered.slice(0, page.limit(MAX_MEMBERS));

  yield '';
  const heading = [
    `${signs.bullet} ${capital(RELATION_LABELS[cluster.relation])}`,
    counted(cluster.members.length, 'article'),
    `cluster ${show(cluster.id)}`,
  ];
  for (const line of pack(heading, signs.separator, page.columns, signs.ellipsis)) yield paint.bold.cyan(line);
  if (cluster.keyTerms.length > 0) {
    yield `  ${cutMiddle(cluster.keyTerms.map(show).join(', '), page.columns - 2, signs.ellipsis)}`;
  }
  const nameOf = shortNames(cluster.members, page);
  const origin = toldOrigin(cluster.origin, { show, nameOf });
  if (origin !== undefined) yield* indented(proseLines(origin, page, 2), '  ');
  yield '';

  const rows = memberRows(members, page);
  const hasPairs = isSmall || report.settings.explain;
  const beside = hasPairs || cluster.relation === 'identical' ? undefined : bestMatches(matches);
  for (const [index, member] of members.entries()) {
    yield rows[index] ?? '';
    yield* furnitureLines(member, page);
    if (hasPairs) yield* provenanceLines(member, page);
    const match = beside?.get(member);
    if (match !== undefined && member !== cluster.representative) yield* besideLines(member, match, page);
  }
  if (members.length < ordered.length) yield `  ${moreLine(ordered.length - members.length, 'article')}`;

  if (report.settings.explain) yield* ['', ...indented(proseLines(show(cluster.reason), page, 2), '  ')];
  if (hasPairs) return yield* eachPairLines(matches, page, members.length === 2 ? 'above' : 'here');
  const loosest = [...(beside?.values() ?? [])]
    .filter(({ relation }) => relation !== 'identical')
    .sort(byScore)
    .at(0);
  if (loosest === undefined) return;
  const indent = '  ';
  const pair = namedPair(loosest, page, page.columns - indent.length, ['The loosest pair is ', ' and ', ':']);
  yield* ['', indent + pair, ...pairLines(loosest, page, 'above')];
}

function* eachPairLines(matches: readonly Match[], page: Page, introduced: 'above' | 'here'): Iterable<string> {
  for (const match of matches) {
    yield '';
    yield* pairLines(match, page, introduced);
  }
}

/** The match of each article that says most about it. */
function bestMatches(matches: readonly Match[]): ReadonlyMap<string, Match> {
  const best = new Map<string, Match>();
  for (const match of matches) {
    for (const member of [match.left, match.right]) {
      const known = best.get(member);
      if (known === undefined || match.evidence.score > known.evidence.score) best.set(member, match);
    }
  }
  return best;
}

function byScore(a: Match, b: Match): number {
  return a.evidence.score - b.evidence.score;
}

/** How a member of a large cluster stands to the article it is most like. */
function* besideLines(member: string, match: Match, page: Page): Iterable<string> {
  const isLeft = member === match.left;
  const other = isLeft ? match.right : match.left;
  const [own, back] = isLeft
    ? [match.evidence.leftInRight, match.evidence.rightInLeft]
    : [match.evidence.rightInLeft, match.evidence.leftInRight];
  const name = shortNames([member, other], page)(other);
  const pieces =
    match.relation === 'identical'
      ? [`the same words as ${name}`]
      : isEstimate(page.report)
        ? [`resemblance with ${name} about ${percent(match.evidence.jaccard)}, estimated`]
        : [`${percent(own)} of it is in ${name}`, `${percent(back)} the other way`, longestRun(match.evidence)];
  const disguise = disguiseOf(match);
  if (disguise !== undefined) pieces.push(`one is ${disguise}`);
  yield* indented(pack(pieces, page.signs.separator, page.columns - 4, page.signs.ellipsis), '    ');
}
