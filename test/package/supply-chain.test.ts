import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './serverless.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

test('npm is told of every install script whether it may run, so that it warns of none', () => {
  const { allowScripts }: { allowScripts: Record<string, boolean> } = JSON.parse(read('package.json'));
  const { packages }: { packages: Record<string, { hasInstallScript?: true }> } = JSON.parse(read('package-lock.json'));
  const scripts = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript);
  const names = scripts.map((path) => path.split('node_modules/').at(-1));
  expect(new Set(Object.keys(allowScripts))).toEqual(new Set(names));
});
