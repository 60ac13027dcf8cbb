import { spawnSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drain, folderOf, pathsOf, readAll, storeOf, streamOf } from './support.ts';

const isRoot = process.getuid?.() === 0;
const MAKE_PIPE = 'mkfifo';
const canMakePipes = spawnSync(MAKE_PIPE, ['--version']).status === 0;

test('folders are read recursively, in the byte order of their paths', async () => {
  // U+FF5E is EF BD 9E, U+1F600 is F0 9F 98 80: as UTF-16 the second would come first.
  const cwd = folderOf({ 'b.txt': 'b', 'a/z.txt': 'z', 'a-b.txt': 'a', 'é.txt': 'e', '～.txt': 'f', '😀.txt': 'g' });
  const read = await readAll(cwd, ['.']);
  expect(pathsOf(read)).toEqual(['a-b.txt', 'a/z.txt', 'b.txt', 'é.txt', '～.txt', '😀.txt']);
  expect(read.articles.map(({ id }) => id)).toEqual(pathsOf(read));
});

test('the order of arguments changes nothing, and a file named twice is read once', async () => {
  const cwd = folderOf({ 'news/a.txt': 'a', 'news/wire/b.txt': 'b', 'c.txt': 'c', 'skip.png': 'x' });
  const paths = ['news', 'c.txt', 'news/wire', './news/a.txt', join(cwd, 'c.txt'), '.', 'n*/**/*.txt'];
  const read = await readAll(cwd, paths);
  expect(pathsOf(read)).toEqual(['c.txt', 'news/a.txt', 'news/wire/b.txt']);
  expect(await readAll(cwd, paths.toReversed())).toEqual(read);
});

test('a file reached through a named link and through its folder is read once', async () => {
  const cwd = folderOf({ 'real/a.txt': 'a' });
  symlinkSync('real', join(cwd, 'alias'));
  expect(pathsOf(await readAll(cwd, ['real', 'alias']))).toEqual(['alias/a.txt']);
});

test('what is left out of a folder is counted by reason', async () => {
  const cwd = folderOf({
    'kept.txt': 'a',
    '.hidden.txt': 'a',
    '.git/config': 'a',
    'node_modules/x/readme.md': 'a',
    'photo.jpg': 'a',
    'draft.txt': 'a',
  });
  symlinkSync('kept.txt', join(cwd, 'link.txt'));
  symlinkSync('.', join(cwd, 'loop'));
  const read = await readAll(cwd, ['.'], { exclude: ['draft.*'] });
  expect(pathsOf(read)).toEqual(['kept.txt']);
  expect(read.excludedBy).toEqual({ exclude: 1, hidden: 2, kind: 1, link: 2, node_modules: 1 });
});

test('what a folder leaves out is read when it is named', async () => {
  const cwd = folderOf({ '.hidden.txt': 'a', 'page.html': 'b', 'node_modules/x/readme.md': 'c', 'kept.txt': 'd' });
  symlinkSync('kept.txt', join(cwd, 'link.txt'));
  const read = await readAll(cwd, ['.', '.hidden.txt', 'page.html', 'node_modules/x', 'link.txt']);
  expect(pathsOf(read)).toEqual(['.hidden.txt', 'kept.txt', 'node_modules/x/readme.md', 'page.html']);
  expect(read.excludedBy).toEqual({ link: 1, node_modules: 1 });
});

test('--exclude matches a base name, a path below the given folder, and a path as shown', async () => {
  const cwd = folderOf({ 'in/a.txt': 'a', 'in/old/b.txt': 'b', 'in/new/c.txt': 'c', 'in/new/old/d.txt': 'd' });
  const excluding = async (...exclude: string[]) => pathsOf(await readAll(cwd, ['in'], { exclude }));
  expect(await excluding('a.txt')).toEqual(['in/new/c.txt', 'in/new/old/d.txt', 'in/old/b.txt']);
  expect(await excluding('old')).toEqual(['in/a.txt', 'in/new/c.txt']);
  expect(await excluding('new/old/')).toEqual(['in/a.txt', 'in/new/c.txt', 'in/old/b.txt']);
  expect(await excluding('in/new/**')).toEqual(['in/a.txt', 'in/old/b.txt']);
  expect((await readAll(cwd, ['in/a.txt'], { exclude: ['*.txt'] })).excludedBy).toEqual({ exclude: 1 });
});

