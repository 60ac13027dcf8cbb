import { type Match, type Problem, type Report, SYNDICATED_RELATIONS } from '../model.ts';

/** What each relation says, as a heading has it. */
export const RELATION_LABELS: Readonly<Record<Match['relation'], string>> = {
  identical: 'the same text, word for word',
  copy: 'one story, lightly edited',
  contained: 'one story, cut or extended',
  partial: 'parts reused',
  quotes: 'only quotations shared',
  independent: 'nothing shared that counts',
  unverified: 'not verified, for a text is gone or changed',
};

export function isSyndicated(relation: Match['relation']): boolean {
  return SYNDICATED_RELATIONS.some((name) => name === relation);
}

export function isTemplate({ flags }: Match): boolean {
  return flags.includes('template');
}

/** The classic method has one number, and it is estimated. */
export function isEstimate({ settings }: Report): boolean {
  return settings.method === 'classic';
}

/** The borders that are not where they stand by default, as a sentence; nothing where none is moved. */
export function toldBorders({ settings }: Report): string | undefined {
  const moved = Object.entries(settings.borders ?? {}).map(([name, value]) => `${name} ${value}`);
  return moved.length === 0 ? undefined : `Borders moved: ${moved.join(', ')}.`;
}

/** `in disguise (lookalikes, odd spaces)`; nothing where neither of the two is. */
export function disguiseOf({ disguises }: Pick<Match, 'disguises'>): string | undefined {
  if (disguises === undefined) return undefined;
  return `in disguise (${disguises.map((disguise) => disguise.replaceAll('-', ' ')).join(', ')})`;
}

export function lastPart(id: string): string {
  const part = id.slice(id.lastIndexOf('/') + 1);
  return part === '' ? id : part;
}

/** One that stands for others counts for each of them. */
export function problemCount(problems: readonly Problem[]): number {
  return problems.reduce((sum, { count = 1 }) => sum + count, 0);
}

export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `12,345`: the same in every locale. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Whole per cent, and never all or nothing of what is only nearly so. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  if (whole === 100 && share < 1) return '99 %';
  if (whole === 0 && share > 0) return 'under 1 %';
  return `${whole} %`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
