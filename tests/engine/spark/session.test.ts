import { crc32 } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { readSparkAddress } from '../../../src/engine/spark/address.ts';
import { SparkSession } from '../../../src/engine/spark/session.ts';
import { BATCH_OF_THREE, ROWS_OF_THREE } from './batch.ts';
import { CERTIFICATE } from './certificate.ts';
import { type Answer, type FakeServer, fakeServer, frame, type Seen } from './fake-server.ts';

const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;
const INTERNAL = 13;

const BATCH = { arrowBatch: { rowCount: 3, data: BATCH_OF_THREE }, responseId: 'first' };
const AGAIN = { arrowBatch: { rowCount: 3, data: BATCH_OF_THREE }, responseId: 'second' };
const COMPLETE = { resultComplete: {}, responseId: 'last' };

const open: { close(): Promise<void> }[] = [];
const pauses: number[] = [];

afterEach(async () => {
  // Sessions before their servers.
  for (const one of open.splice(0).reverse()) await one.close();
  pauses.length = 0;
});

test('the rows of a question come batch by batch, and what was read is released', async () => {
  const { session, server } = await sessionOn(() => ({ responses: [BATCH, AGAIN, COMPLETE] }));

  expect(await rowsOf(session)).toEqual([...ROWS_OF_THREE, ...ROWS_OF_THREE]);
  const [asked] = server.seen.filter(({ call }) => call === 'ExecutePlan');
  expect(asked?.requests).toMatchObject([
    {
      sessionId: session.id,
      userContext: { userId: 'wirecopy' },
      plan: { root: { sql: { query: 'SELECT to_json(struct(*)) AS row FROM (SELECT n, text FROM t)' } } },
      requestOptions: [{ reattachOptions: { reattachable: true } }],
    },
  ]);
  expect(releasedBy(server)).toEqual(['first', 'second', 'all']);
});

test('a stream that the server ends in good order is taken up behind the last answer', async () => {
  const { session, server } = await sessionOn(({ call }) => ({
    responses: call === 'ExecutePlan' ? [BATCH] : [AGAIN, COMPLETE],
  }));

  expect(await rowsOf(session)).toEqual([...ROWS_OF_THREE, ...ROWS_OF_THREE]);
  expect(reattachedTo(server)).toEqual(['first']);
});

test.each<[string, Answer]>([
  ['the connection breaks', { responses: [BATCH], end: 'broken' }],
  ['it ends without a status', { responses: [BATCH], end: 'untold' }],
  [
    'it ends in the middle of a message',
    { raw: Buffer.concat([frame(Buffer.alloc(0)), Buffer.from([0, 0, 0, 1, 0, 8])]) },
  ],
  ['the server has no time', { end: { status: UNAVAILABLE, message: 'busy' } }],
  ['a proxy has no server', { http: 502 }],
  ['an older connection holds it', { end: { status: INTERNAL, message: '[INVALID_CURSOR.DISCONNECTED] taken over' } }],
])('a stream is taken up again where %s', async (_, cut) => {
  let isCut = false;
  const { session, server } = await sessionOn(({ call, requests }) => {
    if (call === 'ExecutePlan' && !isCut) {
      isCut = true;
      return cut;
    }
    return { responses: requests[0]?.['lastResponseId'] === 'first' ? [AGAIN, COMPLETE] : [BATCH, AGAIN, COMPLETE] };
  });

  expect(await rowsOf(session)).toEqual([...ROWS_OF_THREE, ...ROWS_OF_THREE]);
  expect(server.calls().filter((call) => call === 'ExecutePlan')).toHaveLength(1);
  expect(server.calls()).toContain('ReattachExecute');
  expect(pauses).toEqual([50]);
});

test('an operation that never reached the server is started again, and one that did is not', async () => {
  const notFound = {
    end: { status: INTERNAL, message: '[INVALID_HANDLE.OPERATION_NOT_FOUND] The handle is invalid.' },
  };
  let startCount = 0;
  const lost = await sessionOn(({ call }) => {
    if (call === 'ReattachExecute') return notFound;
    return ++startCount === 1 ? { end: 'broken' } : { responses: [BATCH, COMPLETE] };
  });
  expect(await rowsOf(lost.session)).toEqual(ROWS_OF_THREE);

  const begun = await sessionOn(({ call }) =>
    call === 'ReattachExecute' ? notFound : { responses: [BATCH], end: 'broken' },
  );
  await expect(rowsOf(begun.session)).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
  expect(begun.server.calls().filter((call) => call === 'ExecutePlan')).toHaveLength(1);
});

