import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { WirecopyError } from '../../errors.ts';
import { DIALECTS } from '../plan/dialect.ts';
import { type Engine, type Row, writtenColumns } from '../plan/engine.ts';
import { IDS as IDS_COLUMNS, type KernelStep } from '../plan/plan.ts';
import type { Columns } from '../rows/contract.ts';
import { ParquetTable } from '../rows/parquet-table.ts';
import { Children } from './children.ts';

/** Where the engine keeps its work, and how much of the machine it may use. */
export interface DuckRequest {
  /** A folder of its own. */
  readonly workDir: string;
  /** As DuckDB reads it: `1GB`. */
  readonly memory: string;
  readonly threads: number;
  /** Kernels that run at one time. */
  readonly jobs: number;
  /** The program that runs the kernel, and the kernel's file. */
  readonly node: string;
  readonly kernel: string;
  /** Reads the articles once, and writes of each what the kernel would write of it. Gives how many there were. */
  readonly sketch: (write: (row: object) => void) => Promise<number>;
  /** Rows of `key` and `id`, once all articles are read. */
  readonly ids: () => Iterable<{ readonly key: string; readonly id: string }>;
}

/** The file in a table's folder that says under which key it was finished. */
const DONE = 'done';
/** In a table's folder, where each part has a folder of its own. */
const PARTED = 'parts';
/** The folder of the ids, in that of the sketches. */
const IDS = 'ids';

/** Carries a plan out in DuckDB, on one machine: tables are Parquet files in a folder, and what does not fit in memory is spilled there. */
export class DuckEngine implements Engine {
  readonly dialect = DIALECTS.duckdb;
  readonly #request: DuckRequest;
  readonly #children: Children;
  #open: { readonly instance: DuckDBInstance; readonly connection: DuckDBConnection } | undefined;
  /** Made again when the database is opened again. */
  readonly #views = new Map<string, string>();

  constructor(request: DuckRequest) {
    this.#request = request;
    this.#children = new Children(request.node, request.kernel);
    mkdirSync(request.workDir, { recursive: true });
  }

