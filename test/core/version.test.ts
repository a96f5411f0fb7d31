import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { VERSION } from '../../lib/core/version.ts';

test('the version that we call ourselves is that of package.json', () => {
  const { version }: { version: string } = JSON.parse(
    readFileSync(`${import.meta.dirname}/../../package.json`, 'utf8'),
  );
  expect(VERSION).toBe(version);
});
