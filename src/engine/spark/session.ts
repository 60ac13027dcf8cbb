import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { WirecopyError } from '../../errors.ts';
import type { SparkAddress } from './address.ts';
import { MalformedBatch, stringsOf } from './arrow.ts';
import { CallFailed, Channel, type ChannelOptions, STATUS } from './channel.ts';
import { type CallName, INTERRUPT_ALL, type Message, type RequestOf, type ResponseOf } from './messages.ts';

/** The size of a piece of a file, as the protocol recommends. */
const CHUNK_BYTES = 32 * 1024;

/** So long is waited before a call that failed in passing is made again; then the server counts as gone. Two minutes in all. */
const PAUSES_MS = [50, 200, 800, 3200, ...Array.from({ length: 12 }, () => 10_000)];

/** What a server says of an operation that it does not know: a call that never reached it, where nothing came of it yet. */
const NEVER_STARTED = /INVALID_HANDLE\.(OPERATION|SESSION)_NOT_FOUND/;
/** Where a reader takes a stream that another, older connection still holds. */
const TAKEN_OVER = /INVALID_CURSOR\.DISCONNECTED/;

/** What a session needs beside the address. */
export interface SessionOptions extends ChannelOptions {
  /** Waits before a call is made again. */
  readonly pause: (ms: number) => Promise<unknown>;
}

/** One session on a Spark Connect server: SQL, settings and files, until it is closed. */
export class SparkSession {
  readonly id = randomUUID();
  /** Of the server, as it may be printed. */
  readonly name: string;
  readonly #address: SparkAddress;
  readonly #channel: Channel;
  readonly #pause: (ms: number) => Promise<unknown>;
  readonly #who: Pick<Message<'ConfigRequest'>, 'sessionId' | 'userContext' | 'clientType'>;

  private constructor(address: SparkAddress, { pause, ...channel }: SessionOptions) {
    this.#address = address;
    this.name = address.name;
    this.#channel = new Channel(address, channel);
    this.#pause = pause;
    this.#who = { sessionId: this.id, userContext: { userId: address.userId }, clientType: 'wirecopy' };
  }

  /**
   * Opens a session with these settings of Spark.
   *
   * @throws WirecopyError at once where no server answers: one that was never there will not come back
   */
  static async open(
    address: SparkAddress,
    settings: Readonly<Record<string, string>>,
    options: SessionOptions,
  ): Promise<SparkSession> {
    const session = new SparkSession(address, options);
    const pairs = Object.entries(settings).map(([key, value]) => ({ key, value }));
    try {
      await session.#channel.ask('Config', { ...session.#who, operation: { set: { pairs } } });
    } catch (error) {
      await session.#channel.close();
      throw session.#failure(error, 'a session was opened');
    }
    return session;
  }

