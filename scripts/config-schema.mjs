// Writes schema/config-1.json from the options and the keys of a configuration in src/options.ts.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundled.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { CONFIG_SCHEMA } = await bundled('src/cli/config-schema.ts');
const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:wirecopy:config-1',
  title: 'wirecopy configuration, version 1',
  description: 'wirecopy.config.json, wirecopy.config.yaml, .wirecopyrc, or "wirecopy" in package.json.',
  ...CONFIG_SCHEMA,
};
writeFileSync(path.join(root, 'schema', 'config-1.json'), `${JSON.stringify(schema, null, 2)}\n`);
