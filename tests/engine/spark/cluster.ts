// The script is plain JavaScript; here is what the tests use of it.
// @ts-expect-error
import * as script from '../../../scripts/spark.mjs';

export type Found = { readonly home: string; readonly jars: readonly string[] } | { readonly missing: string };

export interface Cluster {
  readonly address: string;
  readonly folder: string;
  eventLog(): readonly Readonly<Record<string, unknown>>[];
  stop(): Promise<void>;
}

export const VERSIONS: readonly string[] = script.VERSIONS;
export const findSpark: (version: string) => Found = script.findSpark;
export const startSpark: (options: {
  readonly version: string;
  readonly token?: string;
  readonly conf?: Readonly<Record<string, string>>;
}) => Promise<Cluster> = script.startSpark;