  /** Runs a statement that has no rows. `step` is what it is for, as a message may tell it. */
  async run(sql: string, step: string): Promise<void> {
    await this.#telling(step, async () => {
      for await (const _ of this.#execute({ command: { sqlCommand: { sql } } }));
    });
  }

  /** The rows of a question, each as its JSON; a field that is null is left out. */
  async *rows(sql: string, step: string): AsyncGenerator<string> {
    const query = `SELECT to_json(struct(*)) AS row FROM (${sql})`;
    try {
      for await (const { arrowBatch } of this.#execute({ root: { sql: { query } } })) {
        const rows = arrowBatch?.data === undefined ? [] : stringsOf(arrowBatch.data);
        if (rows.length !== (arrowBatch?.rowCount ?? 0)) throw new MalformedBatch('a batch has not the rows it says');
        yield* rows;
      }
    } catch (error) {
      throw this.#failure(error, step);
    }
  }

  /** What Spark answers to `key`, or nothing where it is not set. */
  async setting(key: string): Promise<string | undefined> {
    return await this.#telling(`${key} was asked for`, async () => {
      const { pairs } = await this.#patiently('Config', { ...this.#who, operation: { getOption: { keys: [key] } } });
      return pairs?.[0]?.value;
    });
  }

  /** Gives a file to every executor, in the folder that the session has there. */
  async addFile(name: string, bytes: Uint8Array): Promise<void> {
    const chunks = Array.from({ length: Math.max(1, Math.ceil(bytes.length / CHUNK_BYTES)) }, (_, index) => {
      const data = bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
      return { data, crc: crc32(data) };
    });
    const file = `files/${name}`;
    const [first, ...more] = chunks;
    const requests: RequestOf<'AddArtifacts'>[] =
      more.length === 0
        ? [{ ...this.#who, batch: { artifacts: [{ name: file, data: first! }] } }]
        : [
            {
              ...this.#who,
              beginChunk: { name: file, totalBytes: bytes.length, numChunks: chunks.length, initialChunk: first! },
            },
            ...more.map((chunk) => ({ ...this.#who, chunk })),
          ];
    await this.#telling(`${name} was sent`, async () => {
      const { artifacts } = await this.#patiently('AddArtifacts', ...requests);
      if (artifacts?.some(({ isCrcSuccessful }) => isCrcSuccessful !== true) ?? true)
        throw new CallFailed(STATUS.internal, 'the file did not arrive as it was sent');
    });
  }

  /** Stops whatever the session runs. */
  async interrupt(): Promise<void> {
    await this.#telling('it was interrupted', async () => {
      await this.#channel.ask('Interrupt', { ...this.#who, interruptType: INTERRUPT_ALL });
    });
  }

  /** Stops what an earlier session runs, and gives it back. One that is gone is no failure, and neither is a refusal. */
  async end(id: string): Promise<void> {
    const who = { ...this.#who, sessionId: id };
    // A release that does not know how to give a session back can interrupt it.
    await this.#channel.ask('Interrupt', { ...who, interruptType: INTERRUPT_ALL }).catch(() => undefined);
    await this.#channel.ask('ReleaseSession', who).catch(() => undefined);
  }

  /** Gives the session back: Spark drops its views, files and whatever it still runs. A server that is gone has done so. */
  async close(): Promise<void> {
    await this.#channel.ask('ReleaseSession', this.#who).catch(() => undefined);
    await this.#channel.close();
  }

  /**
   * Carries out a plan. Spark keeps the answers until they are released, so that a stream that was cut, by the server in
   * good order or with the connection, is taken up again behind the last answer that came.
   */
  async *#execute(plan: Message<'Plan'>): AsyncGenerator<Message<'ExecutePlanResponse'>> {
    const operation = { ...this.#who, operationId: randomUUID() };
    const start = () =>
      this.#channel.stream('ExecutePlan', {
        ...operation,
        plan,
        requestOptions: [{ reattachOptions: { reattachable: true } }],
      });
    let lastResponseId: string | undefined;
    const reattach = () =>
      this.#channel.stream('ReattachExecute', {
        ...operation,
        ...(lastResponseId !== undefined && { lastResponseId }),
      });
    let isReleased = false;
    const release = (what: Pick<RequestOf<'ReleaseExecute'>, 'releaseAll' | 'releaseUntil'>) =>
      // A server that does not hear it drops them after a while by itself.
      this.#channel.ask('ReleaseExecute', { ...operation, ...what }).catch(() => undefined);

    let take = start;
    let failureCount = 0;
    try {
      for (;;) {
        let hasCome = false;
        try {
          for await (const response of take()) {
            hasCome = true;
            failureCount = 0;
            if (response.resultComplete !== undefined) return;
            lastResponseId = response.responseId ?? lastResponseId;
            yield response;
            if (response.arrowBatch !== undefined && lastResponseId !== undefined)
              void release({ releaseUntil: { responseId: lastResponseId } });
          }
          take = reattach;
          if (!hasCome) await this.#pause(PAUSES_MS[0]!);
        } catch (error) {
          if (!(error instanceof CallFailed)) throw error;
          const isNew = NEVER_STARTED.test(error.message) && lastResponseId === undefined;
          if (!isNew && !isPassing(error)) {
            isReleased = NEVER_STARTED.test(error.message);
            throw error;
          }
          take = isNew ? start : reattach;
          await this.#pauseAfter(failureCount++, error);
        }
      }
    } finally {
      if (!isReleased) await release({ releaseAll: {} });
    }
  }

  /** Makes a call again while it fails in passing; for those that may be made twice. */
  async #patiently<Call extends CallName>(call: Call, ...requests: RequestOf<Call>[]): Promise<ResponseOf<Call>> {
    for (let failureCount = 0; ; failureCount++) {
      try {
        return await this.#channel.ask(call, ...requests);
      } catch (error) {
        if (!(error instanceof CallFailed) || !isPassing(error)) throw error;
        await this.#pauseAfter(failureCount, error);
      }
    }
  }

  async #pauseAfter(failureCount: number, error: CallFailed): Promise<void> {
    const pauseMs = PAUSES_MS[failureCount];
    if (pauseMs === undefined) throw error;
    await this.#pause(pauseMs);
  }

  async #telling<T>(step: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#failure(error, step);
    }
  }

  #failure(error: unknown, step: string): unknown {
    if (!(error instanceof CallFailed) && !(error instanceof MalformedBatch)) return error;
    const { token } = this.#address;
    const message = oneLine(error.message);
    const known = error instanceof CallFailed ? FAILURES.get(error.status) : undefined;
    return new WirecopyError(known === undefined ? 'ENGINE_FAILED' : 'NO_ENGINE', {
      where: this.name,
      what: known === undefined ? `Spark failed when ${step}: ${message}` : `${known.what} (${message})`,
      remedy: known?.remedy(token !== undefined) ?? '',
      cause: error,
    });
  }
}

const FAILURES = new Map([
  [
    STATUS.unavailable,
    {
      what: 'no Spark Connect server answers',
      remedy: () => 'check host and port, use_ssl in the address, and that the server runs',
    },
  ],
  [
    STATUS.unauthenticated,
    {
      what: 'the server does not let us in',
      remedy: (hasToken: boolean) =>
        hasToken ? 'check the token in the address' : 'write the token into the address: sc://HOST:PORT/;token=TOKEN',
    },
  ],
]);

function isPassing({ status, message }: CallFailed): boolean {
  return status === STATUS.unavailable || TAKEN_OVER.test(message);
}

/** What Spark tells on many lines, with a trace behind it, as one that a person reads to its end. */
const MAX_MESSAGE_LENGTH = 600;

function oneLine(message: string): string {
  const line = message
    .replace(/\n\s+at .*/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH)}…` : line;
}
