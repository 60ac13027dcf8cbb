import { WirecopyError } from '../errors.ts';
import type { Article } from '../model.ts';
import type { CompareOptions } from '../options.ts';
import { contextOf } from './context.ts';
import { print } from './tell.ts';
import type { World } from './workings.ts';

/** `wirecopy compare`: says how two articles are related, and why. */
export async function runCompare(options: CompareOptions, world: World): Promise<number> {
  const { io, workings } = world;
  const [left, right] = options.paths as readonly [string, string];
  const match = await workings.compare(await readOne(left, options, world), await readOne(right, options, world));
  if (options.format === 'none') return 0;
  const show = contextOf(options, io).characters === 'ascii' ? workings.visibleAscii : workings.visible;
  const isForPeople = options.format === 'text';
  await print(io.stdout, [`${isForPeople ? `${match.relation}: ${show(match.reason)}` : workings.jsonOf(match)}\n`]);
  return 0;
}

/** The one article in a file. Throws what is wrong with it. */
async function readOne(path: string, options: CompareOptions, { io, workings }: World): Promise<Article> {
  const { textField, idField } = options;
  const store = workings.openFiles({
    paths: [path],
    exclude: [],
    gitignore: false,
    ...(textField !== undefined && { textField }),
    ...(idField !== undefined && { idField }),
    cwd: io.cwd,
    stdin: io.stdin,
  });
  try {
    const found: Article[] = [];
    for await (const item of store.read()) {
      if (item.kind === 'article') found.push(item.article);
      else if (item.skipped) throw new WirecopyError('UNREADABLE_INPUT', item.problem);
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
