import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { furnitureOf as judge, searchFurniture } from '../../src/text/furniture.ts';
import { type LineTable, repeatedLines } from '../../src/text/repeated-lines.ts';
import { Words } from '../../src/text/word-list.ts';
import { readWords } from '../../src/text/words.ts';

interface Page {
  readonly body: string;
  /** Number of its source; 0, and if missing, for unknown. */
  readonly source?: number;
}

/** The lines of each page that are set apart, as they stand in the text. */
function furnitureOf(pages: readonly Page[]): string[][] {
  const read = pages.map(({ body }) => {
    const words = new Words();
    readWords(words, body);
    return words;
  });
  const perLine = <T>(pick: (words: Words, line: number) => T): T[] =>
    read.flatMap((words) => Array.from({ length: words.lineCount }, (_, line) => pick(words, line)));
  const offsets = [0];
  for (const words of read) offsets.push(offsets.at(-1)! + words.lineCount);
  const lines: LineTable = {
    offsets: Uint32Array.from(offsets),
    keysLow: Uint32Array.from(perLine((words, line) => words.lineKeysLow[line]!)),
    keysHigh: Uint32Array.from(perLine((words, line) => words.lineKeysHigh[line]!)),
    wordCounts: Uint32Array.from(perLine((words, line) => words.lineFirst[line + 1]! - words.lineFirst[line]!)),
    flags: Uint8Array.from(perLine((words, line) => words.lineFlags[line]!)),
  };
  const ranked = Uint32Array.from(pages, (_, article) => article);
  const sourceOf = Uint32Array.from(pages, ({ source }) => source ?? 0);
  const { isFurniture } = judge(searchFurniture(lines, ranked, sourceOf), (article) => ({
    hashes: read[article]!.hashes,
    flags: read[article]!.flags,
    begin: 0,
    end: read[article]!.count,
  }));
  return read.map((words, article) =>
    Array.from({ length: words.lineCount }, (_, line) => line)
      .filter((line) => isFurniture[offsets[article]! + line] === 1)
      .map((line) =>
        pages[article]!.body.slice(words.starts[words.lineFirst[line]!], words.ends[words.lineFirst[line + 1]! - 1]),
      ),
  );
}

/** `lines` lines of 20 words that stand in no other story. With capitals: lower-case lines of one width are hard-wrapped. */
function story(name: string, lines = 5): string {
  return Array.from({ length: lines }, (_, line) =>
    Array.from({ length: 20 }, (_word, k) => `${name.toUpperCase()}${String.fromCharCode(97 + line)}${k}`).join(' '),
  ).join('\n');
}

/** `count` lines of one word, which no other page has. */
function shortLines(name: string, count: number): string {
  return Array.from({ length: count }, (_, k) => `Item${name}${k}`).join('\n');
}

const MENU = 'Home News Sport';
const FOOTER = 'All rights reserved by the owner of this page';

