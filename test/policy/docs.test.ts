import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { describeExplanation } from '../../lib/render/words/explanation-words.ts';
import { explain } from '../../lib/policy/explain.ts';
import { loadPolicy } from '../../lib/policy/load.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';

const ROOT = `${import.meta.dirname}/../..`;
const POLICY = readFileSync(`${ROOT}/policy.yml`, 'utf8');
const REFERENCE = readFileSync(`${ROOT}/docs/policy.md`, 'utf8');

/** The first block of a section that begins with a text. */
function block(section: string, beginning: string): string {
  const [, text = ''] = REFERENCE.split(`## ${section}\n`);
  const found = [...text.matchAll(/^```\w*\n([^]*?)^```$/gm)].map(([, body]) => body ?? '');
  return found.find((body) => body.startsWith(beginning)) ?? `no block in ${section} begins with ${beginning}`;
}

async function messageOf(text: string, source: string): Promise<string> {
  const gone = (): Promise<never> => Promise.reject(Object.assign(new Error('gone'), { name: 'ParameterNotFound' }));
  const readFile = (path: string) =>
    path === 'policies' ? Promise.reject(Object.assign(new Error(), { code: 'EISDIR' })) : Promise.resolve(text);
  return loadPolicy(source, { readFile, readParameter: gone, readObject: gone }).then(
    () => 'no problem',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

test('the reference shows the messages as they are', async () => {
  const wrong = block('When a policy is wrong', 'version: 1');
  expect(`${await messageOf(wrong, 'policy.yml')}\n`).toBe(block('When a policy is wrong', 'policy.yml:2'));
  const others = await Promise.all([
    messageOf('version: 1\ndesired:\n\tstatus: ENABLED', 'policy.yml'),
    messageOf('version: 1\nregions: all\nregions: all', 'policy.yml'),
    messageOf('version: 1\nnotify: !!set {always}', 'policy.yml'),
    messageOf('', 'policies'),
    messageOf('', 'ssm:/policy'),
  ]);
  expect(`${others.join('\n')}\n`).toBe(block('When a policy is wrong', 'policy.yml:3'));
});

test('the reference shows an explanation as it is', () => {
  const source = 'policy.yml';
  const policy = parsePolicy(block('Precedence', 'version: 1'), source);
  const target = { accountId: '111122223333', region: 'eu-west-1' };
  const told = describeExplanation(explain(policy, target, new Date('2026-11-24T00:00:00Z')), {
    target,
    loaded: { policy, source, sha256: '' },
    whyNotRead: null,
    units: new Map(),
    unjudged: null,
  });
  const command = '$ macie-warden policy explain --region eu-west-1 --account 111122223333\n';
  expect(`${command}${told}`).toBe(block('Precedence', '$ '));
});

test('the examples in the policy that comes with the stack work without their #', () => {
  const policy = parsePolicy(POLICY.replaceAll(/^#(?! )/gm, '').replaceAll(/^#(?= {2})/gm, ''), 'policy.yml');
  expect(policy).toMatchObject({
    excludeRegions: ['me-south-1'],
    limits: { maxActions: 10 },
    desired: { serviceRole: 'service-linked' },
    overrides: [{ remediation: 'report' }],
    waivers: [{ settings: ['status'] }],
  });
});
