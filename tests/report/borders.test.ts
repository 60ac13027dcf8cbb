import { expect, test } from 'vitest';
import type { Report } from '../../src/model.ts';
import { rendered } from './render.ts';
import { SAMPLE } from './sample.ts';

const MOVED: Report = {
  ...SAMPLE,
  settings: { ...SAMPLE.settings, borders: { containedShare: 0.83, edgeReach: 0.9 } },
};

test.each(['text', 'html', 'markdown'] as const)(
  '%s says which borders were moved, and nothing where none was',
  (format) => {
    expect(rendered(format, MOVED)).toContain('Borders moved: containedShare 0.83, edgeReach 0.9.');
    expect(rendered(format, SAMPLE)).not.toContain('Borders moved');
  },
);