test('.gitignore files are obeyed only when asked for, the innermost first', async () => {
  const cwd = folderOf({
    '.gitignore': '*.txt\nbuild/\n',
    'a.txt': 'a',
    'b.md': 'b',
    'build/c.md': 'c',
    'in/.gitignore': '!kept.txt\n',
    'in/kept.txt': 'd',
    'in/other.txt': 'e',
  });
  expect(pathsOf(await readAll(cwd, ['.']))).toHaveLength(5);
  const read = await readAll(cwd, ['.'], { gitignore: true });
  expect(pathsOf(read)).toEqual(['b.md', 'in/kept.txt']);
  // a.txt, in/other.txt and the folder build; the two .gitignore files are hidden.
  expect(read.excludedBy).toEqual({ gitignore: 3, hidden: 2 });
});

test('globs are expanded here, and leave dot files alone', async () => {
  const cwd = folderOf({ 'a.txt': 'a', 'b.md': 'b', '.c.txt': 'c', 'd/e.txt': 'e', 'd/f/g.txt': 'g', 'h.log': 'h' });
  const globbing = async (...paths: string[]) => pathsOf(await readAll(cwd, paths));
  expect(await globbing('*.txt')).toEqual(['a.txt']);
  expect(await globbing('**/*.txt')).toEqual(['a.txt', 'd/e.txt', 'd/f/g.txt']);
  expect(await globbing('{a,b}.*')).toEqual(['a.txt', 'b.md']);
  expect(await globbing('[ab].*')).toEqual(['a.txt', 'b.md']);
  expect(await globbing('?/f')).toEqual(['d/f/g.txt']);
  expect(await globbing(join(cwd, 'd/*/*.txt'))).toEqual(['d/f/g.txt']);
  expect(await globbing('.*.txt')).toEqual(['.c.txt']);
  // The pattern names the kind, so it is as if the files were named.
  expect(await globbing('*.log')).toEqual(['h.log']);
});

test('a glob that matches nothing and a path that is not there are missing input', async () => {
  const cwd = folderOf({ 'a.txt': 'a' });
  symlinkSync('nowhere.txt', join(cwd, 'dangling.txt'));
  const read = await readAll(cwd, ['*.rst', 'none/*.txt', 'none.txt', 'dangling.txt', '', 'a.txt']);
  expect(pathsOf(read)).toEqual(['a.txt']);
  expect(read.skipped.map(({ code }) => code)).toEqual(Array(5).fill('MISSING_INPUT'));
  expect(read.skipped.map(({ where }) => where)).toEqual(['', '*.rst', 'dangling.txt', 'none.txt', 'none/*.txt']);
});

test('a name is a name: flags, globs, blanks, keys of objects', async () => {
  const names = ['--json.txt', '-', '-rf', '*.txt', '[a-z].txt', '__proto__', 'constructor', ' lead.txt', 'trail.txt '];
  const cwd = folderOf(Object.fromEntries(names.map((name) => [`in/${name}`, name])));
  writeFileSync(join(cwd, 'in/__proto__'), 'an own file');
  const all = pathsOf(await readAll(cwd, ['in']));
  expect(all).toEqual(names.map((name) => `in/${name}`).sort());
  expect(pathsOf(await readAll(join(cwd, 'in'), ['*.txt', '-rf', '[a-z].txt']))).toEqual(['*.txt', '-rf', '[a-z].txt']);
});

test('names that are not UTF-8 are read, shown with escapes, and told apart', async () => {
  const cwd = folderOf({ 'in/f\\xFF.txt': 'looks like an escape', 'in/caf\u00e9.txt': 'valid' });
  for (const byte of [0xff, 0xfe]) {
    writeFileSync(Buffer.concat([Buffer.from(join(cwd, 'in/f')), Buffer.from([byte]), Buffer.from('.txt')]), `${byte}`);
  }
  const read = await readAll(cwd, ['in']);
  expect(read.articles.map(({ id, body }) => [id, body])).toEqual([
    ['in/café.txt', 'valid'],
    ['in/f\\x5CxFF.txt', 'looks like an escape'],
    ['in/f\\xFE.txt', '254'],
    ['in/f\\xFF.txt', '255'],
  ]);
});

