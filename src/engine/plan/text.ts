import type { Dialect } from './dialect.ts';
import { type PlanSettings, planFor, type Step, type TableStep } from './plan.ts';

/** The plan as a text for people: a statement for each table and view, and what the kernel is given. */
export function planText(dialect: Dialect, settings: PlanSettings): string {
  const steps = planFor(dialect, settings).flatMap((step) => TOLD[step.kind](step as never));
  return `${steps.join('\n\n')}\n`;
}

const TOLD: Record<Step['kind'], (step: never) => string[]> = {
  table: toldTable,
  view: ({ name, sql }: Extract<Step, { kind: 'view' }>) => [`CREATE VIEW ${name} AS\n${sql};`],
  kernel: ({ name, mode, input, group, columns, expected, checks }: Extract<Step, { kind: 'kernel' }>) => [
    [
      `-- ${name} (${Object.entries(columns)
        .map(([column, type]) => `${column} ${type}`)
        .join(', ')}):`,
      `-- node kernel.mjs ${mode}, over the rows of`,
      `${input}${group === undefined ? '' : ` ORDER BY ${group.by}, ${group.order}`};`,
      ...(group === undefined ? [] : [`-- all rows of one ${group.by} to one process`]),
      `-- which must read as many rows as\n${expected};`,
      ...toldChecks(checks),
    ].join('\n'),
  ],
  loop: ({ name, round, done, result, checks }: Extract<Step, { kind: 'loop' }>) => [
    `-- ${name}: from round 1 on, until this is true for round 0, or for the last one:\n${done(0)};`,
    ...round(1).flatMap(toldTable),
    `-- and then\nCREATE VIEW ${name} AS\n${result(1)};`,
    ...toldChecks(checks),
  ],
};

function toldTable({ name, sql, checks }: TableStep): string[] {
  const [first = '', ...more] = sql;
  return [
    [
      `CREATE TABLE ${name} AS\n${first};`,
      ...more.map((part) => `INSERT INTO ${name}\n${part};`),
      ...toldChecks(checks),
    ].join('\n'),
  ];
}

function toldChecks(checks: Step['checks']): string[] {
  return checks.map(({ means, sql }) => `-- 0, or ${means}:\n${sql};`);
}
