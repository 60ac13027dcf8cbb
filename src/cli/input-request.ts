import type { FileRequest } from '../input/index.ts';
import type { CheckOptions, CompareOptions, IndexOptions, ScanOptions } from '../options.ts';
import type { Io } from './io.ts';

/** What a command line says of the input, beside what is to be read. */
export function inputRequestOf(
  options: ScanOptions | CheckOptions | CompareOptions | IndexOptions,
  { cwd, stdin, env }: Io,
): Omit<FileRequest, 'paths' | 'exclude' | 'gitignore'> {
  const { textField, idField, inputFormat, encoding } = options;
  const isMany = 'maxFiles' in options;
  return {
    ...(textField !== undefined && { textField }),
    ...(idField !== undefined && { idField }),
    ...(inputFormat !== undefined && { inputFormat }),
    ...(encoding !== undefined && { encoding }),
    ...(isMany && options.source !== undefined && { source: options.source }),
    ...(isMany && options.filesFrom !== undefined && { filesFrom: options.filesFrom }),
    limits: {
      maxFileBytes: options.maxFileSize,
      maxRecordBytes: options.maxRecordSize,
      maxUnpackedBytes: options.maxUnpackedSize,
      maxRatio: options.maxRatio,
      maxNesting: options.maxNesting,
      maxFrontMatterBytes: options.maxFrontMatterSize,
      ...(isMany && { maxFiles: options.maxFiles, maxDepth: options.maxDepth }),
    },
    cwd,
    stdin,
    ...drillIn(env),
  };
}

/** `WIRECOPY_DRILL={"fault":"hang","path":"a.html"}` has that fault on purpose, for drills: what it costs can be seen so. */
function drillIn({ WIRECOPY_DRILL: asked }: Io['env']): Pick<FileRequest, 'drill'> {
  return asked === undefined ? {} : { drill: JSON.parse(asked) as Required<FileRequest>['drill'] };
}
