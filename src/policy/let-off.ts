import type { AllowName, Partner, Policy } from '../model.ts';
import { keysOfSource } from '../text/agencies.ts';
import { isSource, type Party, sharesKey } from './parties.ts';

/** Why a copy is let off: `partner NAME` or `declared`; nothing where it counts. `copy` is taken to have copied `other`. */
export function letOffFor(copy: Party, other: Party, policy: Policy): string | undefined {
  const ties = policy.partners
    .map((partner) => ({ partner, role: roleOf(partner, copy, other) }))
    .filter(({ role }) => role !== undefined);
  if (ties.some(({ partner }) => partner.allow === 'never')) return undefined;
  const kept = ties.find(({ partner, role }) => CONDITIONS[partner.allow](copy, other, partner, role ?? 'credited'));
  if (kept !== undefined) return `partner ${kept.partner.name}`;
  return copy.isTrusted && copy.isDeclared ? 'declared' : undefined;
}

/** What a partner has to do with a pair: its text was copied, it copied itself, or both say that the text is its own. */
type Role = 'copied' | 'copies' | 'credited';

function roleOf(partner: Partner, copy: Party, other: Party): Role | undefined {
  const isLicensed = partner.to === undefined || partner.to.some((name) => isSource(name, copy.source));
  if (isLicensed && is(partner, other)) return 'copied';
  if (partner.to === undefined && is(partner, copy)) return 'copies';
  const keys = keysOf(partner);
  return isLicensed && sharesKey(keys, copy.credits) && sharesKey(keys, other.credits) ? 'credited' : undefined;
}

const CONDITIONS: Record<AllowName, (copy: Party, other: Party, partner: Partner, role: Role) => boolean> = {
  always: () => true,
  attributed: (copy, _other, partner, role) =>
    role === 'copies' ? copy.attribution === 'named' : sharesKey(keysOf(partner), copy.credits),
  canonical: ({ article: { canonicalUrl } }, other, partner, role) => {
    if (canonicalUrl === undefined) return false;
    const named = keysOfSource(canonicalUrl);
    return sharesKey(named, other.keys) || (role !== 'copies' && sharesKey(named, new Set(keysOf(partner))));
  },
  never: () => false,
};

function is({ sources }: Partner, { source }: Party): boolean {
  return sources.some((name) => isSource(name, source));
}

function keysOf({ name, sources }: Partner): string[] {
  return [name, ...sources].flatMap(keysOfSource);
}
