export { ERROR_CODES, type ErrorCode, WirecopyError } from './errors.ts';
export type { ArticleStore, FileRequest, InputLimits, ReadItem } from './input/index.ts';
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
export { type CheckRequest, check, compare, DEFAULT_POLICY, DEFAULT_SETTINGS, type Inputs, scan } from './pipeline.ts';
