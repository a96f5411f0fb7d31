import { UpdateMemberSessionCommand, type MacieStatus } from '@aws-sdk/client-macie2';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePolicy } from '../lib/policy/parse.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import { sha256Of } from '../lib/policy/sha256.ts';
import { WORLDS } from './demo-stack.ts';
import type { Past, PastCall } from './past-runs.ts';
import { generatedWorld } from './worlds/organization/generated-world.ts';

const ACCOUNTS = 40;
const REGIONS = ['eu-central-1', 'eu-west-1', 'us-east-1'] as const;
const FILE = 'demo-organization-policy.yml';

/** The accounts that people pause, and how many days it takes until somebody resumes them. */
const PAUSED = [
  { member: 3, from: 28, days: 4 },
  { member: 10, from: 26, days: 12 },
  { member: 13, from: 21, days: 3 },
  { member: 15, from: 21, days: 3 },
  { member: 20, from: 12, days: 5 },
  { member: 27, from: 9, days: 2 },
  { member: 31, from: 3, days: 99 },
  { member: 32, from: 3, days: 99 },
  { member: 8, from: 0, days: 99 },
] as const;
const PEOPLE = ['bob', 'carol', 'dave'] as const;

/** The days on which the schedule was switched off. */
const GAP: ReadonlySet<number> = new Set([19, 18, 17]);

/** A month of an organization: people pause sessions, resume some of them, and macie-warden resumes those that it may. */
export async function pastStory(end: Date): Promise<Past> {
  const days = Array.from({ length: 30 }, (_, day) => day).filter((day) => !GAP.has(day));
  return {
    world: generatedWorld({ accounts: ACCOUNTS, seed: 1 }),
    policy: await storyPolicy(),
    days,
    calls: storyCalls(),
    end,
  };
}

async function storyPolicy(): Promise<LoadedPolicy> {
  const text = await readFile(join(WORLDS, FILE), 'utf8');
  const source = `sandbox/worlds/${FILE}`;
  return { policy: parsePolicy(text, source), source, sha256: sha256Of(text) };
}

function storyCalls(): readonly PastCall[] {
  return PAUSED.flatMap(({ member, from, days }, index): readonly PastCall[] => {
    const id = String(200_000_000_000 + member);
    const person = PEOPLE[index % PEOPLE.length] ?? PEOPLE[0];
    const regions = REGIONS.slice(index % 2);
    const pause = regions.map((region) => pastCall({ id, status: 'PAUSED' }, { daysBefore: from, person, region }));
    const until = from - days;
    if (until < 0) return pause;
    // macie-warden has resumed eu-west-1 itself.
    const rest = regions.filter((region) => region !== 'eu-west-1');
    const resume = rest.map((region) => pastCall({ id, status: 'ENABLED' }, { daysBefore: until, person, region }));
    return [...pause, ...resume];
  });
}

function pastCall(
  input: { readonly id: string; readonly status: MacieStatus },
  when: Omit<PastCall, 'call'>,
): PastCall {
  return { ...when, call: (macie) => macie.send(new UpdateMemberSessionCommand(input)) };
}
