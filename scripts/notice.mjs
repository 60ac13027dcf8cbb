// Writes NOTICE: the licences of the packages whose code is inside dist/. With --check it only says whether NOTICE is
// what it would write. Both read dist/meta.json, so build first.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const noticePath = path.join(root, 'NOTICE');
const notice = noticeOf(bundledPackages());

if (!process.argv.includes('--check')) {
  writeFileSync(noticePath, notice);
} else if (read(noticePath) !== notice) {
  console.error('NOTICE is not true to dist/ (run node scripts/notice.mjs and commit the page)');
  process.exitCode = 1;
}

/** Folders of the packages that gave code to a file of dist/, in order of their names. */
function bundledPackages() {
  const { outputs } = JSON.parse(readFileSync(path.join(root, 'dist', 'meta.json'), 'utf8'));
  const folders = Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  return [...new Set(folders)].sort();
}

function noticeOf(folders) {
  const entries = folders.map((folder) => {
    const { name, version } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    const licenceFile = readdirSync(path.join(root, folder)).find((file) => /^licen[cs]e(\.(txt|md))?$/i.test(file));
    if (licenceFile === undefined) throw new Error(`${folder} has no licence file`);
    const licence = readFileSync(path.join(root, folder, licenceFile), 'utf8')
      .replaceAll('\r\n', '\n')
      .trim();
    return `${'-'.repeat(80)}\n${name} ${version}\n\n${licence}\n`;
  });
  const intro =
    'wirecopy is published with code from the packages below inside its dist/ folder, each under its own licence.';
  return `${intro}\n\n${entries.join('\n')}`;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
