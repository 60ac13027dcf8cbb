import { createHash } from 'node:crypto';
import { WirecopyError } from '../../errors.ts';
import { DIALECTS, type Dialect } from '../plan/dialect.ts';
import { type Engine, type Row, writtenColumns } from '../plan/engine.ts';
import type { KernelStep } from '../plan/plan.ts';
import type { Columns } from '../rows/contract.ts';
import type { SparkAddress } from './address.ts';
import { type SessionOptions, SparkSession } from './session.ts';

/** What Spark is told for a run of ours, whatever it was started with. */
const SETTINGS = {
  // A number that does not fit, or a cast that cannot be, ends the run in place of becoming NULL; in 3.5 it does not by itself.
  'spark.sql.ansi.enabled': 'true',
  'spark.sql.execution.arrow.useLargeVarTypes': 'false',
  // Tables of numbers go to every executor rather than that texts and sketches go between them. Some 2 million articles.
  'spark.sql.autoBroadcastJoinThreshold': String(64 * 1024 * 1024),
};

/** Rows of ours are sent in files of about so many characters. */
const FILE_CHARACTERS = 16 * 1024 * 1024;

/** So long a server may take to stop what it does; then it is left to itself. */
const STOP_LIMIT_MS = 4000;

/** The oldest Node that carries the kernel. */
const MIN_NODE_MAJOR = 20;

/** Where rows of text are told apart from what their fields may hold: JSON escapes both. */
const ROWS = String.raw`ROW FORMAT DELIMITED FIELDS TERMINATED BY '\u0001' LINES TERMINATED BY '\n'`;

/** What an engine on Spark is made of. */
export interface SparkRequest {
  readonly address: SparkAddress;
  /** A folder that every executor reads and writes, as Spark names it. */
  readonly workUrl: string;
  /** One file for Node, which carries out the steps that SQL does not. */
  readonly kernel: Uint8Array;
  /** Take up what an earlier run in the same folder finished; what it still has under way is stopped. */
  readonly resume: boolean;
}

/**
 * Carries a plan out on Spark. Each table is a folder of Parquet under the work folder, in one that belongs to this run:
 * Spark goes on with a statement when the command that sent it is gone, and two must not write to one place. What is
 * finished is marked under `done`, with the run that holds it.
 */
export class SparkEngine implements Engine {
  readonly dialect: Dialect = DIALECTS.spark;
  readonly #session: SparkSession;
  readonly #workUrl: string;
  readonly #kernelName: string;
  readonly #pause: (ms: number) => Promise<unknown>;
  #isStopped = false;

  private constructor(session: SparkSession, pause: SessionOptions['pause'], workUrl: string, kernelName: string) {
    this.#session = session;
    this.#pause = pause;
    this.#workUrl = workUrl;
    this.#kernelName = kernelName;
  }

