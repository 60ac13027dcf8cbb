import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CALLS, INTERRUPT_ALL, MESSAGES } from '../../../src/engine/spark/messages.ts';
import { decode, encode, MalformedMessage } from '../../../src/engine/spark/protobuf.ts';
import { findSpark, VERSIONS } from './cluster.ts';

test('a message is written as protocol buffers say', () => {
  const bytes = encode('AddArtifactsRequest', {
    sessionId: 's',
    // 2^32 - 1 takes five bytes of seven bits.
    chunk: { data: Buffer.from([1, 2]), crc: 0xffffffff },
  });

  // Key 1 of length 1; key 5 of length 10: key 1 of length 2, key 2 as a number.
  expect(bytes.toString('hex')).toBe('0a01732a0a0a02010210ffffffff0f');
  expect(decode('AddArtifactsRequest', bytes)).toEqual({
    sessionId: 's',
    chunk: { data: Buffer.from([1, 2]), crc: 0xffffffff },
  });
});

test('fields that repeat keep their order, and those that nobody knows are skipped', () => {
  const pairs = [{ key: 'a', value: '1' }, { key: 'b' }];
  // Keys 9 (a number), 10 (8 bytes), 11 (4 bytes), 12 (a text of 2 bytes).
  const unknown = Buffer.from('48810151000000000000000059000000000000000062026869', 'hex');

  expect(decode('ConfigResponse', Buffer.concat([unknown, encode('ConfigResponse', { pairs }), unknown]))).toEqual({
    pairs,
  });
});

test('a message that is cut short is no message, wherever it is cut', () => {
  const bytes = encode('ExecutePlanResponse', {
    arrowBatch: { rowCount: 300, data: Buffer.alloc(200) },
    responseId: 'abc',
  });
  // Behind the batch, whose length takes two bytes, it is whole without the id.
  const whole = new Set([0, bytes.length - 5]);

  for (let length = 0; length < bytes.length; length++) {
    if (whole.has(length)) continue;
    expect(() => decode('ExecutePlanResponse', bytes.subarray(0, length)), `${length} bytes`).toThrow(MalformedMessage);
  }
});

/** What a release does not know: its sessions end by themselves after an hour without a call. */
const NOT_YET: Readonly<Record<string, readonly string[]>> = { 3.5: ['ReleaseSession'] };

test.for(VERSIONS)(
  'messages, calls and numbers are those of the definitions that come with Spark %s',
  (version, { skip }) => {
    const spark = findSpark(version);
    if ('missing' in spark) return skip(spark.missing);
    const folder = path.join(spark.home, 'jars');
    const inside = readdirSync(folder).filter((name) => /^spark-connect_[\d.-]+\.jar$/.test(name));
    const [jar = ''] = [...spark.jars, ...inside.map((name) => path.join(folder, name))];
    const text = execFileSync('unzip', ['-p', jar, 'spark/connect/*.proto'], { encoding: 'utf8' });
    const official = definitionsIn(text);

    const isKnown = (name: string) => !NOT_YET[version]?.some((call) => name.startsWith(call));
    for (const [name, fields] of Object.entries(MESSAGES).filter(([message]) => isKnown(message))) {
      for (const [field, [number, holds, label]] of Object.entries(
        fields as Record<string, [number, string, string?]>,
      )) {
        const [officialNumber, type, repeated] = official.fields.get(`${name}.${snakeCase(field)}`) ?? [];
        const isSameType =
          [type, `${name}.${type}`, `${name.split('.')[0]}.${type}`].includes(holds) || holds === 'enum';
        expect([number, label, isSameType], `${name}.${field} of ${type}`).toEqual([officialNumber, repeated, true]);
      }
      expect(official.messages, name).toContain(name);
    }
    for (const [call, [request, response]] of Object.entries(CALLS).filter(([name]) => isKnown(name)))
      expect(official.calls.get(call)?.map((word) => word.replace('stream ', ''))).toEqual([request, response]);
    expect(text).toMatch(new RegExp(`INTERRUPT_TYPE_ALL = ${INTERRUPT_ALL};`));
  },
);

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** As much of the language as these definitions need: messages in messages, `oneof` in them, fields with a number. */
function definitionsIn(text: string) {
  const fields = new Map<string, [number: number, type: string, label: string | undefined]>();
  const messages: string[] = [];
  const calls = new Map<string, string[]>();
  const open: string[] = [];
  const token =
    /\/\/[^\n]*|\/\*.*?\*\/|\b(message|oneof|enum|service)\s+(\w+)\s*\{|rpc\s+(\w+)\((.*?)\)\s*returns\s*\((.*?)\)\s*\{\s*\}|(?:\b(repeated|optional)\s+)?([\w.]+|map<[^>]+>)\s+(\w+)\s*=\s*(\d+)|[{}]/gs;
  for (const [all, kind, opened, call, request, response, label, type, field, number] of text.matchAll(token)) {
    if (kind !== undefined) open.push(kind === 'message' ? `${opened}` : '');
    else if (call !== undefined) calls.set(call, [`${request}`, `${response}`]);
    else if (all === '{') open.push('');
    else if (all === '}') open.pop();
    else if (field !== undefined)
      fields.set([...open.filter((name) => name !== ''), field].join('.'), [
        Number(number),
        `${type}`,
        label === 'repeated' ? label : undefined,
      ]);
    if (kind === 'message') messages.push(open.filter((name) => name !== '').join('.'));
  }
  return { fields, messages, calls };
}
