import { expect, test } from 'vitest';
import { DEFAULT_BORDERS } from '../../src/borders.ts';
import { DIALECTS } from '../../src/engine/plan/dialect.ts';
import { planText } from '../../src/engine/plan/text.ts';
import { DIALECT_NAMES } from '../../src/model.ts';

test.each(DIALECT_NAMES)('the plan for %s is the SQL that is kept', async (name) => {
  const text = planText(DIALECTS[name], { borders: DEFAULT_BORDERS, parts: 1, articlesAtOnce: 50_000 });
  await expect(text).toMatchFileSnapshot(`plan.${name}.sql`);
});