  async keep(name: string, queries: readonly string[], isParted = false): Promise<void> {
    const folder = this.#emptied(name);
    for (const [k, query] of queries.entries()) {
      const [place, more] = isParted
        ? [path.join(folder, PARTED, String(k)), ', PARTITION_BY (part)']
        : [path.join(folder, `${k}.parquet`), ''];
      if (isParted) mkdirSync(path.join(folder, PARTED), { recursive: true });
      await this.#run(`COPY (${query}) TO ${quoted(place)} (FORMAT parquet${more})`);
    }
    if (isParted && !hasTables(path.join(folder, PARTED))) {
      // Without a row there is no part, and a table has its columns all the same.
      rmSync(path.join(folder, PARTED), { recursive: true });
      await this.#run(
        `COPY (SELECT * FROM (${queries[0]}) q LIMIT 0) TO ${quoted(path.join(folder, '0.parquet'))} (FORMAT parquet)`,
      );
    }
    await this.#viewOf(name);
  }

  async view(name: string, query: string): Promise<void> {
    this.#views.set(name, query);
    await this.#run(`CREATE OR REPLACE TEMP VIEW ${name} AS ${query}`);
  }

  async kernel(table: string, step: KernelStep, argument: string): Promise<void> {
    const folder = this.#emptied(table);
    if (step.mode === 'sketch') {
      await tableOf(path.join(folder, '0.parquet'), writtenColumns(step), async (write) => {
        const seen = await this.#request.sketch(write);
        write({ seen });
      });
    } else await this.#workOn(step, folder, argument, step.group ?? { by: 'n', order: 'n' });
    await this.#viewOf(table);
    if (step.mode === 'sketch') await this.#keepIds(table);
  }

  async *rows(query: string): AsyncGenerator<Row> {
    const { connection } = await this.#database();
    const result = await connection.stream(query);
    const names = result.columnNames();
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      for (const values of chunk.getRows()) yield Object.fromEntries(names.map((name, k) => [name, values[k]]));
    }
  }

  async isKept(name: string, key: string): Promise<boolean> {
    const done = path.join(this.#request.workDir, name, DONE);
    if (!existsSync(done) || readFileSync(done, 'utf8') !== key) return false;
    await this.#viewOf(name);
    if (existsSync(path.join(this.#request.workDir, name, IDS))) await this.#viewIds(name);
    return true;
  }

  async markKept(name: string, key: string): Promise<void> {
    writeFileSync(path.join(this.#request.workDir, name, DONE), key);
  }

  async drop(names: readonly string[]): Promise<void> {
    for (const name of names) rmSync(path.join(this.#request.workDir, name), { recursive: true, force: true });
  }

  /** Ends what runs; what was finished stays. To be called however a run ends. */
  stop(): void {
    this.#children.stop();
    this.#open?.connection.interrupt();
  }

  async close(): Promise<void> {
    this.#children.stop();
    this.#shut();
  }

  async #keepIds(table: string): Promise<void> {
    const folder = path.join(this.#request.workDir, table, IDS);
    mkdirSync(folder);
    await tableOf(path.join(folder, '0.parquet'), IDS_COLUMNS, async (write) => {
      for (const row of this.#request.ids()) write(row);
    });
    await this.#viewIds(table);
  }

  async #viewIds(table: string): Promise<void> {
    await this.#viewOf('ids', path.join(table, IDS));
    await this.view('articles', 'SELECT id FROM ids');
  }

  /** Writes the rows of a step to files, a group always to one of them, and has a kernel work on each. */
  async #workOn(
    step: KernelStep,
    folder: string,
    argument: string,
    { by, order }: { readonly by: string; readonly order: string },
  ): Promise<void> {
    const { mode, input } = step;
    const { jobs } = this.#request;
    const inputs = Array.from({ length: jobs }, (_, k) => path.join(folder, `${k}.in`));
    for (const [k, file] of inputs.entries()) {
      const part = jobs === 1 ? '' : ` WHERE hash(${by}) % ${jobs} = ${k}`;
      await this.#run(
        `COPY (SELECT * FROM (${input}) i${part} ORDER BY ${by}, ${order}) TO ${quoted(file)} (FORMAT json)`,
      );
    }
    // What the database keeps in memory is room for the kernels.
    this.#shut();
    const columns = writtenColumns(step);
    await Promise.all(
      inputs.map((file) => {
        const output = file.replace(/in$/, 'parquet');
        return this.#children.run(mode, argument, { input: file, output, columns });
      }),
    );
    for (const file of inputs) rmSync(file);
  }

  async #viewOf(name: string, folder: string = name): Promise<void> {
    const place = path.join(this.#request.workDir, folder);
    const isParted = existsSync(path.join(place, PARTED));
    const files = quoted(isParted ? path.join(place, PARTED, '*', '*', '*.parquet') : path.join(place, '*.parquet'));
    await this.view(name, `SELECT * FROM read_parquet(${files}${isParted ? ', hive_partitioning = true' : ''})`);
  }

  #emptied(name: string): string {
    const folder = path.join(this.#request.workDir, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  async #run(sql: string): Promise<void> {
    const { connection } = await this.#database();
    await connection.run(sql);
  }

  async #database(): Promise<{ readonly instance: DuckDBInstance; readonly connection: DuckDBConnection }> {
    if (this.#open !== undefined) return this.#open;
    const { workDir, memory, threads } = this.#request;
    const { DuckDBInstance } = await loadDuck();
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: memory,
      threads: String(threads),
      temp_directory: path.join(workDir, 'spilled'),
      preserve_insertion_order: 'false',
      // Pages of files would be kept in memory for a second read that seldom comes.
      enable_external_file_cache: 'false',
      autoinstall_known_extensions: 'false',
    });
    const connection = await instance.connect();
    this.#open = { instance, connection };
    for (const [name, query] of this.#views) await connection.run(`CREATE OR REPLACE TEMP VIEW ${name} AS ${query}`);
    return this.#open;
  }

  #shut(): void {
    const open = this.#open;
    this.#open = undefined;
    open?.connection.closeSync();
    open?.instance.closeSync();
  }
}

/** Writes a table to a file. */
async function tableOf(
  file: string,
  columns: Columns,
  work: (write: (row: object) => void) => Promise<void>,
): Promise<void> {
  const fd = openSync(file, 'w');
  try {
    const table = new ParquetTable(fd, columns);
    await work((row) => table.add(row as Record<string, unknown>));
    table.end();
  } finally {
    closeSync(fd);
  }
}

function hasTables(folder: string): boolean {
  return readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.parquet'));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The package is large, and only who asks for this engine installs it. */
async function loadDuck(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (cause) {
    throw new WirecopyError('NO_ENGINE', {
      where: '',
      what: 'the engine duckdb needs the package @duckdb/node-api, which is not there',
      remedy: 'npm install @duckdb/node-api beside wirecopy',
      cause,
    });
  }
}
