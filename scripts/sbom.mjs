// Prints what is in the published package as a CycloneDX document: what a user installs, and what is bundled in dist/.
// `npm sbom` knows the installed tree alone, so the tools are taken out of what it says; dist/meta.json tells the bundled ones.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bill = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], { cwd: root, encoding: 'utf8' }),
);
const { outputs } = JSON.parse(readFileSync(path.join(root, 'dist', 'meta.json'), 'utf8'));
const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
const folders = Object.values(outputs).flatMap(({ inputs }) =>
  Object.keys(inputs).flatMap((input) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
);
/** As the document names them: the tools bring other versions of the same packages. */
const bundled = new Set(
  folders.map((folder) => `${folder.split('node_modules/').at(-1)}@${lock.packages[folder].version}`),
);
const isTool = ({ properties = [] }) => properties.some(({ name }) => name === 'cdx:npm:package:development');
const components = bill.components.filter((component) => !isTool(component) || bundled.has(component['bom-ref']));
const kept = new Set([bill.metadata.component['bom-ref'], ...components.map((component) => component['bom-ref'])]);
bill.metadata.component.name = 'wirecopy';
const dependencies = bill.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
console.log(JSON.stringify({ ...bill, components, dependencies }, undefined, 2));
