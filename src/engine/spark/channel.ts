import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2';
import { Readable } from 'node:stream';
import type { SparkAddress } from './address.ts';
import { CALLS, type CallName, type Message, type MessageName, type RequestOf, type ResponseOf } from './messages.ts';
import { decode, encode, MalformedMessage } from './protobuf.ts';

/** Of the codes a gRPC call may end with, those that are told apart here. */
export const STATUS = {
  ok: 0,
  cancelled: 1,
  unknown: 2,
  permissionDenied: 7,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
};

/** What a proxy on the way says in place of the server. Source: gRPC, "HTTP to gRPC Status Code Mapping". */
const STATUS_OF_HTTP = new Map([
  [401, STATUS.unauthenticated],
  [403, STATUS.permissionDenied],
  [429, STATUS.unavailable],
  [502, STATUS.unavailable],
  [503, STATUS.unavailable],
  [504, STATUS.unavailable],
]);

const SERVICE = '/spark.connect.SparkConnectService';
/** Before each message: whether it is packed, and its length. */
const FRAME_HEAD_BYTES = 5;
/** Spark sends no message over 128 MB (`spark.connect.grpc.maxInboundMessageSize` and its fellow). */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;
/** What may be under way to us before we say that it came; the 64 KB of HTTP/2 would make rows wait for each round trip. */
const WINDOW_BYTES = 4 * 1024 * 1024;
/**
 * A stream on which nothing comes for so long is given up. The server ends every stream after two minutes by itself
 * (`spark.connect.execute.reattachable.senderMaxStreamDuration`), so that a longer silence is a connection that is gone.
 */
const MAX_SILENCE_MS = 180_000;

/** A call that did not end well. */
export class CallFailed extends Error {
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** What a channel needs beside the address. */
export interface ChannelOptions {
  /** Authorities in place of those that Node trusts. */
  readonly ca?: string;
}

/**
 * Calls of Spark Connect over one connection, which is opened with the first call and again when it is gone. gRPC is
 * HTTP/2 with five bytes before each message and the outcome in the trailers.
 */
export class Channel {
  readonly #address: SparkAddress;
  readonly #options: ChannelOptions;
  #session: Promise<ClientHttp2Session> | undefined;
  #isClosed = false;

  constructor(address: SparkAddress, options: ChannelOptions = {}) {
    this.#address = address;
    this.#options = options;
  }

  /** The one answer to a call. */
  async ask<Call extends CallName>(call: Call, ...requests: RequestOf<Call>[]): Promise<ResponseOf<Call>> {
    let answer: ResponseOf<Call> | undefined;
    for await (const response of this.stream(call, ...requests)) answer = response;
    if (answer === undefined) throw new CallFailed(STATUS.unknown, `no answer to ${call}`);
    return answer;
  }

  /** The answers to a call, as they come; who stops reading cancels it. @throws CallFailed */
  async *stream<Call extends CallName>(call: Call, ...requests: RequestOf<Call>[]): AsyncGenerator<ResponseOf<Call>> {
    const [requestName, responseName]: readonly [MessageName, MessageName] = CALLS[call];
    const stream = await this.#opened(call);
    const heads: IncomingHttpHeaders[] = [];
    stream.on('response', (head) => heads.push(head)).on('trailers', (head) => heads.push(head));
    let isSilent = false;
    stream.setTimeout(MAX_SILENCE_MS, () => {
      isSilent = true;
      stream.close(constants.NGHTTP2_CANCEL);
    });
    // The call may end before all is sent: then the stream fails, which is told where it is read.
    const sending = Readable.from(
      requests.map((request) => frameOf(encode(requestName, request as Message<MessageName>))),
    );
    stream.on('error', () => sending.destroy());
    sending.pipe(stream);
    try {
      for await (const message of messagesIn(stream)) yield decode(responseName, message) as ResponseOf<Call>;
    } catch (error) {
      if (isSilent) throw new CallFailed(STATUS.unavailable, 'the server has fallen silent', { cause: error });
      throw endOf(heads) ?? failureOf(error);
    } finally {
      sending.destroy();
      if (!stream.closed) stream.close(constants.NGHTTP2_CANCEL);
    }
    const failure = endOf(heads);
    if (failure !== undefined) throw failure;
    if (!heads.some((head) => 'grpc-status' in head))
      throw new CallFailed(STATUS.unavailable, 'the answer was cut off');
  }

