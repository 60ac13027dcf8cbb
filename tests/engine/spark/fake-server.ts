import { createSecureServer, createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import {
  CALLS,
  type CallName,
  type Message,
  type MessageName,
  type ResponseOf,
} from '../../../src/engine/spark/messages.ts';
import { decode, encode } from '../../../src/engine/spark/protobuf.ts';

/** One call as the server saw it. */
export interface Seen {
  readonly call: CallName;
  readonly headers: IncomingHttpHeaders;
  /** The requests of the stream; typed as loosely as a test reads them. */
  readonly requests: readonly Record<string, unknown>[];
}

/** What a call is answered with. */
export interface Answer {
  readonly responses?: readonly ResponseOf<CallName>[];
  /** How it ends: with a status, by a break of the connection, or by an end that tells no status. */
  readonly end?: { readonly status: number; readonly message?: string } | 'broken' | 'untold';
  /** Sent in place of responses. */
  readonly raw?: Buffer;
  /** In place of 200, as a proxy may. */
  readonly http?: number;
}

export interface FakeServer {
  readonly port: number;
  readonly seen: readonly Seen[];
  calls(): string[];
  close(): Promise<void>;
}

/** A server of Spark Connect on loopback that answers as a test tells it. */
export async function fakeServer(
  answer: (seen: Seen) => Answer | Promise<Answer>,
  tls?: { readonly key: string; readonly cert: string },
): Promise<FakeServer> {
  const seen: Seen[] = [];
  const server = tls === undefined ? createServer() : createSecureServer(tls);
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => {});
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.on('end', () => {
      const call = String(headers[':path']).split('/').at(-1) as CallName;
      const [requestName, responseName] = CALLS[call];
      const one = {
        call,
        headers,
        requests: messagesOf(Buffer.concat(pieces)).map((bytes) => decode(requestName, bytes)),
      };
      seen.push(one);
      void Promise.resolve(answer(one)).then((given) => reply(stream, responseName, given));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    calls: () => seen.map(({ call }) => call),
    close: async () => {
      for (const session of sessions) session.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function reply(stream: ServerHttp2Stream, name: MessageName, { responses = [], end, raw, http = 200 }: Answer): void {
  if (stream.destroyed) return;
  const told = end ?? { status: 0 };
  if (typeof told === 'object' && told.status !== 0 && responses.length === 0) {
    // Without messages, headers and trailers are one.
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...trailersOf(told) }, { endStream: true });
    return;
  }
  stream.respond({ ':status': http, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => {
    if (typeof told === 'object' && http === 200) stream.sendTrailers(trailersOf(told));
    else stream.close();
  });
  const bytes =
    raw ?? Buffer.concat(responses.map((response) => frame(encode(name, response as Message<MessageName>))));
  stream.write(bytes, () => {
    // So that what was written is on its way before the connection breaks.
    if (told === 'broken') setImmediate(() => stream.session?.destroy());
    else stream.end();
  });
}

function trailersOf({ status, message }: { readonly status: number; readonly message?: string }) {
  return {
    'grpc-status': String(status),
    ...(message !== undefined && { 'grpc-message': encodeURIComponent(message) }),
  };
}

export function frame(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

function messagesOf(bytes: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 5 + bytes.readUInt32BE(at + 1);
    messages.push(bytes.subarray(at + 5, end));
    at = end;
  }
  return messages;
}