test('a server that stays away is given up after two minutes', async () => {
  const { session } = await sessionOn(() => ({ end: { status: UNAVAILABLE, message: 'gone' } }));

  await expect(session.run('CREATE …', 'a table was made')).rejects.toMatchObject({
    code: 'NO_ENGINE',
    what: 'no Spark Connect server answers (gone)',
  });
  const waitedMs = pauses.reduce((sum, ms) => sum + ms, 0);
  expect([waitedMs > 100_000, waitedMs < 150_000]).toEqual([true, true]);
});

test('what Spark says of a failure is told on one line, with what was done and without the trace', async () => {
  const message =
    "[TABLE_NOT_FOUND] The table `t` is not there: é\n\tat org.apache.spark.Some.method(Some.scala:7)\n  'Project";
  const { session, server } = await sessionOn(() => ({ end: { status: INTERNAL, message } }));

  await expect(session.run('CREATE …', 'a table was made')).rejects.toThrow(
    `sc://127.0.0.1:${server.port}: Spark failed when a table was made: [TABLE_NOT_FOUND] The table \`t\` is not there: é 'Project`,
  );
  expect(pauses).toEqual([]);
});

test.each<[string, Answer, RegExp]>([
  [
    'a batch with other rows than it says',
    { responses: [{ arrowBatch: { rowCount: 4, data: BATCH_OF_THREE } }] },
    /not the rows/,
  ],
  [
    'a batch that is none',
    { responses: [{ arrowBatch: { rowCount: 1, data: Buffer.from('no batch') } }] },
    /ends in the middle/,
  ],
  ['a message that is none', { raw: frame(Buffer.from([0x12, 0xff])) }, /what is no answer/],
  ['a packed message', { raw: Buffer.from([1, 0, 0, 0, 0]) }, /packed/],
  ['a message without a limit', { raw: Buffer.from([0, 0xff, 0xff, 0xff, 0xff]) }, /over the limit/],
])('%s ends the run with a message', async (_, answer, told) => {
  const { session } = await sessionOn(() => answer);

  await expect(rowsOf(session)).rejects.toMatchObject({ code: 'ENGINE_FAILED', what: expect.stringMatching(told) });
});

test('a file is sent in pieces of 32 KB, each with its checksum', async () => {
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 251));
  const { session, server } = await sessionOn(({ requests }) => ({ responses: [arrived(requests.length > 0)] }));
  await session.addFile('kernel.mjs', bytes);
  await session.addFile('small.mjs', bytes.subarray(0, 10));

  const [large, small] = server.seen.filter(({ call }) => call === 'AddArtifacts').map(({ requests }) => requests);
  const pieces = [0, 32_768, 65_536].map((start) => bytes.subarray(start, Math.min(bytes.length, start + 32_768)));
  expect(large).toMatchObject([
    {
      beginChunk: {
        name: 'files/kernel.mjs',
        totalBytes: 70_000,
        numChunks: 3,
        initialChunk: { data: pieces[0], crc: crc32(pieces[0]!) },
      },
    },
    ...pieces.slice(1).map((data) => ({ chunk: { data, crc: crc32(data) } })),
  ]);
  expect(small).toMatchObject([
    { batch: { artifacts: [{ name: 'files/small.mjs', data: { data: bytes.subarray(0, 10) } }] } },
  ]);
});

test('a file that arrives as another is told', async () => {
  const { session } = await sessionOn(() => ({ responses: [arrived(false)] }));

  await expect(session.addFile('kernel.mjs', Buffer.from('a'))).rejects.toThrow(/did not arrive as it was sent/);
});

