import { expect, test } from '@jest/globals';
import { narrowBom, shippedPackages } from '../../release/shipped-packages.ts';

const LOCK = {
  packages: {
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/@smithy/core': { version: '3.41.1' },
    'node_modules/a/node_modules/zod': { version: '3.0.0' },
  },
};

test('the packages of a bundle have the versions of the lock file, each once', () => {
  const inputs = {
    'lib/core/target.ts': { bytesInOutput: 1 },
    'node_modules/zod/index.js': { bytesInOutput: 1 },
    'node_modules/zod/mini.js': { bytesInOutput: 1 },
    'node_modules/@smithy/core/dist-es/index.js': { bytesInOutput: 1 },
    'node_modules/a/node_modules/zod/index.js': { bytesInOutput: 1 },
  };
  expect(shippedPackages([{ outputs: { 'main.js': { inputs } } }], LOCK)).toEqual([
    '@smithy/core@3.41.1',
    'zod@3.0.0',
    'zod@4.6.7',
  ]);
});

test('a package of which nothing was taken is not shipped', () => {
  const inputs = { 'node_modules/zod/index.js': { bytesInOutput: 0 } };
  expect(shippedPackages([{ outputs: { 'main.js': { inputs } } }], LOCK)).toEqual([]);
});

const component = (ref: string) => ({
  'bom-ref': ref,
  type: 'library',
  name: 'of-the-folder',
  scope: 'optional',
  properties: [{ name: 'cdx:npm:package:development', value: 'true' }],
});
const BOM = {
  bomFormat: 'CycloneDX',
  metadata: { component: component('macie-warden@1.0.0') },
  components: ['jest@30.0.0', 'yaml@2.0.0', 'zod@4.6.7'].map(component),
  dependencies: [
    { ref: 'macie-warden@1.0.0', dependsOn: ['jest@30.0.0', 'zod@4.6.7'] },
    { ref: 'zod@4.6.7', dependsOn: ['yaml@2.0.0', 'jest@30.0.0'] },
    { ref: 'jest@30.0.0', dependsOn: [] },
  ],
};

test('the bill of materials has what is shipped, as required', () => {
  expect(narrowBom(BOM, ['yaml@2.0.0', 'zod@4.6.7'])).toMatchObject({
    bomFormat: 'CycloneDX',
    metadata: { component: { 'bom-ref': 'macie-warden@1.0.0', type: 'application', name: 'macie-warden' } },
    components: [
      { 'bom-ref': 'yaml@2.0.0', scope: 'required', properties: [] },
      { 'bom-ref': 'zod@4.6.7', scope: 'required', properties: [] },
    ],
    dependencies: [
      { ref: 'macie-warden@1.0.0', dependsOn: ['yaml@2.0.0', 'zod@4.6.7'] },
      { ref: 'zod@4.6.7', dependsOn: ['yaml@2.0.0'] },
    ],
  });
});

test('a package that npm does not list stops the release', () => {
  expect(() => narrowBom(BOM, ['fflate@1.0.0'])).toThrow('npm sbom does not list fflate@1.0.0');
});
