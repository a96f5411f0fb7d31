import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { PARTS, ROOT, serverless } from './serverless.ts';
import type { Stack, Template } from './template.ts';

/** Parameters of a stack with everything that can be switched on. */
export const EVERYTHING: Readonly<Record<string, string>> = {
  remediation: 'enforce',
  schedule: 'rate(15 minutes)',
  digest: 'cron(0 8 ? * MON *)',
  alertEmail: 'sec@example.com',
  slackWorkspaceId: 'T0ABC1DEF',
  slackChannelId: 'C0ABC1DEF',
  slackWebhookParameter: '/macie-warden/slack',
  logRetentionDays: '30',
  forwarding: 'on',
  policySource: 's3://policies/policy.yml',
};

/** Parameters of a stack that watches and repairs an organization. */
export const ORGANIZATION: Readonly<Record<string, string>> = {
  organization: 'on',
  organizationId: 'o-a1b2c3d4e5',
  remediation: 'enforce',
  pulse: 'rate(10 minutes)',
  digest: 'cron(0 8 ? * MON *)',
  memberStackSet: 'service-managed',
  organizationalUnits: 'ou-ab12-cdef7890,ou-ab12-cdef3456',
  slackWebhookParameter: '/macie-warden/slack',
  policySource: 'ssm:/macie-warden/policy',
};

const ACCOUNT = 'us-east-1:111122223333';

/** Parameters of a stack in an organization that gives it a boundary, a key and topics. */
export const BOUND: Readonly<Record<string, string>> = {
  ...EVERYTHING,
  alertEmail: 'sec@example.com,ops@example.com',
  permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
  existingTopicArn: `arn:aws:sns:${ACCOUNT}:alerts`,
  alarmTopicArn: `arn:aws:sns:${ACCOUNT}:alarms`,
  kmsKeyArn: `arn:aws:kms:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  policySource: 'ssm:/macie-warden/policy',
  runbookUrl: 'https://wiki.example.com/macie-warden',
};

const SHELF = join(tmpdir(), 'macie-warden-packages');
/** Longer than packaging takes, unless the machine is busy: who holds the lock for so long has probably been ended. */
const LOCK_MS = 60_000;

/**
 * Packages the stack with these parameters, as `serverless deploy` would, once for all workers and runs: the package is kept until a
 * source changes. Packaging is most of the time that these tests take.
 */
export async function packageStack(params: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const options = Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  const kept = join(SHELF, hashOf([sourcesHash(), ...options]));
  mkdirSync(SHELF, { recursive: true });
  while (!existsSync(kept)) {
    if (!takeLock(`${kept}.lock`)) await sleep(100);
    else await packageInto(kept, options).finally(() => releaseLock(`${kept}.lock`));
  }
  return readPackage(kept);
}

async function packageInto(kept: string, options: readonly string[]): Promise<void> {
  // Another worker may have been done between the look for the package and the lock.
  if (existsSync(kept)) return;
  const { folder } = await serverless(['package', ...options]);
  try {
    renameSync(join(folder, '.serverless'), kept);
  } catch (error) {
    // On a busy machine another worker has taken the lock meanwhile, and was done first: its package is the same.
    if (!existsSync(kept)) throw error;
  }
}

export function readPackage(folder: string): Stack {
  const read = (name: string): Buffer => readFileSync(join(folder, name));
  const template: Template = JSON.parse(read('cloudformation-template-update-stack.json').toString());
  return { template, files: unzipSync(read('macie-warden.zip')) };
}

function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > LOCK_MS) releaseLock(lock);
    return false;
  }
}

/** Another worker may have released it, because it was held for so long. */
function releaseLock(lock: string): void {
  rmSync(lock, { recursive: true, force: true });
}

/** Of everything that a package is made from. */
function sourcesHash(): string {
  const files = [...PARTS, 'package-lock.json'].flatMap((part) =>
    statSync(join(ROOT, part)).isDirectory()
      ? readdirSync(join(ROOT, part), { recursive: true, encoding: 'utf8' }).map((name) => join(part, name))
      : part,
  );
  const contents = files
    .toSorted()
    .flatMap((name) => (statSync(join(ROOT, name)).isFile() ? [name, readFileSync(join(ROOT, name))] : []));
  return hashOf(contents);
}

function hashOf(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 32);
}
