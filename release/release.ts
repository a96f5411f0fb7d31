import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { VERSION } from '../lib/core/version.ts';
import { bundleInto } from '../serverless/bundle.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { bundleCommandLine } from './package.ts';
import type { Metafile } from './shipped-packages.ts';
import { standaloneTemplate, templateYaml } from './standalone-template.ts';
import { VARIANTS, type Variant } from './variants.ts';

// Makes the files of a release in release/out: templates, zips, the package, a bill of materials and checksums.

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..');
const OUT = join(import.meta.dirname, 'out');
const NAME = `macie-warden-${VERSION}`;

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT);
for (const variant of VARIANTS) await writeVariant(variant);
for (const part of ['member', 'forwarder'])
  await copyFile(join(ROOT, `resources/${part}.yml`), join(OUT, `${NAME}-${part}.yaml`));
await run('npm', ['pack', '--pack-destination', OUT], { cwd: ROOT });
await writeFile(join(OUT, `${NAME}.cdx.json`), `${JSON.stringify(await billOfMaterials(await bundles()), null, 2)}\n`);
await writeFile(join(OUT, 'SHA256SUMS'), await checksums());
for (const file of (await readdir(OUT)).toSorted()) process.stdout.write(`release/out/${file}\n`);

/** The template of a variant, and its zip: those that repair have the code of those that do not. */
async function writeVariant({ suffix, params }: Variant): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'release-'));
  const options = Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  const bin = join(ROOT, 'node_modules/serverless/bin/serverless.js');
  await run(process.execPath, [bin, 'package', '--package', folder, ...options], { cwd: ROOT });
  const packaged = await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8');
  const template = standaloneTemplate(JSON.parse(packaged), VERSION);
  await writeFile(join(OUT, `${NAME}${suffix}.yaml`), templateYaml(template));
  if (!suffix.endsWith('-enforce')) await copyFile(join(folder, 'macie-warden.zip'), join(OUT, `${NAME}${suffix}.zip`));
  await rm(folder, { recursive: true });
}

/** What is in the zips and in the command line. */
async function bundles(): Promise<readonly Metafile[]> {
  const folder = await mkdtemp(join(tmpdir(), 'release-'));
  const handlers = (await readdir(join(ROOT, 'handlers'))).filter((file) => file.endsWith('.ts'));
  const metafiles = await Promise.all([
    bundleCommandLine(join(folder, 'cli')),
    ...handlers.map(async (file) => (await bundleInto(join(folder, file), `handlers/${file}`)).metafile),
  ]);
  await rm(folder, { recursive: true });
  return metafiles;
}

/** As `sha256sum` writes them, so that `sha256sum --check` reads them. */
async function checksums(): Promise<string> {
  const files = (await readdir(OUT)).toSorted();
  const lines = files.map(async (file) => {
    const hash = createHash('sha256').update(await readFile(join(OUT, file)));
    return `${hash.digest('hex')}  ${file}\n`;
  });
  return (await Promise.all(lines)).join('');
}