  /** Closes the connection for good; whatever is under way is cancelled. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const session = await this.#session?.catch(() => undefined);
    this.#session = undefined;
    session?.destroy();
  }

  async #opened(call: CallName): Promise<ClientHttp2Stream> {
    if (this.#isClosed) throw new CallFailed(STATUS.cancelled, 'the session is over');
    this.#session ??= this.#connect();
    const connecting = this.#session;
    try {
      const session = await connecting;
      const { headers, token } = this.#address;
      return session.request({
        ...headers,
        ':method': 'POST',
        ':path': `${SERVICE}/${call}`,
        'content-type': 'application/grpc',
        'user-agent': 'wirecopy',
        te: 'trailers',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      });
    } catch (error) {
      this.#forget(connecting);
      throw failureOf(error);
    }
  }

  async #connect(): Promise<ClientHttp2Session> {
    const { host, port, isSecure } = this.#address;
    const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const { ca } = this.#options;
    const session = connect(`${isSecure ? 'https' : 'http'}://${authority}`, {
      settings: { initialWindowSize: WINDOW_BYTES, enablePush: false },
      ...(ca !== undefined && { ca }),
    });
    await once(session, 'connect');
    session.setLocalWindowSize(WINDOW_BYTES);
    // A connection that breaks later breaks the calls on it, and those tell.
    session.on('error', () => {});
    // One that the server means to end takes no more calls; those on it go on.
    const opened = this.#session;
    for (const event of ['goaway', 'close']) session.once(event, () => this.#forget(opened));
    return session;
  }

  /** The next call opens a connection of its own. */
  #forget(session: Promise<ClientHttp2Session> | undefined): void {
    if (this.#session === session) this.#session = undefined;
  }
}

function frameOf(message: Buffer): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** Messages, whole, out of pieces of any length. */
async function* messagesIn(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let wantedBytes = FRAME_HEAD_BYTES;
  for await (const piece of pieces) {
    waiting.push(piece);
    waitingBytes += piece.length;
    while (waitingBytes >= wantedBytes) {
      const bytes = Buffer.concat(waiting);
      const length = bytes.readUInt32BE(1);
      if (bytes[0] !== 0)
        throw new CallFailed(STATUS.internal, 'the server sends packed messages, which were not asked for');
      if (length > MAX_MESSAGE_BYTES)
        throw new CallFailed(STATUS.internal, `a message of ${length} bytes is over the limit`);
      const end = FRAME_HEAD_BYTES + length;
      const isWhole = bytes.length >= end;
      if (isWhole) yield bytes.subarray(FRAME_HEAD_BYTES, end);
      waiting = [isWhole ? bytes.subarray(end) : bytes];
      waitingBytes = isWhole ? bytes.length - end : bytes.length;
      wantedBytes = isWhole ? FRAME_HEAD_BYTES : end;
    }
  }
  if (waitingBytes > 0) throw new CallFailed(STATUS.unavailable, 'the answer was cut off in the middle of a message');
}

/** How the call ended, by what the server said last; nothing where it ended well or was cut off. */
function endOf(heads: readonly IncomingHttpHeaders[]): CallFailed | undefined {
  const last = heads.findLast((head) => 'grpc-status' in head);
  const http = Number(heads[0]?.[':status'] ?? 200);
  if (last === undefined && http !== 200)
    return new CallFailed(STATUS_OF_HTTP.get(http) ?? STATUS.unknown, `the server answers with HTTP status ${http}`);
  const status = Number(last?.['grpc-status'] ?? STATUS.ok);
  if (status === STATUS.ok) return undefined;
  return new CallFailed(status, percentDecoded(String(last?.['grpc-message'] ?? `gRPC status ${status}`)));
}

function percentDecoded(text: string): string {
  return Buffer.from(
    text.replace(/%([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  ).toString();
}

function failureOf(error: unknown): CallFailed {
  if (error instanceof CallFailed) return error;
  if (error instanceof MalformedMessage)
    return new CallFailed(STATUS.internal, `the server sends what is no answer: ${error.message}`, { cause: error });
  return new CallFailed(STATUS.unavailable, error instanceof Error ? error.message : String(error), { cause: error });
}
