export { type ErrorCode, WirecopyError } from './errors.ts';
export type { FileRequest, InputLimits } from './input/index.ts';
export * from './model.ts';
export { compare, DEFAULT_SETTINGS, type Inputs, type Settings, scan, type Watch } from './pipeline.ts';
