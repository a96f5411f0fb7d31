import { beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { billOfMaterials } from '../../release/bill-of-materials.ts';
import { bundleCommandLine } from '../../release/package.ts';
import type { Metafile } from '../../release/shipped-packages.ts';

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly unknown[];
  readonly hashes: readonly unknown[];
}

/** A schema of https://github.com/CycloneDX/specification, whose references have the names of drafts. */
function schema(name: string): object {
  const text = readFileSync(join(import.meta.dirname, `../fixtures/cyclonedx/${name}.schema.json`), 'utf8');
  return JSON.parse(text.replaceAll('.SNAPSHOT', ''));
}

let metafile: Metafile;
let bom: { readonly components: readonly Component[] };
beforeAll(async () => {
  metafile = await bundleCommandLine(mkdtempSync(join(tmpdir(), 'bom-')));
  bom = Object(await billOfMaterials([metafile]));
});

describe('the bill of materials of the package', () => {
  test('is a CycloneDX document', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, schemas: [schema('spdx'), schema('jsf-0.82')] });
    const isValid = ajv.compile(schema('bom-1.5'));
    isValid(bom);
    expect(isValid.errors).toBeNull();
    expect(isValid({ ...bom, components: [{ type: 'library' }] })).toBe(false);
  });

  test('is of macie-warden, whatever its folder is called', () => {
    expect(bom).toMatchObject({ metadata: { component: { name: 'macie-warden', type: 'application' } } });
  });

  test('has each package that is in the bundle, once, with version, licence and hash', () => {
    const files = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
    const taken = files.flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []));
    const names = taken.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
    expect(bom.components.map(({ name }) => name).toSorted()).toEqual(
      [...new Set(names.filter((name) => name !== undefined))].toSorted(),
    );
    for (const { name, version, purl, licenses, hashes } of bom.components) {
      expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
      expect([name, licenses.length, hashes.length]).toEqual([name, 1, 1]);
    }
  });
});
