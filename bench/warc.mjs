// How much memory does an archive of a crawl need that is larger than memory? Makes a WARC of gzip members by repeating a
// few hundred pages, each told apart by a sentence of its own, and scans it. `--gigabytes` is the size of the packed file,
// and `--stop-after articles` ends the run when it was read.
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { randomFrom } from './house/random.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const asked = process.argv.indexOf('--gigabytes');
const gigabytes = Number(asked < 0 ? 2 : process.argv[asked + 1]);
const stageAsked = process.argv.indexOf('--stop-after');
const stage = stageAsked < 0 ? [] : process.argv.slice(stageAsked, stageAsked + 2);
const PAGES = 300;
const folder = mkdtempSync(path.join(process.env.TMPDIR ?? tmpdir(), 'wirecopy-warc-'));
try {
  const archive = path.join(folder, 'crawl.warc.gz');
  writeArchive(archive, gigabytes * 1e9);
  const { seconds, peakMegabytes, code } = await scan(archive);
  const packed = statSync(archive).size;
  console.log('| packed | seconds | MB/s packed | peak resident | exit |');
  console.log('| ---: | ---: | ---: | ---: | ---: |');
  const speed = (packed / 1e6 / seconds).toFixed(1);
  console.log(`| ${(packed / 1e9).toFixed(2)} GB | ${seconds.toFixed(0)} | ${speed} | ${peakMegabytes} MB | ${code} |`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function writeArchive(file, bytes) {
  const random = randomFrom(7);
  const members = Buffer.concat(Array.from({ length: PAGES }, (_, page) => gzipSync(recordOf(page, random))));
  const fd = openSync(file, 'w');
  for (let written = 0; written < bytes; written += members.length) writeSync(fd, members);
  closeSync(fd);
}

/** A page of some 60 kB, of which a tenth is the article: as in a crawl of news, the rest is scripts and menus. */
function recordOf(page, random) {
  const words = (count) => Array.from({ length: count }, () => wordOf(random)).join(' ');
  const paragraphs = Array.from({ length: 12 }, () => `<p>${words(50)}.</p>`).join('\n');
  const script = `<script>var data = [${Array.from({ length: 4000 }, () => Math.floor(random() * 1e9)).join(',')}];</script>`;
  const menu = `<nav>${Array.from({ length: 60 }, () => `<a href="/${words(1)}">${words(2)}</a>`).join('')}</nav>`;
  const html = `<!doctype html><html><head><title>${words(8)}</title>${script}</head><body>${menu}<article>${paragraphs}</article></body></html>`;
  const http = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`;
  const head = `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://site${page % 20}.example/${page}\r\n`;
  return `${head}Content-Length: ${Buffer.byteLength(http)}\r\n\r\n${http}\r\n\r\n`;
}

function wordOf(random) {
  const length = 2 + Math.floor(random() * 9);
  return Array.from({ length }, () => 'etaoinshrdlu'[Math.floor(random() ** 1.5 * 12)]).join('');
}

async function scan(archive) {
  const startedAt = performance.now();
  const output = stage.length === 0 ? ['--format', 'none'] : stage;
  const child = spawn(process.execPath, [path.join(root, 'bin/wirecopy.js'), archive, ...output, '--quiet'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peak = 0;
  const watch = setInterval(() => {
    try {
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0));
    } catch {
      // It has just ended.
    }
  }, 100);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
  return { seconds: (performance.now() - startedAt) / 1000, peakMegabytes: Math.round(peak / 1024), code };
}