test('a name without an extension is read when it is text', async () => {
  const cwd = folderOf({
    'in/20041': 'A story.',
    'in/U.S. votes': 'Another.',
    'in/tool': Buffer.from([0x7f, 0x45, 0x4c, 0x46]),
  });
  const read = await readAll(cwd, ['in']);
  expect(pathsOf(read)).toEqual(['in/20041', 'in/U.S. votes']);
  expect([read.excludedBy, read.skipped]).toEqual([{ kind: 1 }, []]);
  expect((await readAll(cwd, ['in/tool'])).skipped).toMatchObject([{ code: 'BINARY_INPUT', where: 'in/tool' }]);
});

test('hard links are two files', async () => {
  const cwd = folderOf({ 'first.txt': 'a' });
  linkSync(join(cwd, 'first.txt'), join(cwd, 'second.txt'));
  expect(pathsOf(await readAll(cwd, ['.']))).toEqual(['first.txt', 'second.txt']);
});

test.runIf(canMakePipes)('a pipe is never opened: left out in a folder, skipped when named', async () => {
  const cwd = folderOf({ 'in/a.txt': 'a' });
  spawnSync(MAKE_PIPE, [join(cwd, 'in/pipe.txt')]);
  symlinkSync('/dev/zero', join(cwd, 'zero.txt'));
  expect(await readAll(cwd, ['in'])).toMatchObject({ excludedBy: { special: 1 }, skipped: [] });
  const { skipped } = await readAll(cwd, ['in/pipe.txt', 'zero.txt']);
  expect(skipped).toMatchObject([
    { code: 'UNREADABLE_INPUT', where: 'in/pipe.txt', what: 'it is a named pipe, not a file' },
    { code: 'UNREADABLE_INPUT', where: 'zero.txt', what: 'it is a device, not a file' },
  ]);
});

test('links that lead in a circle are left out, or skipped when named', async () => {
  const cwd = folderOf({ 'in/a.txt': 'a' });
  symlinkSync('self.txt', join(cwd, 'in/self.txt'));
  const read = await readAll(cwd, ['in', 'in/self.txt']);
  expect(read.skipped).toMatchObject([{ code: 'UNREADABLE_INPUT', where: 'in/self.txt' }]);
  expect(pathsOf(read)).toEqual(['in/a.txt']);
});

test.skipIf(isRoot)('what may not be read is named, and the rest is read', async () => {
  const cwd = folderOf({ 'in/a.txt': 'a', 'in/locked.txt': 'b', 'in/locked/c.txt': 'c' });
  chmodSync(join(cwd, 'in/locked.txt'), 0);
  chmodSync(join(cwd, 'in/locked'), 0);
  const read = await readAll(cwd, ['in']);
  chmodSync(join(cwd, 'in/locked'), 0o700);
  expect(pathsOf(read)).toEqual(['in/a.txt']);
  expect(read.skipped.map(({ code, where }) => [code, where])).toEqual([
    ['UNREADABLE_INPUT', 'in/locked'],
    ['UNREADABLE_INPUT', 'in/locked.txt'],
  ]);
});

test('deep trees and many files end at a limit that is said', async () => {
  const cwd = folderOf({ 'a/a/a/a/deep.txt': 'a', 'a/near.txt': 'b', 'c.txt': 'c' });
  const deep = await readAll(cwd, ['.'], { limits: { maxDepth: 2 } });
  expect(pathsOf(deep)).toEqual(['a/near.txt', 'c.txt']);
  expect(deep.skipped).toMatchObject([{ code: 'OVER_LIMIT', where: 'a/a/a' }]);
  const many = await readAll(cwd, ['.'], { limits: { maxFiles: 2 } });
  expect(pathsOf(many)).toHaveLength(2);
  expect(many.skipped).toMatchObject([{ code: 'OVER_LIMIT' }]);
  expect((await readAll(cwd, ['.'], { limits: { maxFiles: 3 } })).skipped).toEqual([]);
});

test('a file over the limit is skipped, and what is said to be empty is read to its end', async () => {
  const cwd = folderOf({ 'a.txt': 'x'.repeat(101), 'b.txt': 'x'.repeat(100) });
  const read = await readAll(cwd, ['.'], { limits: { maxFileBytes: 100 } });
  expect(pathsOf(read)).toEqual(['b.txt']);
  expect(read.skipped).toMatchObject([{ code: 'OVER_LIMIT', where: 'a.txt' }]);
});

