/**
 * The part of the Spark Connect protocol that is used here: of each message the fields that are sent or read, with their
 * numbers. Spark keeps a number for good, so that 3.5 and 4.x read the same bytes; a field that is not listed is skipped.
 * tests/engine/spark/protocol.test.ts holds the numbers to the definitions that come with Spark.
 */
export const MESSAGES = {
  UserContext: { userId: [1, 'string'] },

  Plan: { root: [1, 'Relation'], command: [2, 'Command'] },
  Relation: { sql: [10, 'SQL'] },
  SQL: { query: [1, 'string'] },
  Command: { sqlCommand: [5, 'SqlCommand'] },
  // Deprecated in 4.x for a relation in field 6, which 3.5 does not know; both read this one.
  SqlCommand: { sql: [1, 'string'] },

  ExecutePlanRequest: {
    sessionId: [1, 'string'],
    userContext: [2, 'UserContext'],
    plan: [3, 'Plan'],
    clientType: [4, 'string'],
    requestOptions: [5, 'ExecutePlanRequest.RequestOption', 'repeated'],
    operationId: [6, 'string'],
  },
  'ExecutePlanRequest.RequestOption': { reattachOptions: [1, 'ReattachOptions'] },
  ReattachOptions: { reattachable: [1, 'bool'] },
  ExecutePlanResponse: {
    arrowBatch: [2, 'ExecutePlanResponse.ArrowBatch'],
    responseId: [13, 'string'],
    resultComplete: [14, 'ExecutePlanResponse.ResultComplete'],
  },
  'ExecutePlanResponse.ArrowBatch': { rowCount: [1, 'int64'], data: [2, 'bytes'] },
  'ExecutePlanResponse.ResultComplete': {},

  ReattachExecuteRequest: {
    sessionId: [1, 'string'],
    userContext: [2, 'UserContext'],
    operationId: [3, 'string'],
    clientType: [4, 'string'],
    lastResponseId: [5, 'string'],
  },
  ReleaseExecuteRequest: {
    sessionId: [1, 'string'],
    userContext: [2, 'UserContext'],
    operationId: [3, 'string'],
    clientType: [4, 'string'],
    releaseAll: [5, 'ReleaseExecuteRequest.ReleaseAll'],
    releaseUntil: [6, 'ReleaseExecuteRequest.ReleaseUntil'],
  },
  'ReleaseExecuteRequest.ReleaseAll': {},
  'ReleaseExecuteRequest.ReleaseUntil': { responseId: [1, 'string'] },
  ReleaseExecuteResponse: {},

  ConfigRequest: {
    sessionId: [1, 'string'],
    userContext: [2, 'UserContext'],
    operation: [3, 'ConfigRequest.Operation'],
    clientType: [4, 'string'],
  },
  'ConfigRequest.Operation': { set: [1, 'ConfigRequest.Set'], getOption: [4, 'ConfigRequest.GetOption'] },
  'ConfigRequest.Set': { pairs: [1, 'KeyValue', 'repeated'] },
  'ConfigRequest.GetOption': { keys: [1, 'string', 'repeated'] },
  KeyValue: { key: [1, 'string'], value: [2, 'string'] },
  ConfigResponse: { pairs: [2, 'KeyValue', 'repeated'] },

  AddArtifactsRequest: {
    sessionId: [1, 'string'],
    userContext: [2, 'UserContext'],
    batch: [3, 'AddArtifactsRequest.Batch'],
    beginChunk: [4, 'AddArtifactsRequest.BeginChunkedArtifact'],
    chunk: [5, 'AddArtifactsRequest.ArtifactChunk'],
    clientType: [6, 'string'],
  },
  'AddArtifactsRequest.Batch': { artifacts: [1, 'AddArtifactsRequest.SingleChunkArtifact', 'repeated'] },
  'AddArtifactsRequest.SingleChunkArtifact': { name: [1, 'string'], data: [2, 'AddArtifactsRequest.ArtifactChunk'] },
  'AddArtifactsRequest.BeginChunkedArtifact': {
    name: [1, 'string'],
    totalBytes: [2, 'int64'],
    numChunks: [3, 'int64'],
    initialChunk: [4, 'AddArtifactsRequest.ArtifactChunk'],
  },
  'AddArtifactsRequest.ArtifactChunk': { data: [1, 'bytes'], crc: [2, 'int64'] },
  AddArtifactsResponse: { artifacts: [1, 'AddArtifactsResponse.ArtifactSummary', 'repeated'] },
  'AddArtifactsResponse.ArtifactSummary': { name: [1, 'string'], isCrcSuccessful: [2, 'bool'] },

  InterruptRequest: {
    sessionId: [1, 'string'],
    userContext: [2, 'UserContext'],
    clientType: [3, 'string'],
    interruptType: [4, 'enum'],
  },
  InterruptResponse: { interruptedIds: [2, 'string', 'repeated'] },

  ReleaseSessionRequest: { sessionId: [1, 'string'], userContext: [2, 'UserContext'], clientType: [3, 'string'] },
  ReleaseSessionResponse: {},
} as const satisfies Record<string, Record<string, Field>>;

/** Of the enum `InterruptRequest.InterruptType`: whatever the session runs. */
export const INTERRUPT_ALL = 1;

/** The calls of spark.connect.SparkConnectService that are made, with what each takes and gives. */
export const CALLS = {
  ExecutePlan: ['ExecutePlanRequest', 'ExecutePlanResponse'],
  ReattachExecute: ['ReattachExecuteRequest', 'ExecutePlanResponse'],
  ReleaseExecute: ['ReleaseExecuteRequest', 'ReleaseExecuteResponse'],
  Config: ['ConfigRequest', 'ConfigResponse'],
  AddArtifacts: ['AddArtifactsRequest', 'AddArtifactsResponse'],
  Interrupt: ['InterruptRequest', 'InterruptResponse'],
  ReleaseSession: ['ReleaseSessionRequest', 'ReleaseSessionResponse'],
} as const satisfies Record<string, readonly [MessageName, MessageName]>;

export type CallName = keyof typeof CALLS;
export type RequestOf<Call extends CallName> = Message<(typeof CALLS)[Call][0]>;
export type ResponseOf<Call extends CallName> = Message<(typeof CALLS)[Call][1]>;

/** Number, what it holds (a scalar, or the name of a message), and whether there may be many. */
export type Field = readonly [number: number, holds: string, label?: 'repeated'];

export type MessageName = keyof typeof MESSAGES;

interface Scalars {
  readonly string: string;
  readonly bytes: Uint8Array;
  readonly bool: boolean;
  readonly int32: number;
  readonly int64: number;
  readonly enum: number;
}

type Held<Name> = Name extends keyof Scalars ? Scalars[Name] : Name extends MessageName ? Message<Name> : never;

type Value<F> = F extends readonly [number, infer Name, 'repeated']
  ? readonly Held<Name>[]
  : F extends readonly [number, infer Name]
    ? Held<Name>
    : never;

/** A message as plain data; a field that is left out is not sent, and one that did not come is not there. */
export type Message<Name extends MessageName> = {
  readonly [F in keyof (typeof MESSAGES)[Name]]?: Value<(typeof MESSAGES)[Name][F]>;
};
