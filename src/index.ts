export { type CheckRequest, check, DEFAULT_POLICY } from './check.ts';
export { ERROR_CODES, type ErrorCode, WirecopyError } from './errors.ts';
export type {
  ArticleBatch,
  ArticleStore,
  BytePath,
  FileNotes,
  FileRequest,
  FoundFile,
  InputLimits,
  LineFields,
  LineTaker,
  ReadItem,
  TakenLines,
  TextBatch,
  TextTaker,
} from './input/index.ts';
export {
  type AddResult,
  type AddSettings,
  addToIndex,
  exportIndex,
  type IndexInfo,
  type IndexInputs,
  type IndexPlace,
  indexInfo,
  queryIndex,
  rebuildIndex,
  removeFromIndex,
  scanWithIndex,
  verifyIndex,
} from './lasting.ts';
export * from './model.ts';
export { compare, DEFAULT_SETTINGS, type Inputs, scan } from './pipeline.ts';
