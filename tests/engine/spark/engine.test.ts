import { afterEach, expect, test } from 'vitest';
import { readSparkAddress } from '../../../src/engine/spark/address.ts';
import { SparkEngine } from '../../../src/engine/spark/engine.ts';
import { batchOf } from './batch.ts';
import { type Answer, type FakeServer, fakeServer, type Seen } from './fake-server.ts';

const INTERNAL = 13;
const NODE = { version: 'v22.1.0' };
const OLD_RUN = '11111111-2222-3333-4444-555555555555';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

test('a step of the kernel goes to Spark as rows of JSON, a group to one process, and comes back as a table', async () => {
  const { engine, server } = await engineOn(() => undefined);
  const step = {
    kind: 'kernel',
    name: 'apart',
    mode: 'furniture',
    input: 'SELECT site, n, text FROM pages',
    group: { by: 'site', order: 'n' },
    columns: { n: 'long', apart: 'string' },
    expected: '',
    checks: [],
  } as const;
  await engine.kernel('apart_written', step, 'eyJ9');

  const [written, read] = statementsIn(server).slice(-2);
  expect(written).toMatch(
    /^INSERT OVERWRITE DIRECTORY 'file:\/it\\'s here\/[\da-f-]{36}\/apart_written' USING parquet /,
  );
  expect(written).toContain("USING 'exec node $(ls wirecopy-");
  expect(written).toContain(' furniture eyJ9');
  expect(written).toContain('(SELECT site, n, text FROM pages) DISTRIBUTE BY site SORT BY site, n');
  expect(written).toContain("from_json(line, 'n BIGINT, apart STRING, seen BIGINT', map('mode', 'FAILFAST'))");
  expect(read).toMatch(
    /^CREATE OR REPLACE TEMPORARY VIEW apart_written USING parquet OPTIONS \(path 'file:\/it\\'s here/,
  );
});

test('rows of ours go to Spark as files of the session, before the statement that reads them', async () => {
  const { engine, server } = await engineOn(() => undefined);
  await engine.keepRows('ids', { key: 'string', id: 'string' }, ['{"key":"0","id":"a"}\n', '{"key":"1","id":"b"}\n']);

  const sent = server.seen.filter(({ call }) => call === 'AddArtifacts').at(-1)?.requests[0];
  expect(JSON.stringify(sent)).toMatch(/"name":"files\/wirecopy-[\da-f-]{36}\.ids\.0"/);
  expect(statementsIn(server).at(-2)).toContain('FROM range(0, 1, 1, 1)');
});

test('a table of an earlier run is read where that run put it, under the same key alone', async () => {
  const mark = { key: 'one', run: OLD_RUN };
  const { engine, server } = await engineOn((sql) => (sql.includes('FROM mark') ? [mark] : undefined));

  expect(await engine.isKept('sketched', 'another')).toBe(false);
  expect(await engine.isKept('sketched', 'one')).toBe(true);
  expect(statementsIn(server).at(-1)).toContain(`${OLD_RUN}/sketched`);
});

test('where there is no mark, there is no table', async () => {
  const gone = { end: { status: INTERNAL, message: '[PATH_NOT_FOUND] Path does not exist' } };
  const { engine } = await engineOn((sql) => (sql.includes('done/sketched') ? gone : undefined));

  expect(await engine.isKept('sketched', 'one')).toBe(false);
});

test('a run that is taken over is stopped first', async () => {
  const { server } = await engineOn((sql) => (sql.includes('FROM mark') ? [{ run: OLD_RUN }] : undefined), true);

  const ended = server.seen.filter(({ requests: [request] }) => request?.['sessionId'] === OLD_RUN);
  expect(ended.map(({ call }) => call)).toEqual(['Interrupt', 'ReleaseSession']);
});

test.each([
  ['none', 'the executors have no Node'],
  ['v18.20.0', 'the executors have Node v18.20.0'],
])('executors with Node "%s" are told of before anything is done', async (version, what) => {
  const answer = (sql: string) => (sql.includes('node --version') ? [{ version }] : undefined);

  await expect(engineOn(answer)).rejects.toMatchObject({ code: 'NO_ENGINE', what });
});

test('a run that is stopped has Spark stop and the session given back, and says no more', async () => {
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  let fail = (_: Answer) => {};
  const { engine, server } = await engineOn((sql) => {
    if (!sql.includes('SELECT slow')) return undefined;
    begun();
    return new Promise<Answer>((resolve) => {
      fail = resolve;
    });
  });
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  void engine.keep('slow', ['SELECT slow']).then(settle, settle);
  await hasBegun;
  const stopping = engine.stop();
  fail({ end: { status: INTERNAL, message: '[OPERATION_CANCELED]' } });
  await stopping;

  expect(server.calls().filter((call) => ['Interrupt', 'ReleaseSession'].includes(call))).toEqual([
    'Interrupt',
    'ReleaseSession',
  ]);
  expect(isSettled).toBe(false);
});

/** An engine on a server that answers a statement or a question with rows, or as told; anything else is done, without rows. */
async function engineOn(
  answer: (sql: string) => readonly object[] | Answer | Promise<Answer> | undefined,
  resume = false,
): Promise<{ engine: SparkEngine; server: FakeServer }> {
  const server = await fakeServer(async (seen) => {
    if (seen.call === 'AddArtifacts') return { responses: [{ artifacts: [{ name: '', isCrcSuccessful: true }] }] };
    if (seen.call !== 'ExecutePlan') return { responses: [{}] };
    const sql = sqlOf(seen);
    const given = await (answer(sql) ?? (sql.includes('node --version') ? [NODE] : []));
    if (!Array.isArray(given)) return given as Answer;
    const rows = given.map((row) => JSON.stringify(row));
    return {
      responses: [{ arrowBatch: { rowCount: rows.length, data: batchOf(rows) } }, { resultComplete: {} }],
    };
  });
  open.push({ close: () => server.close().catch(() => {}) });
  const engine = await SparkEngine.open(
    {
      address: readSparkAddress(`sc://127.0.0.1:${server.port}`),
      workUrl: "file:/it's here/",
      kernel: Buffer.from('the kernel'),
      resume,
    },
    { pause: () => new Promise(() => {}) },
  );
  open.push(engine);
  return { engine, server };
}

function statementsIn({ seen }: FakeServer): string[] {
  return seen.filter(({ call }) => call === 'ExecutePlan').map(sqlOf);
}

function sqlOf({ requests: [request = {}] }: Seen): string {
  const { command, root } = request['plan'] as {
    command?: { sqlCommand: { sql: string } };
    root?: { sql: { query: string } };
  };
  return command?.sqlCommand.sql ?? root?.sql.query ?? '';
}