describe('site furniture', () => {
  test('is a line on three articles whose cores differ', () => {
    const page = (name: string): Page => ({ body: `${MENU}\n${story(name)}\n${FOOTER}` });
    expect(furnitureOf(['a', 'b', 'c'].map(page))).toEqual([0, 1, 2].map(() => [MENU, FOOTER]));
    expect(furnitureOf(['a', 'b'].map(page))).toEqual([[], []]);
  });

  test('is no line of a story that three sites publish', () => {
    const body = `Council sells the crane\n${story('crane')}\nThe vote is on Friday`;
    expect(
      furnitureOf([{ body }, { body: `${body}\n${story('x', 1)}` }, { body: `${story('y', 1)}\n${body}` }]),
    ).toEqual([[], [], []]);
  });

  test('is judged by different cores: two stories make two, however many articles hold them', () => {
    const page = (name: string, own: string): Page => ({ body: `${MENU}\n${story(name)}\n${own}` });
    const copies = [page('a', 'one'), page('a', 'two'), page('b', 'three'), page('b', 'four')];
    expect(furnitureOf(copies).flat()).toEqual([]);
    expect(furnitureOf([...copies, page('c', 'five')])).toEqual(copies.map(() => [MENU]).concat([[MENU]]));
  });

  test('is counted inside a source where the sources are known, and over all where they are not', () => {
    const bodies = ['a', 'b', 'c'].map((name) => `${MENU}\n${story(name)}`);
    expect(furnitureOf(bodies.map((body, k) => ({ body, source: k + 1 }))).flat()).toEqual([]);
    expect(furnitureOf(bodies.map((body) => ({ body, source: 7 })))).toEqual([[MENU], [MENU], [MENU]]);
    expect(furnitureOf(bodies.map((body) => ({ body })))).toEqual([[MENU], [MENU], [MENU]]);
    // Two of one source and one of none are two and one.
    expect(furnitureOf(bodies.map((body, k) => ({ body, source: k < 2 ? 7 : 0 }))).flat()).toEqual([]);
  });

  test('stands on a page once, however often the line is repeated there', () => {
    const repeating = (name: string, times: number): Page => ({
      body: `${story(name)}\n${new Array(times).fill(MENU).join('\n')}`,
    });
    expect(furnitureOf([repeating('a', 3), repeating('b', 3)]).flat()).toEqual([]);
    expect(furnitureOf([repeating('a', 9), { body: story('b') }, { body: story('c') }]).flat()).toEqual([]);
    // Where it is furniture, it is so each time.
    expect(furnitureOf([repeating('a', 3), repeating('b', 1), repeating('c', 2)])).toEqual([
      [MENU, MENU, MENU],
      [MENU],
      [MENU, MENU],
    ]);
  });

  test('is found by its words, in any case and punctuation', () => {
    const menus = ['Home | News | Sport', 'HOME – NEWS – SPORT', 'Home, News, Sport.'];
    expect(
      furnitureOf(['a', 'b', 'c'].map((name, k) => ({ body: `${menus[k]}\n${story(name)}` }))).flat(),
    ).toHaveLength(3);
  });

  test('shows in a second round where a first one had to clear the cores', () => {
    // On a, b and c a long notice outweighs the story, so that they have one core; on d and e it stands apart from a
    // longer story. With them the notice has three cores and goes; then those of a, b and c differ, and the menu goes.
    const notice = story('notice', 6).replaceAll('\n', '\nPlease note\n');
    const page = (name: string): Page => ({ body: `${MENU}\n${story(name, 4)}\n${notice}` });
    const long = (name: string): Page => ({ body: `${story(name, 16)}\n${shortLines(name, 20)}\n${notice}` });
    const three = ['a', 'b', 'c'].map(page);
    expect(furnitureOf(three).flat()).toEqual([]);
    const found = furnitureOf([...three, long('d'), long('e')]);
    expect(found.slice(0, 3)).toEqual(three.map(() => [MENU, ...notice.split('\n')]));
    expect(found.slice(3)).toEqual([notice.split('\n'), notice.split('\n')]);
  });

  test('is no passage that reports which differ have taken over into their midst', () => {
    const background = story('background', 3);
    const report = (name: string): Page => ({ body: `${story(name, 6)}\n${background}\n${story(`${name}end`, 2)}` });
    const reports = ['a', 'b', 'c', 'd'].map(report);
    expect(furnitureOf(reports).flat()).toEqual([]);
    // 40 words are no passage; and one that stands beside the core is a notice.
    const short = reports.map(({ body }) => ({ body: body.replace(/\nBACKGROUNDc.*\n/, '\n') }));
    expect(furnitureOf(short)[0]).toHaveLength(2);
    const apart = reports.map(({ body }, k) => ({
      body: `${body.replace(`${background}\n`, '')}\n${shortLines(`p${k}`, 7)}\n${background}`,
    }));
    expect(furnitureOf(apart)[0]).toEqual(background.split('\n'));
  });

  test('is no passage with own prose now before it, now behind it, in a third round either', () => {
    const wire = story('wire', 4);
    const report = (name: string, before: number): Page => ({
      body: [story(`${name}x`, before), wire, story(`${name}y`, 10 - before)].filter((part) => part !== '').join('\n'),
      source: 1,
    });
    expect(furnitureOf(['a', 'b', 'c', 'd'].map((name) => report(name, 5))).flat()).toEqual([]);
    expect(furnitureOf(['a', 'b', 'c', 'd'].map((name, k) => report(name, k % 2 === 0 ? 0 : 10))).flat()).toEqual([]);
    // On the same side of each it is a notice.
    expect(furnitureOf(['a', 'b', 'c', 'd'].map((name) => report(name, 10)))[0]).toEqual(wire.split('\n'));
  });

  test('is a notice of 60 words on six stories of no known site, and on five it may be what they took over', () => {
    const notice = story('notice', 4);
    const pages = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ body: `${story(name, 6)}\n${notice}` }));
    expect(furnitureOf(pages)[0]).toEqual(notice.split('\n'));
    expect(furnitureOf(pages.slice(1)).flat()).toEqual([]);
  });

  test('is judged so as well where lines that could be a menu stand on copies of one story, and make no site', () => {
    const notice = story('notice', 3);
    const page = (name: string): Page => ({ body: `${story(name, 6)}\n${notice}` });
    const copy = { body: `${shortLines('copied', 8)}\n${story('copied', 6)}` };
    const copies = [1, 2, 3].map((k) => ({ body: `${copy.body}\n${story(`end${k}`, 1)}` }));
    const pages = ['a', 'b', 'c', 'd', 'e'].map(page);
    expect(furnitureOf([...pages, ...copies])).toEqual([...pages, ...copies].map(() => []));
    expect(furnitureOf([...pages, page('f'), ...copies])).toEqual([
      ...[...pages, page('f')].map(() => notice.split('\n')),
      ...copies.map(() => []),
    ]);
  });

  test('is told although two pages have a teaser in common', () => {
    const teaser = (k: number): string =>
      `Teaser ${k}: the swimmers of pier ${k} are back, and they mean it more than ever`;
    const sidebar = story('sidebar', 12);
    const page = (name: string, k: number): Page => ({
      body: `${story(name, 5)}\nMore\n${teaser(k)}\nMost read\n${sidebar}`,
      source: 1,
    });
    const found = furnitureOf([page('a', 1), page('b', 1), page('c', 2), page('d', 2)]);
    expect(found[0]).toEqual(expect.arrayContaining(sidebar.split('\n')));
  });

  test('shows in a third round where the source is known: stories are then compared by prose that does not repeat', () => {
    // The sidebar outweighs the story on every page; the story has its 100 words of prose.
    const sidebar = story('sidebar', 12);
    const pages = (lines: number, source: number): Page[] =>
      ['a', 'b', 'c'].map((name) => ({ body: `${story(name, lines)}\n${sidebar}`, source }));
    expect(furnitureOf(pages(5, 1))).toEqual([1, 2, 3].map(() => sidebar.split('\n')));
    expect(furnitureOf(pages(5, 0)).flat()).toEqual([]);
    // 80 words of its own are not enough to stand for a page.
    expect(furnitureOf(pages(4, 1)).flat()).toEqual([]);
    // Three versions of one story that share a sentence of their own are one voter, whatever else they changed.
    const told = 'The harbour master told us on Friday that the crane is to stay where it is';
    const versions = pages(5, 1).map(({ body }, k) => ({
      body: k < 2 ? body.replace(sidebar, `${told}\n${sidebar}`) : body,
      source: 1,
    }));
    expect(furnitureOf(versions).flat()).toEqual([]);
  });

  test('is looked for on the first 40 articles that hold a line', () => {
    const pages = (same: number, different: number): Page[] => [
      ...Array.from({ length: same }, (_, k) => ({ body: `${MENU}\n${story('same')}\ncopy number ${k}` })),
      ...Array.from({ length: different }, (_, k) => ({ body: `${MENU}\n${story(`other${k}`)}` })),
    ];
    // The 39th and the 40th make the second and the third core.
    expect(furnitureOf(pages(38, 2))[0]).toContain(MENU);
    expect(furnitureOf(pages(39, 9)).flat()).not.toContain(MENU);
  });

  test('takes the whole text for a core where no block has 60 words of prose', () => {
    // Lists of short lines have no prose at all; as whole texts they differ, or are the same but for a line.
    const differing = ['a', 'b', 'c'].map((name) => ({ body: `${MENU}\n${shortLines(name, 40)}` }));
    expect(furnitureOf(differing)).toEqual([[MENU], [MENU], [MENU]]);
    const same = ['X', 'Y', 'Z'].map((own) => ({ body: `${MENU}\n${shortLines('a', 40)}\n${own}` }));
    expect(furnitureOf(same).flat()).toEqual([]);
    // 40 words of prose are none: the long list, which all three share, outweighs them. 60 are.
    const withProse = (lines: number): Page[] =>
      ['a', 'b', 'c'].map((name) => ({ body: `${MENU}\n${shortLines('list', 90)}\n${story(name, lines)}` }));
    expect(furnitureOf(withProse(2)).flat()).toEqual([]);
    expect(furnitureOf(withProse(3))[0]).toHaveLength(1 + 90);
  });

  test('takes for a core the lines with the largest sum: prose counts for its words, another line for 8 more against', () => {
    // All pages share two blocks of 40 words, with a line of 11 words between them: it costs 19.
    const elevenWords = (line: number): string => Array.from({ length: 11 }, (_, k) => `Line${line}x${k}`).join(' ');
    const lines = (from: number, count: number): string =>
      Array.from({ length: count }, (_, k) => elevenWords(from + k)).join('\n');
    const shared = `${story('first', 2)}\n${lines(0, 1)}\n${story('second', 2)}`;
    const pages = (count: number): Page[] =>
      ['a', 'b', 'c'].map((name) => ({ body: `${MENU}\n${shared}\n${lines(10, count)}\n${story(name, 4)}` }));
    // 3 more cost 57: 40 - 19 + 40 - 57 is still more than nothing, so the core is all of it, and mostly the same.
    expect(furnitureOf(pages(3)).flat()).toEqual([]);
    // 4 more cost 76: the core begins anew and is the 80 words of each page's own.
    expect(furnitureOf(pages(4))[0]).toContain(MENU);
    expect(furnitureOf(pages(4))[0]).toHaveLength(1 + 2 + 1 + 2 + 4);
  });

  describe('where the source is not known', () => {
    const menuOf = (site: string): string =>
      ['News', 'Sport', 'Town', 'Port', 'Letters', 'Jobs', 'Homes', 'Weather', 'Puzzles']
        .map((section) => `${site} ${section}`)
        .join('\n');
    /** A page of a site: the sidebar outweighs the story, so that no core is a story's. */
    const page = (site: string, name: string, more = ''): Page => ({
      body: `${menuOf(site)}\n${story(name, 5)}\n${more}${story(`${site}bar`, 12)}\n${site} footer`,
    });

    test('is learned in the site that menu lines tell, as in a source', () => {
      const pages = ['a', 'b', 'c'].flatMap((name) => [page('One', `${name}1`), page('Two', `${name}2`)]);
      const found = furnitureOf(pages);
      for (const [k, { body }] of pages.entries())
        expect(found[k]).toEqual(body.split('\n').filter((line) => !/^[ABC]\d/.test(line)));
      // Two pages are no site.
      expect(furnitureOf(pages.slice(0, 4)).flat()).toEqual([]);
      // Seven menu lines tell none.
      const fewer = pages.map(({ body }) => ({ body: body.split('\n').slice(3, -1).join('\n') }));
      expect(furnitureOf(fewer).flat().length).toBeLessThan(7 * fewer.length);
    });

    test('is no story that stands on many sites, among other pages of theirs', () => {
      const pages = ['One', 'Two', 'Three', 'Four'].flatMap((site) => [
        page(site, 'everywhere'),
        ...[1, 2, 3].map((k) => page(site, `${site}own${k}`)),
      ]);
      expect(
        furnitureOf(pages)
          .flat()
          .filter((line) => line.includes('EVERYWHERE')),
      ).toEqual([]);
    });

    test('is no running story of one site, with versions that grow', () => {
      const version = (k: number): Page => ({
        body: `${menuOf('One')}\n${story('running', 6)}\n${story(`update${k}`, k)}\nOne footer`,
      });
      const pages = [1, 2, 3, 4].map(version);
      expect(
        furnitureOf(pages)
          .flat()
          .filter((line) => line.includes('RUNNING')),
      ).toEqual([]);
      const others = ['a', 'b', 'c'].map((name) => page('One', name));
      const found = furnitureOf([...pages, ...others]);
      expect(found.flat().filter((line) => line.includes('RUNNING'))).toEqual([]);
      expect(found[0]).toEqual([...menuOf('One').split('\n'), 'One footer']);
    });
  });

  test('is all but the core of a page that is mostly furniture: teasers that no other page has', () => {
    const menu = shortLines('menu', 16);
    const teaser = (k: number): string =>
      `Teaser ${k}: the harbour swimmers of pier ${k} are back, and they mean it this time`;
    const page = (k: number): Page => ({
      body: `${menu}\n${story(`s${k}`, 3)}\nInline${menu.slice(-5)}\n${story(`t${k}`, 2)}\n${menu}\n${teaser(k)}`,
      source: 1,
    });
    const found = furnitureOf([1, 2, 3].map(page));
    for (const [k, lines] of found.entries()) {
      expect(lines).toContain(teaser(k + 1));
      expect(lines.filter((line) => /^[ST]\d/.test(line))).toEqual([]);
    }
    // With 15 lines of furniture it is an article with a menu.
    const short = [1, 2, 3].map((k) => ({
      body: `${shortLines('menu', 15)}\n${story(`s${k}`, 4)}\nPhoto\n${teaser(k)}`,
      source: 1,
    }));
    expect(furnitureOf(short)[0]).toHaveLength(16);
  });

  test('is nothing in no articles', () => {
    expect(furnitureOf([])).toEqual([]);
    expect(furnitureOf([{ body: '' }, { body: '***' }])).toEqual([[], []]);
  });
});

