import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTime, runMsOf } from '../../lib/app/run/time.ts';
import { MACIE_REGIONS } from '../../lib/core/regions.ts';
import { requestFor } from '../app/fake-macie.ts';
import { textOf } from './markdown.ts';

test('the function check takes about as many accounts as the page says, and refuses more', () => {
  const [, seconds = '', accounts = '', regions = ''] =
    /has (\d+) seconds: about (\d+) accounts in (\d+) Regions/.exec(textOf('docs/organization.md')) ?? [];
  const serverless = readFileSync(join(import.meta.dirname, '../../serverless.yml'), 'utf8');
  expect(serverless).toMatch(new RegExp(`handler: handlers/check\\.handler[^]*?timeout: ${seconds}\n`));
  const policy = `accounts: organization\nregions: [${MACIE_REGIONS.slice(0, Number(regions)).join(', ')}]`;
  const left = runMsOf(Number(seconds) * 1000);
  expect(() => requireTime(Number(accounts), requestFor(policy), left)).not.toThrow();
  expect(() => requireTime(Number(accounts) + 50, requestFor(policy), left)).toThrow('--param organization=on');
});
