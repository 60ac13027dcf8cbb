import { Buffer } from 'node:buffer';
import type { Article } from '../model.ts';
import { readAt } from './bytes.ts';
import { type TemporaryFile, unlinkedFile } from './spool.ts';

/** So much is held in memory before a file is made: a few feeds need none. */
const HELD_BYTES = 8 << 20;

/**
 * Articles out of containers that cannot be read again at a place: packed files, tables, archives, feeds. They lie in a
 * temporary file that only its descriptor leads to, and memory holds the last few megabytes.
 */
export class ArticleSpool {
  #file: TemporaryFile | undefined;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #writtenBytes = 0;

  /** Where the article lies now. */
  put(article: Article): { readonly offset: number; readonly byteLength: number } {
    const bytes = Buffer.from(JSON.stringify(article), 'utf8');
    const offset = this.#writtenBytes + this.#heldBytes;
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > HELD_BYTES) this.#write();
    return { offset, byteLength: bytes.length };
  }

  at(offset: number, byteLength: number): Article {
    if (offset >= this.#writtenBytes && this.#held.length > 1) this.#held = [Buffer.concat(this.#held)];
    const bytes =
      offset < this.#writtenBytes && this.#file !== undefined
        ? readAt(this.#file.fd, offset, byteLength)
        : (this.#held[0] ?? Buffer.alloc(0)).subarray(
            offset - this.#writtenBytes,
            offset - this.#writtenBytes + byteLength,
          );
    return JSON.parse(bytes.toString('utf8')) as Article;
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
    this.#held = [];
  }

  #write(): void {
    this.#file ??= unlinkedFile();
    this.#writtenBytes += this.#file.append(Buffer.concat(this.#held));
    this.#held = [];
    this.#heldBytes = 0;
  }
}