describe('repeated lines', () => {
  test('are the lines that three articles of one source have, with the first 40 of these articles', () => {
    const anyLine = fc.tuple(fc.nat(3), fc.nat(2));
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            lines: fc.array(anyLine, { maxLength: 6, size: 'max' }),
            source: fc.constantFrom(0, 1, 4097),
            isRanked: fc.boolean(),
          }),
          {
            maxLength: 120,
            size: 'max',
          },
        ),
        (articles) => {
          const offsets = [0];
          for (const { lines } of articles) offsets.push(offsets.at(-1)! + lines.length);
          const all = articles.flatMap(({ lines }) => lines);
          const table: LineTable = {
            offsets: Uint32Array.from(offsets),
            // Keys that meet in one half, and in their low bits, as the numbers of the sources do.
            keysLow: Uint32Array.from(all, ([low]) => low << 28),
            keysHigh: Uint32Array.from(all, ([, high]) => high),
            wordCounts: new Uint32Array(all.length).fill(1),
            flags: new Uint8Array(all.length),
          };
          // In rank order, which is not that of their numbers.
          const ranked = articles.flatMap(({ isRanked }, article) => (isRanked ? [article] : [])).reverse();
          const found = repeatedLines(
            table,
            Uint32Array.from(ranked),
            Uint32Array.from(articles, ({ source }) => source),
          );

          const holders = new Map<string, number[]>();
          for (const article of ranked) {
            const { lines, source } = articles[article]!;
            for (const key of new Set(lines.map((line) => `${source} ${line}`))) {
              holders.set(key, [...(holders.get(key) ?? []), article]);
            }
          }
          const repeated = [...holders].filter(([, articlesOf]) => articlesOf.length >= 3);
          expect(found.count).toBe(repeated.length);
          for (const [article, { lines, source, isRanked }] of articles.entries()) {
            for (const [k, line] of lines.entries()) {
              const number = found.lineOf[offsets[article]! + k]!;
              const wanted = repeated.find(([key]) => key === `${source} ${line}`);
              if (wanted === undefined || !isRanked) expect(number).toBe(-1);
              else {
                const own = found.articles.subarray(found.offsets[number], found.offsets[number + 1]);
                expect([...own]).toEqual(wanted[1].slice(0, 40));
              }
            }
          }
        },
      ),
      { seed: 121, numRuns: 60 },
    );
  });
});
