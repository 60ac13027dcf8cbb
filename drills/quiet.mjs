// Does a scan of hostile files open a socket or start a program?
//
// usage: node drills/quiet.mjs [--short] [--pack FOLDER]
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { drill, hostileFiles } from './house/drill.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await drill(
  'does anything of a scan leave the machine, or run?',
  async ({ values, scratch, claim, shell, say, skip }) => {
    if (spawnSync('strace', ['--version']).status !== 0) {
      skip('all of it', 'strace is not there');
      return;
    }
    const folders = [path.join(root, 'fixtures')];
    const hostile = values.short ? undefined : hostileFiles(values, scratch);
    if (hostile !== undefined) folders.push(...hostile.names.map((name) => path.join(hostile.folder, name, 'in')));
    else skip('the hostile files', values.short ? 'this is the short version' : 'they are not beside the project');
    let calls = 0;
    for (const folder of folders) {
      for (const command of values.short ? ['scan . --json'] : ['scan . --json', 'check . --format text']) {
        const trace = path.join(scratch, 'trace');
        writeFileSync(trace, '');
        await shell(
          `cd '${folder}' && strace -f -qq -e trace=%network,execve,execveat -o '${trace}' "$@" ${command} >/dev/null 2>&1`,
        );
        const lines = readFileSync(trace, 'utf8')
          .split('\n')
          .filter((line) => /\w\(/.test(line));
        // The first call is the one by which strace starts the program.
        const [start, ...others] = lines.map((line) => line.replace(/^\d+\s+/, ''));
        const name = path.relative(scratch, folder);
        claim('strace saw the program start', /^execve\(/.test(start ?? ''), `${name}: ${start}`);
        claim('no socket and no program', others.length === 0, `${name}: ${others.slice(0, 3).join(' ')}`);
        calls += lines.length;
      }
    }
    say(`${folders.length} folders, ${calls} calls of the kind in all`);
  },
);