  /** Opens a session, looks for Node on the executors, and sends them the kernel. */
  static async open({ address, workUrl, kernel, resume }: SparkRequest, options: SessionOptions): Promise<SparkEngine> {
    const session = await SparkSession.open(address, SETTINGS, options);
    const name = `wirecopy-${createHash('sha256').update(kernel).digest('hex').slice(0, 16)}.mjs`;
    const engine = new SparkEngine(session, options.pause, workUrl.replace(/\/+$/, ''), name);
    try {
      await engine.#findNode();
      await session.addFile(name, kernel);
      if (resume) await engine.#stopEarlierRuns();
      await engine.#write(`begun/${session.id}`, `SELECT '${session.id}' AS run`, 'json');
      return engine;
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  async keep(name: string, queries: readonly string[]): Promise<void> {
    await this.#write(`${this.#session.id}/${name}`, queries.join(' UNION ALL '), 'parquet', name);
    await this.#read(name, this.#session.id);
  }

  async view(name: string, query: string): Promise<void> {
    await this.#run(`CREATE OR REPLACE TEMPORARY VIEW ${name} AS ${query}`, `${name} was looked up`);
  }

  async kernel(table: string, step: KernelStep, argument: string): Promise<void> {
    const { input, group, mode } = step;
    const together = group === undefined ? '' : ` DISTRIBUTE BY ${group.by} SORT BY ${group.by}, ${group.order}`;
    // A session of Spark 4 has a folder of its own below the one in which the command runs.
    const kernel = `$(ls ${this.#kernelName} */${this.#kernelName} 2>/dev/null | head -n 1)`;
    const lines =
      `SELECT TRANSFORM(line) ${ROWS} USING 'exec node ${kernel} ${mode} ${argument}' AS (line STRING) ${ROWS} ` +
      `FROM (SELECT to_json(struct(*)) AS line FROM (SELECT * FROM (${input})${together}))`;
    await this.keep(table, [this.#parsed(lines, writtenColumns(step))]);
  }

  async *rows(query: string): AsyncGenerator<Row> {
    const rows = this.#session.rows(query, 'a table was read');
    for (;;) {
      const { value, done } = await this.#unlessStopped(rows.next());
      if (done === true) return;
      yield JSON.parse(value) as Row;
    }
  }

  async isKept(name: string, key: string): Promise<boolean> {
    const [mark] = await this.#marks(`done/${name}`, 'key STRING, run STRING');
    if (mark?.['key'] !== key) return false;
    await this.#read(name, String(mark['run']));
    return true;
  }

  /** Was there such a table, under whatever key? */
  async isMarked(name: string): Promise<boolean> {
    return (await this.#marks(`done/${name}`, 'key STRING, run STRING')).length > 0;
  }

  async markKept(name: string, key: string): Promise<void> {
    await this.#write(`done/${name}`, `SELECT ${quoted(key)} AS key, '${this.#session.id}' AS run`, 'json');
  }

  /** SQL deletes no folder; one without rows is as good as none. */
  async drop(names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.#write(`done/${name}`, `SELECT '' AS key, '' AS run`, 'json');
      await this.#write(`${this.#session.id}/${name}`, 'SELECT 1 AS gone WHERE false', 'parquet');
    }
  }

  /**
   * Keeps rows of ours as a table: lines of JSON, in pieces. They travel as files of the session, which every executor has,
   * so that the work folder may be anywhere that we cannot write ourselves.
   */
  async keepRows(name: string, columns: Columns, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
    // Not those of another session, whose folder may lie beside ours.
    const stem = `wirecopy-${this.#session.id}.${name}`;
    let fileCount = 0;
    for await (const bytes of gathered(pieces)) await this.#session.addFile(`${stem}.${fileCount++}`, bytes);
    const file = `${stem}.$k`;
    const lines =
      `SELECT TRANSFORM(id) USING 'read -r k && exec cat $(ls ${file} */${file} 2>/dev/null | head -n 1)' ` +
      `AS (line STRING) ${ROWS} FROM range(0, ${fileCount}, 1, ${Math.max(1, fileCount)})`;
    await this.keep(name, [this.#parsed(lines, columns)]);
  }

  /**
   * Stops what is under way, and gives the session back, within a few seconds. Whoever waits for the engine then waits for
   * good: the run has no more to say.
   */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const stopping = this.#session
      .interrupt()
      .catch(() => undefined)
      .then(() => this.#session.close());
    await Promise.race([stopping, this.#pause(STOP_LIMIT_MS)]);
  }

  async close(): Promise<void> {
    await this.#session.close();
  }

  async #write(place: string, query: string, format: 'json' | 'parquet', step?: string): Promise<void> {
    await this.#run(
      `INSERT OVERWRITE DIRECTORY ${quoted(`${this.#workUrl}/${place}`)} USING ${format} ${query}`,
      step === undefined ? `${place} was written` : `it made ${step}`,
    );
  }

  async #read(name: string, run: string): Promise<void> {
    await this.#run(
      `CREATE OR REPLACE TEMPORARY VIEW ${name} USING parquet OPTIONS (path ${quoted(`${this.#workUrl}/${run}/${name}`)})`,
      `${name} was looked up`,
    );
  }

  /** What the marks at a place say; there may be none. */
  async #marks(place: string, columns: string): Promise<Row[]> {
    const query = `CREATE OR REPLACE TEMPORARY VIEW mark (${columns}) USING json OPTIONS (path ${quoted(`${this.#workUrl}/${place}`)})`;
    const marks: Row[] = [];
    try {
      await this.#run(query, 'marks of an earlier run were looked for');
      for await (const mark of this.rows('SELECT * FROM mark')) marks.push(mark);
    } catch (error) {
      if (!(error instanceof WirecopyError) || !error.what.includes('PATH_NOT_FOUND')) throw error;
    }
    return marks;
  }

  async #stopEarlierRuns(): Promise<void> {
    for (const { run } of await this.#marks('begun/*', 'run STRING')) await this.#session.end(String(run));
  }

  async #findNode(): Promise<void> {
    const command = 'cat > /dev/null; node --version || echo none';
    const query = `SELECT TRANSFORM(id) USING '${command}' AS (version STRING) FROM range(1)`;
    for await (const { version } of this.rows(query)) {
      const major = Number(/^v(\d+)\./.exec(String(version))?.[1] ?? 0);
      if (major >= MIN_NODE_MAJOR) return;
      throw new WirecopyError('NO_ENGINE', {
        where: this.#session.name,
        what: major === 0 ? 'the executors have no Node' : `the executors have Node ${version}`,
        remedy: `install Node ${MIN_NODE_MAJOR} or later on every worker, so that the command node is found`,
      });
    }
  }

  /** A line that is no such row fails the statement, in place of becoming a row of nulls. */
  #parsed(lines: string, columns: Columns): string {
    const schema = Object.entries(columns).map(([name, type]) => `${name} ${this.dialect.types[type]}`);
    return `SELECT r.* FROM (SELECT from_json(line, '${schema.join(', ')}', map('mode', 'FAILFAST')) AS r FROM (${lines}))`;
  }

  async #run(sql: string, step: string): Promise<void> {
    await this.#unlessStopped(this.#session.run(sql, step));
  }

  async #unlessStopped<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (this.#isStopped) await new Promise(() => {});
      throw error;
    }
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

async function* gathered(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Buffer> {
  let held: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    held.push(piece);
    length += piece.length;
    if (length < FILE_CHARACTERS) continue;
    yield Buffer.from(held.join(''));
    held = [];
    length = 0;
  }
  if (length > 0) yield Buffer.from(held.join(''));
}
