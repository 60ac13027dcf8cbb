import { WirecopyError } from '../../errors.ts';

/** Where a Spark Connect server is, and how it is spoken to. */
export interface SparkAddress {
  /** As it may be printed: host and port, and nothing of what stands behind them. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  readonly token?: string;
  readonly userId: string;
  /** What else is sent with every call, as managed services ask for: any other parameter of the address. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Spark's own, for an address that names none. */
const DEFAULT_PORT = 15002;
const DEFAULT_USER = 'wirecopy';

const FORM = 'write it as Spark does: sc://HOST:PORT or sc://HOST:PORT/;token=TOKEN;use_ssl=true';

/** Of the parameters Spark knows, those that are not headers. Ours is a new session every time. */
const OWN_PARAMETERS = new Set(['token', 'use_ssl', 'user_id', 'user_agent', 'session_id']);

/**
 * Reads a connection string as Spark documents it (`sc://host:port/;name=value;…`).
 *
 * A token goes over TLS, but to this very machine; an address that asks to send it in the clear is refused.
 */
export function readSparkAddress(text: string): SparkAddress {
  const [, authority, parameters] = /^sc:\/\/([^/;?#]*)(?:\/?(?:;(.*))?)?$/s.exec(text) ?? [];
  if (authority === undefined) throw wrongAddress(FORM);
  const url = URL.canParse(`http://${authority}`) ? new URL(`http://${authority}`) : undefined;
  if (url === undefined || url.hostname === '' || url.username !== '' || url.password !== '') throw wrongAddress(FORM);

  const given = readParameters(parameters ?? '');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // `new URL` drops the port that is usual for http.
  const port = url.port !== '' ? Number(url.port) : authority.endsWith(':80') ? 80 : DEFAULT_PORT;
  const token = given.get('token');
  const useSsl = given.get('use_ssl')?.toLowerCase();
  if (useSsl !== undefined && useSsl !== 'true' && useSsl !== 'false') throw wrongAddress('use_ssl is true or false');
  if (token !== undefined && useSsl === 'false' && !isThisMachine(host))
    throw wrongAddress('it would send the token in the clear; leave use_ssl=false out');
  return {
    name: `sc://${url.hostname}:${port}`,
    host,
    port,
    isSecure: useSsl === 'true' || (token !== undefined && !isThisMachine(host)),
    ...(token !== undefined && { token }),
    userId: given.get('user_id') ?? DEFAULT_USER,
    headers: Object.fromEntries([...given].filter(([name]) => !OWN_PARAMETERS.has(name))),
  };
}

function readParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of text.split(';').filter((piece) => piece !== '')) {
    const [, name, value] = /^([A-Za-z][\w-]*)=(.+)$/.exec(part) ?? [];
    // The part itself is not told: it may be half a token.
    if (name === undefined || value === undefined) throw wrongAddress(`after the host stand name=value; ${FORM}`);
    const decoded = percentDecoded(value);
    if (decoded === undefined || /[^\x20-\x7e]/.test(decoded))
      throw wrongAddress(`the value of ${name} holds what no header can; write it percent-encoded ASCII`);
    parameters.set(name.toLowerCase(), decoded);
  }
  return parameters;
}

function percentDecoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function wrongAddress(remedy: string): WirecopyError {
  return new WirecopyError('USAGE', { where: '--spark', what: 'this is no address of a Spark Connect server', remedy });
}
