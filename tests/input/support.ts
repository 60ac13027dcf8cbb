import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { type ArticleStore, type FileRequest, openFiles, type ReadItem } from '../../src/input/index.ts';
import type { Article, Problem } from '../../src/model.ts';

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder holding these files. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'wirecopy-input-'));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export interface WhatWasRead {
  readonly articles: readonly Article[];
  readonly skipped: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly excludedBy: Readonly<Record<string, number>>;
}

export type Asked = Partial<Omit<FileRequest, 'paths' | 'cwd'>>;

export function storeOf(cwd: string, paths: readonly string[], asked: Asked = {}): ArticleStore {
  return openFiles({ paths, cwd, exclude: [], gitignore: false, ...asked });
}

/** Reads everything, checks that the second read gives the same as the first, and closes. */
export async function readAll(cwd: string, paths: readonly string[], asked: Asked = {}): Promise<WhatWasRead> {
  const store = storeOf(cwd, paths, asked);
  try {
    const read = await drain(store);
    for (const [index, article] of read.articles.entries()) {
      const again = store.reread(index);
      if (JSON.stringify(again) !== JSON.stringify(article)) throw new Error(`${article.id} was not the same twice`);
    }
    return read;
  } finally {
    store.close();
  }
}

export async function drain(store: ArticleStore): Promise<WhatWasRead> {
  const articles: Article[] = [];
  const skipped: Problem[] = [];
  const warnings: Problem[] = [];
  const items: AsyncIterable<ReadItem> = store.read();
  for await (const item of items) {
    if (item.kind === 'article') articles.push(item.article);
    else if (item.kind === 'problem') (item.skipped ? skipped : warnings).push(item.problem);
  }
  return { articles, skipped, warnings, excludedBy: store.excludedBy() };
}

export function pathsOf({ articles }: WhatWasRead): readonly string[] {
  return articles.map(({ place }) => place.path);
}

/** A stream in pieces. */
export async function* streamOf(...pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
}

/** JSON Lines. */
export function linesOfJson(...records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