test('settings go with the opening, are read back, and the session is interrupted and given back', async () => {
  const { session, server } = await sessionOn(({ requests }) => ({
    responses: [JSON.stringify(requests).includes('getOption') ? { pairs: [{ key: 'spark.a', value: '2' }] } : {}],
  }));
  expect(await session.setting('spark.a')).toBe('2');
  await session.interrupt();
  await session.close();

  expect(
    server.seen.map(({ call, requests: [request] }) => [call, request?.['operation'] ?? request?.['interruptType']]),
  ).toEqual([
    ['Config', { set: { pairs: [{ key: 'spark.a', value: '1' }] } }],
    ['Config', { getOption: { keys: ['spark.a'] } }],
    ['Interrupt', 1],
    ['ReleaseSession', undefined],
  ]);
});

test('the token and other headers go with every call; one that is wrong is told, and never shown', async () => {
  const parameters = '/;token=secret;x-cluster=7';
  const { server } = await sessionOn(() => ({ responses: [{}] }), parameters);
  expect(server.seen[0]?.headers).toMatchObject({ authorization: 'Bearer secret', 'x-cluster': '7', te: 'trailers' });

  const strict = await served(() => ({ end: { status: UNAUTHENTICATED, message: 'Invalid authentication token' } }));
  for (const [given, remedy] of [
    [parameters, 'check the token in the address'],
    ['', 'write the token into the address: sc://HOST:PORT/;token=TOKEN'],
  ] as const)
    await expect(opened(strict, given)).rejects.toMatchObject({
      code: 'NO_ENGINE',
      what: 'the server does not let us in (Invalid authentication token)',
      remedy,
    });
});

test('a server that is not there is told at once', async () => {
  const server = await served(() => ({}));
  await server.close();

  await expect(opened(server, '')).rejects.toMatchObject({ code: 'NO_ENGINE', where: `sc://127.0.0.1:${server.port}` });
  expect(pauses).toEqual([]);
});

test('with TLS the certificate counts', async () => {
  const server = await served(() => ({ responses: [{}] }), CERTIFICATE);

  await expect(opened(server, '/;use_ssl=true')).rejects.toMatchObject({
    what: expect.stringMatching(/self-signed certificate/),
  });
  await opened(server, '/;use_ssl=true', { ca: CERTIFICATE.cert });
  expect(server.calls()).toEqual(['Config']);
});

async function sessionOn(
  answer: (seen: Seen) => Answer,
  parameters = '',
): Promise<{ session: SparkSession; server: FakeServer }> {
  let isOpened = false;
  const server = await served((seen) => {
    if (seen.call === 'ReleaseExecute' || !isOpened) {
      isOpened = true;
      return { responses: [{}] };
    }
    return answer(seen);
  });
  return { session: await opened(server, parameters), server };
}

async function served(answer: (seen: Seen) => Answer, tls?: typeof CERTIFICATE): Promise<FakeServer> {
  const server = await fakeServer(answer, tls);
  open.push({ close: () => server.close().catch(() => {}) });
  return server;
}

async function opened({ port }: FakeServer, parameters: string, options: { ca?: string } = {}): Promise<SparkSession> {
  const address = readSparkAddress(`sc://127.0.0.1:${port}${parameters}`);
  const pause = (ms: number) => Promise.resolve(pauses.push(ms));
  const session = await SparkSession.open(address, { 'spark.a': '1' }, { pause, ...options });
  open.push(session);
  return session;
}

async function rowsOf(session: SparkSession): Promise<string[]> {
  const rows: string[] = [];
  for await (const row of session.rows('SELECT n, text FROM t', 'rows were asked for')) rows.push(row);
  return rows;
}

function arrived(isCrcSuccessful: boolean) {
  return { artifacts: [{ name: 'files/kernel.mjs', isCrcSuccessful }] };
}

function reattachedTo({ seen }: FakeServer): unknown[] {
  return seen
    .filter(({ call }) => call === 'ReattachExecute')
    .map(({ requests: [request] }) => request?.['lastResponseId']);
}

function releasedBy({ seen }: FakeServer): unknown[] {
  return seen
    .filter(({ call }) => call === 'ReleaseExecute')
    .map(({ requests: [request] }) => (request?.['releaseAll'] === undefined ? request?.['releaseUntil'] : 'all'))
    .map((released) => (typeof released === 'object' ? Object.values(released ?? {})[0] : released));
}
