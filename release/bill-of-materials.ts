import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { narrowBom, shippedPackages, type Bom, type Metafile } from './shipped-packages.ts';

const ROOT = join(import.meta.dirname, '..');
const LARGE = 64e6;

/** A CycloneDX document of the packages in these bundles: https://cyclonedx.org/ */
export async function billOfMaterials(bundles: readonly Metafile[]): Promise<Bom> {
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'));
  const { stdout } = await promisify(execFile)('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: ROOT,
    maxBuffer: LARGE,
  });
  return narrowBom(JSON.parse(stdout), shippedPackages(bundles, lock));
}
