import { accessSync, constants } from 'node:fs';

/** Where distributions put Chromium, or a browser made from it. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A browser to drive, from CHROMIUM or the usual places; nothing where there is none, and then it says so. */
export function findBrowser(): string | undefined {
  const named = process.env['CHROMIUM'];
  const found = (named === undefined ? PLACES : [named]).find(isExecutable);
  if (found === undefined) {
    process.stderr.write(
      'no Chromium to open the HTML report in (install chromium, or name one in CHROMIUM): skipped\n',
    );
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
