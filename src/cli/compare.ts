import { WirecopyError } from '../errors.ts';
import type { Article, ReportFormatName, TextOf } from '../model.ts';
import type { CompareOptions } from '../options.ts';
import type { RenderContext } from '../report/index.ts';
import { contextOf, FILE_CONTEXT } from './context.ts';
import { inputRequestOf } from './input-request.ts';
import { checkReportPlace, writeReportFile } from './report-file.ts';
import { print } from './tell.ts';
import type { World } from './workings.ts';

/** `wirecopy compare`: says how two articles are related, and why. */
export async function runCompare(options: CompareOptions, world: World): Promise<number> {
  const { io, workings, leavings, configuration } = world;
  const { REPORTERS, renderComparison } = workings;
  for (const { text: path } of options.report) await checkReportPlace(path, io.cwd);
  const [left, right] = options.paths as readonly [string, string];
  const pair = [await readOne(left, options, world), await readOne(right, options, world)] as const;
  const atHand: { textOf?: TextOf } = {};
  const settings = { explain: options.explain, borders: configuration.borders };
  const report = await workings.comparePair(pair, settings, {
    texts: (textOf) => {
      atHand.textOf = textOf;
    },
  });
  // As text a pair is more than a report of two articles: it has room for their passages.
  const rendered = (format: ReportFormatName, context: RenderContext) =>
    format === 'text'
      ? renderComparison(report, { ...context, ...atHand })
      : REPORTERS[format].render(report, { ...context, ...atHand });
  for (const { key, text: path } of options.report) {
    await writeReportFile(path, io.cwd, rendered(key, FILE_CONTEXT), leavings);
  }
  await print(io.stdout, rendered(options.format, contextOf(options, io)));
  return 0;
}

/** The one article in a file. Throws what is wrong with it. */
async function readOne(path: string, options: CompareOptions, { io, workings }: World): Promise<Article> {
  const store = workings.openFiles({
    paths: [path],
    exclude: [],
    gitignore: false,
    ...inputRequestOf(options, io),
  });
  try {
    const found: Article[] = [];
    for await (const item of store.read()) {
      if (item.kind === 'article') found.push(item.article);
      else if (item.kind === 'problem' && item.skipped) throw new WirecopyError('NOTHING_TO_COMPARE', item.problem);
    }
    const [article, second] = found;
    if (article !== undefined && second === undefined) return article;
    throw new WirecopyError('NOTHING_TO_COMPARE', {
      where: path,
      what: `compare takes one article on each side, and here are ${found.length}`,
      remedy: 'name a file that holds one; scan compares many',
    });
  } finally {
    store.close();
  }
}