test('paths outside the working folder are shown relative to it', async () => {
  const cwd = folderOf({ 'in/x': '', 'out/a.txt': 'a' });
  expect(pathsOf(await readAll(join(cwd, 'in'), ['../out']))).toEqual(['../out/a.txt']);
  expect(pathsOf(await readAll(realpathSync(join(cwd, 'in')), [join(realpathSync(cwd), 'out/a.txt')]))).toEqual([
    '../out/a.txt',
  ]);
});

test('the source is the first folder below the given path', async () => {
  const cwd = folderOf({ 'news/agency/a.txt': 'a', 'news/agency/deep/b.txt': 'b', 'news/c.txt': 'c' });
  writeFileSync(join(cwd, 'news/agency/feed.jsonl'), '{"id":"r","text":"t"}');
  const sources = async (...paths: string[]) => (await readAll(cwd, paths)).articles.map(({ source }) => source);
  expect(await sources('news')).toEqual(['agency', 'agency', 'agency', undefined]);
  expect(await sources('news/**/*.txt')).toEqual(['agency', 'agency', undefined]);
  expect(await sources('news/agency/a.txt')).toEqual([undefined]);
  expect(await sources('news/agency')).toEqual([undefined, 'deep', undefined]);
});

test('a list of files holds one path a line, or one before each NUL', async () => {
  const cwd = folderOf({ 'a.txt': 'a', '*.txt': 'star', 'in/b.txt': 'b', 'new\nline.txt': 'n' });
  writeFileSync(join(cwd, 'list'), '\ufeffa.txt\r\n\r\n*.txt\r\nin\r\nnone.txt');
  const read = await readAll(cwd, [], { filesFrom: 'list' });
  expect(pathsOf(read)).toEqual(['*.txt', 'a.txt', 'in/b.txt']);
  expect(read.skipped).toMatchObject([{ code: 'MISSING_INPUT', where: 'none.txt' }]);
  const stdin = streamOf('new\nline', '.txt\0a.txt\0');
  expect(pathsOf(await readAll(cwd, [], { filesFrom: '-', stdin }))).toEqual(['a.txt', 'new\nline.txt']);
});

test('a list of files that cannot be read ends the run', async () => {
  const cwd = folderOf({});
  await expect(readAll(cwd, [], { filesFrom: 'none' })).rejects.toMatchObject({ code: 'MISSING_INPUT', where: 'none' });
});

test('a file that goes away after the first read is said to have changed', async () => {
  const cwd = folderOf({ 'a.txt': 'one text', 'b.txt': 'another' });
  const store = storeOf(cwd, ['.']);
  await drain(store);
  rmSync(join(cwd, 'a.txt'));
  mkdirSync(join(cwd, 'a.txt'));
  writeFileSync(join(cwd, 'b.txt'), 'longer than before');
  expect(() => store.reread(0)).toThrowError(expect.objectContaining({ code: 'CHANGED_INPUT', where: 'a.txt' }));
  expect(() => store.reread(1)).toThrowError(expect.objectContaining({ code: 'CHANGED_INPUT', where: 'b.txt' }));
  store.close();
});

test('a rule of a .gitignore that is made to be slow is not obeyed, and said so; its neighbours are', async () => {
  const long = 'a'.repeat(250);
  const cwd = folderOf({
    '.gitignore': `${'a*'.repeat(20)}b\n*.log.txt\n**/x/**/*.min.*\n${'a/**/'.repeat(6)}b\n`,
    [long]: 'a',
    'b.log.txt': 'b',
    'x/y/c.min.txt': 'c',
    'd.txt': 'd',
  });
  const read = await readAll(cwd, ['.'], { gitignore: true });
  expect(pathsOf(read)).toEqual([long, 'd.txt']);
  expect(read.excludedBy).toMatchObject({ gitignore: 2 });
  expect(read.warnings.map(({ where, what }) => `${where}: ${what}`)).toEqual([
    '.gitignore: 2 of its rules have too many stars or characters, and left nothing out',
  ]);
});

test('a glob that ends in many backslashes matches nothing, and does not hang', async () => {
  const cwd = folderOf({ 'a.txt': 'a' });
  const read = await readAll(cwd, ['.'], { exclude: [`b*${'\\'.repeat(9)}`, `c*${'\\'.repeat(8)}`] });
  expect(pathsOf(read)).toEqual(['a.txt']);
});
