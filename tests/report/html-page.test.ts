import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openFiles } from '../../src/input/index.ts';
import type { ArticleText, Report, TextOf } from '../../src/model.ts';
import { scan } from '../../src/pipeline.ts';
import { findBrowser } from '../support/browser.ts';
import { Newsroom } from '../support/newsroom.ts';
import { rendered } from './render.ts';
import { articleOf, EMPTY_REPORT, matchOf, SAMPLE, textOf } from './sample.ts';
import { POLICY_REPORT } from './sample-policy.ts';

const executablePath = findBrowser();
const A_MINUTE = 60_000;
/** A busy machine may take its time to scroll. */
const BUSY = { timeout: 15_000 };
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 800 };
const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));

describe.skipIf(executablePath === undefined)('the HTML report in a browser', { timeout: A_MINUTE }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-html-'));
  let browser: Browser;
  /** What a page said or asked for that it should not have. */
  let complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    writeFileSync(path.join(folder, 'fixtures.html'), await reportOnFixtures());
    writeFileSync(path.join(folder, 'sample.html'), rendered('html', SAMPLE, { textOf }));
    const { report, textOf: texts } = longPair();
    writeFileSync(path.join(folder, 'scroll.html'), rendered('html', report, { textOf: texts }));
    writeFileSync(path.join(folder, 'policy.html'), rendered('html', POLICY_REPORT));
    writeFileSync(path.join(folder, 'empty.html'), rendered('html', EMPTY_REPORT));
  }, A_MINUTE);

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(complaints).toEqual([]);
    complaints = [];
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(
    name: string,
    world: { hash?: string; viewport?: typeof WIDE; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<Page> {
    const { hash = '', viewport = WIDE, colorScheme = 'light' } = world;
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const address = pathToFileURL(path.join(folder, name)).href;
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      if (request.url().replace(/#.*/, '') !== address) complaints.push(`request: ${request.url()}`);
    });
    await page.goto(address + hash);
    return page;
  }

  const rowCount = (page: Page) => page.locator('#found .rows > li:not(.empty)').count();

  test('it opens from disk, asks for nothing, and says what was found', async () => {
    const page = await open('fixtures.html');

    expect(await page.locator('h1').first().textContent()).toMatch(
      /^\d+ of \d+ articles run a story that others run too$/,
    );
    expect(await rowCount(page)).toBeGreaterThan(10);
  });

  test.each(['fixtures.html', 'sample.html', 'policy.html', 'empty.html'])(
    '%s: every view opens without a complaint',
    async (name) => {
      const page = await open(name);
      const { clusters, matches } = await dataOf(page);
      const views = ['/', '/input', ...clusters.map((_, k) => `/cluster/${k}`), ...matches.map((_, k) => `/pair/${k}`)];
      for (const view of views) {
        await page.evaluate(`location.hash = '${view}'`);
        await page.waitForFunction(`document.querySelector('main > :not([hidden]) h1') !== null`);
      }
      expect(views.length).toBeGreaterThanOrEqual(2);
    },
  );

  test('the filter narrows the list by words, by relation and by source', async () => {
    const page = await open('fixtures.html');
    const all = await rowCount(page);
    await page.fill('#search', 'church bells');
    expect(await rowCount(page)).toBe(1);
    expect(await page.locator('[aria-live]').textContent()).toBe(`1 of ${all} clusters`);

    await page.fill('#search', 'no such words anywhere');
    expect(await page.locator('.empty').textContent()).toContain('Nothing passes this filter');

    await page.fill('#search', '');
    await page.selectOption('#by-relation', 'identical');
    const identical = await rowCount(page);
    expect(identical).toBeGreaterThan(0);
    expect(identical).toBeLessThan(all);
    expect(await page.locator('.row [data-relation=identical]').count()).toBe(identical);

    await page.selectOption('#by-relation', '');
    const source = page.locator('td button').first();
    const name = await source.textContent();
    await source.click();
    expect(await page.locator('#by-source').inputValue()).toBe(name);
    expect(await rowCount(page)).toBeLessThan(all);
  });

  test('from a cluster a pair is opened, with what it shares tinted on both sides', async () => {
    const page = await open('fixtures.html');
    await page.fill('#search', 'church bells');
    await page.locator('.row').first().click();
    await page.locator('.matrix a').first().click();
    const sharedIn = (side: string) => page.locator(`[data-side=${side}] [data-passage="0"]`).allTextContents();
    const [left, right] = [await sharedIn('left'), await sharedIn('right')].map((pieces) =>
      pieces.join('').replaceAll(/\s+/g, ' '),
    );

    expect(left?.length).toBeGreaterThan(100);
    expect(right).toBe(left);
    expect(await page.locator('[data-side=left] .quote').count()).toBeGreaterThan(0);
    expect(await page.locator('.reason').textContent()).toMatch(/%/);
  });

  test('two sides scroll together, so that a passage stays beside itself; unlinked they do not', async () => {
    const page = await open('scroll.html', { hash: '#/pair/0', viewport: { width: 1000, height: 480 } });
    // A paragraph in the middle of both texts.
    const pieces = () =>
      page.evaluate<[number, number]>(`['left', 'right'].map((side) =>
        document.querySelector('[data-side=' + side + '] [data-passage="2"]').getBoundingClientRect().top)`);
    const tops = () => page.evaluate<number[]>(`[...document.querySelectorAll('.text')].map((text) => text.scrollTop)`);
    const apart = async () => {
      const [left, right] = await pieces();
      return Math.abs(left - right);
    };
    await page.locator('[data-side=left]').hover();
    expect(await apart()).toBeGreaterThan(20);
    // Until it has just come past the third of the height that is kept level; before it, on the right, stands a paragraph
    // that the left has not, and is passed in the blink of an empty line.
    const [top] = await pieces();
    const text = await page.locator('[data-side=left]').boundingBox();
    await page.mouse.wheel(0, top - (text?.y ?? 0) - (text?.height ?? 0) / 3 + 8);
    await expect.poll(apart, BUSY).toBeLessThanOrEqual(3);

    const before = await tops();
    await page.keyboard.press('l');
    await page.mouse.wheel(0, -2000);
    await expect.poll(async () => (await tops())[0], BUSY).toBe(0);
    expect((await tops())[1]).toBe(before[1]);
  });

  test('keys go to a passage, back, and to the search', async () => {
    const page = await open('fixtures.html', { hash: '#/cluster/0' });
    await page.locator('.matrix a').first().click();
    await page.waitForSelector('.panes');
    await page.keyboard.press('n');
    expect(await page.locator('[data-side=left] .on').count()).toBeGreaterThan(0);
    expect(await page.locator('[data-side=right] .on').count()).toBeGreaterThan(0);

    await page.keyboard.press('Escape');
    await page.waitForSelector('.matrix');
    await page.keyboard.press('Escape');
    await page.waitForSelector('#overview:not([hidden])');
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
  });

  test('it is dark where the system is, until the reader chooses', async () => {
    const page = await open('fixtures.html', { colorScheme: 'dark' });
    const light = async () => {
      const colour = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      const [red = 0, green = 0, blue = 0] = colour.match(/\d+/g)?.map(Number) ?? [];
      return red + green + blue > 384 ? 'light' : 'dark';
    };
    expect(await light()).toBe('dark');
    await page.click('#theme');
    expect(await light()).toBe('light');
    await page.reload();
    expect(await light()).toBe('light');
  });

  test('on paper a text is whole, and what is only for the screen is gone', async () => {
    const page = await open('fixtures.html', { hash: '#/pair/0' });
    await page.emulateMedia({ media: 'print' });
    const isWhole = await page.evaluate(
      `[...document.querySelectorAll('.text')].every((text) => text.scrollHeight <= text.clientHeight + 1)`,
    );

    expect(isWhole).toBe(true);
    expect(await page.locator('.bar').isVisible()).toBe(false);
  });

  const PAGES = [
    ['fixtures.html', ''],
    ['fixtures.html', '#/cluster/0'],
    ['fixtures.html', '#/pair/0'],
    ['sample.html', '#/input'],
    ['sample.html', '#/cluster/0'],
    ['sample.html', '#/pair/2'],
    ['policy.html', ''],
    ['empty.html', ''],
  ] as const;

  test.each([
    ['light', PAGES],
    ['dark', PAGES.slice(0, 3)],
  ] as const)('in %s colours nothing in it is a serious barrier', async (colorScheme, pages) => {
    for (const [name, hash] of pages) {
      const page = await open(name, { hash, colorScheme });
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<AxeResults>('axe.run()');
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
      expect(serious, `${name} ${hash}`).toEqual([]);
      await page.context().close();
    }
  });

  test('on a telephone nothing runs over the edge', async () => {
    for (const [name, hash] of PAGES) {
      const page = await open(name, { hash, viewport: NARROW });
      const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect(over, `${name} ${hash}`).toBeLessThanOrEqual(0);
      await page.context().close();
    }
  });

  test('names and texts that try to be markup are text', async () => {
    const page = await open('sample.html', { hash: '#/pair/0' });

    expect(await page.locator('[data-side=left]').textContent()).toContain('<b>"quoted"</b>');
    expect(await page.locator('main b b, main script, main img').count()).toBe(0);
    expect(await page.title()).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});

/** A pair of long texts: the right one has a paragraph of its own before each that both have. */
function longPair(): { report: Report; textOf: TextOf } {
  const newsroom = new Newsroom(17);
  const paragraphs = Array.from({ length: 6 }, () => newsroom.story(3).join(' '));
  const left = paragraphs.join('\n\n');
  const right = paragraphs.flatMap((paragraph) => [newsroom.story(1)[0], paragraph]).join('\n\n');
  const passages = paragraphs.map((paragraph) => {
    const sideIn = (body: string) => ({
      start: body.indexOf(paragraph),
      end: body.indexOf(paragraph) + paragraph.length,
      line: 1,
    });
    return { left: sideIn(left), right: sideIn(right), words: paragraph.split(' ').length, quoted: false };
  });
  const textFrom = (body: string): ArticleText => ({ body, fingerprint: '0', furniture: [], quotations: [] });
  return {
    report: {
      ...EMPTY_REPORT,
      counts: { ...EMPTY_REPORT.counts, seen: 2, compared: 2 },
      articles: [articleOf('left'), articleOf('right')],
      matches: [matchOf('left', 'right', 'contained', { passages })],
    },
    textOf: (id) => textFrom(id === 'left' ? left : right),
  };
}

interface Data {
  readonly clusters: readonly object[];
  readonly matches: readonly unknown[];
}

function dataOf(page: Page): Promise<Data> {
  return page.evaluate<Data>(`JSON.parse(document.querySelector('#data').textContent)`);
}

async function reportOnFixtures(): Promise<string> {
  const store = openFiles({ paths: ['.'], exclude: [], gitignore: false, cwd: fixtures });
  try {
    const texts: { of?: TextOf } = {};
    const report: Report = await scan({ store }, { only: ['all'] }, { texts: (given) => (texts.of = given) });
    return rendered('html', report, texts.of === undefined ? {} : { textOf: texts.of });
  } finally {
    store.close();
  }
}
