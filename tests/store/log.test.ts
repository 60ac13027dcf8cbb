import { describe, expect, test } from 'vitest';
import { Log } from '../../src/store/log.ts';
import { randomFrom } from '../lasting/made.ts';
import { FakeDisk, withWrite } from './fake-disk.ts';

const PATH = 'news.index';

function frames(...texts: string[]) {
  return texts.map((text) => ({ kind: 'test', payload: Buffer.from(text) }));
}

/** The texts of all frames that count. */
function textsIn(disk: FakeDisk): string[] {
  const log = Log.open(PATH, PATH, 'read', disk);
  return log.frames.map((frame) => log.payloadOf(frame).toString());
}

function diskWith(...batches: string[][]): FakeDisk {
  const disk = new FakeDisk();
  Log.write(PATH, [], disk);
  for (const batch of batches) Log.open(PATH, PATH, 'write', disk).append(frames(...batch));
  return disk;
}

test('what was appended is there when it is opened again', () => {
  const disk = diskWith(['one', 'two'], [], ['three', '']);
  expect(textsIn(disk)).toEqual(['one', 'two', 'three', '']);
  Log.write(PATH, frames('all'), disk);
  expect(textsIn(disk)).toEqual(['all']);
  expect([...disk.files.keys()]).toEqual([PATH]);
});

test('what was staged is seen by who staged it, and counts once it is sealed', () => {
  const disk = diskWith(['one']);
  const log = Log.open(PATH, PATH, 'write', disk);
  log.stage(frames('two'));
  log.stage(frames('three', 'four'));
  expect(log.frames.map((frame) => log.payloadOf(frame).toString())).toEqual(['one', 'two', 'three', 'four']);
  expect(textsIn(disk)).toEqual(['one']);
  log.seal();
  expect(textsIn(disk)).toEqual(['one', 'two', 'three', 'four']);
  log.stage(frames('five'));
  log.close();
  expect(textsIn(disk)).toEqual(['one', 'two', 'three', 'four']);
  expect(disk.files.get(PATH)?.length).toBe(log.byteLength);
});

test('a power cut at any moment, whatever it undoes, leaves what was before or all that was added', () => {
  const random = randomFrom(7);
  const before = ['one', 'two'];
  const added = ['three'.repeat(900), 'four'.repeat(1500)];
  let cuts = 0;
  let isSealed = false;
  const check = (disk: FakeDisk) => {
    for (let k = 0; k < 40; k++) {
      let file = disk.durable;
      for (const write of disk.unsynced) {
        const kept = random();
        if (kept < 0.4) continue;
        // Some of a write may have reached the disk.
        const length = kept < 0.7 ? Math.floor(random() * write.bytes.length) : write.bytes.length;
        file = withWrite(file, { position: write.position, bytes: write.bytes.subarray(0, length) });
      }
      const cut = new FakeDisk();
      cut.files.set(PATH, file);
      const found = textsIn(cut);
      expect([before, [...before, ...added]]).toContainEqual(found);
      if (isSealed) expect(found).toEqual([...before, ...added]);
      // Whoever comes next goes on from there.
      Log.open(PATH, PATH, 'write', cut).append(frames('next'));
      expect(textsIn(cut)).toEqual([...found, 'next']);
      cuts++;
    }
  };
  const disk = diskWith(before);
  let syncs = 0;
  disk.fault = (call) => {
    check(disk);
    if (call === 'sync') syncs++;
    // The frames, then the first copy of the seal: from there on it counts.
    isSealed = syncs > 2;
  };
  Log.open(PATH, PATH, 'write', disk).append(frames(...added));
  isSealed = true;
  check(disk);
  expect(cuts).toBeGreaterThan(300);
});

describe.each(['ENOSPC', 'EIO', 'EMFILE'])('%s at any call', (code) => {
  test.each(['append', 'write'])('of %s leaves the index as it was, or with all', (kind) => {
    for (let failing = 1; ; failing++) {
      const disk = diskWith(['one']);
      let calls = 0;
      disk.fault = () => {
        if (++calls === failing) throw Object.assign(new Error(code), { code });
      };
      let isDone = false;
      try {
        if (kind === 'append') Log.open(PATH, PATH, 'write', disk).append(frames('two', 'three'));
        else Log.write(PATH, frames('all'), disk);
        isDone = true;
      } catch (error) {
        expect(error).toMatchObject({ code });
      }
      disk.fault = () => {};
      const whole = kind === 'append' ? ['one', 'two', 'three'] : ['all'];
      const found = textsIn(disk);
      if (isDone) {
        expect(found).toEqual(whole);
        // It met no fault, so there are no more calls to fail.
        expect(calls).toBeLessThan(failing);
        return;
      }
      expect([['one'], whole]).toContainEqual(found);
      expect([...disk.files.keys()]).toEqual([PATH]);
      Log.open(PATH, PATH, 'write', disk).append(frames('next'));
      expect(textsIn(disk)).toEqual([...found, 'next']);
    }
  });
});

test('one bit of another kind is met: what is read is what was written, or nothing is', () => {
  const disk = diskWith(['one', 'two'], ['three']);
  const good = disk.files.get(PATH)!;
  let refused = 0;
  for (let at = 0; at < good.length; at++) {
    // Behind the copies of the seal two pages lie empty.
    if (at < 8192 && at % 4096 > 100) continue;
    const bytes = good.slice();
    bytes[at]! ^= 1 << (at % 8);
    disk.files.set(PATH, bytes);
    try {
      expect(textsIn(disk)).toEqual(['one', 'two', 'three']);
    } catch (error) {
      expect(error).toMatchObject({ code: 'BAD_INDEX' });
      refused++;
    }
  }
  expect(refused).toBe(good.length - 8192);
});

test.each([
  ['nothing', Buffer.alloc(0), /it is empty/],
  ['a text', Buffer.from('These are notes.\n'), /does not begin like one/],
  ['another version', withVersion(7), /of version 7/],
])('%s is no index, and the message says why', (_what, bytes, message) => {
  const disk = new FakeDisk();
  disk.files.set(PATH, bytes);
  expect(() => textsIn(disk)).toThrow(message);
});

function withVersion(version: number): Uint8Array {
  const disk = new FakeDisk();
  Log.write(PATH, [], disk);
  const bytes = Buffer.from(disk.files.get(PATH)!);
  for (const at of [16, 4096 + 16]) bytes.writeUInt32LE(version, at);
  return bytes;
}
