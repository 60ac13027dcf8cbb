import { Buffer } from 'node:buffer';
import type { Place } from '../model.ts';
import type { RecordsFormat } from './contract.ts';

/** A chosen article: its bytes as they came in, valid until the next is asked for, or where it lies. */
export type Picked = { readonly bytes: Buffer } | { readonly place: Place };

/** Records put together to a file of their format again, or a list of places, one a line. */
export async function* joined(
  picked: AsyncIterable<Picked> | Iterable<Picked>,
  join: RecordsFormat['join'],
  head: Buffer | undefined,
): AsyncGenerator<Buffer> {
  const { before, between, after } = join ?? { before: '', between: '\n', after: '\n' };
  if (before !== '') yield Buffer.from(before);
  if (join !== undefined && head !== undefined) yield head;
  let isFirst = true;
  for await (const each of picked) {
    const bytes = 'bytes' in each ? each.bytes : Buffer.from(listed(each.place));
    yield isFirst ? bytes : Buffer.concat([Buffer.from(between), bytes]);
    isFirst = false;
  }
  if (!isFirst || before !== '') yield Buffer.from(after);
}

/** As `--files-from` reads it, where the file is the article. */
function listed({ path, line, record }: Place): string {
  return record === undefined ? path : `${path}#${line ?? record}`;
}
