import type { Deps } from '../../lib/app/wiring/deps.ts';
import type { SweepRequest } from '../../lib/app/run/request.ts';
import type { Session, Write, WriteAnswer } from '../../lib/core/model.ts';
import type { Reading } from '../../lib/macie/session.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { OFF, ROLE } from '../core/values.ts';

const NOW = new Date('2026-11-24T09:00:00.000Z');
export const ACCOUNT = '111122223333';
const OWN_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/macie-warden/check`;

export interface Fake {
  /** What the Regions show; a Reading stands in for one that does not show a session. */
  readonly sessions: Map<string, Session | Reading>;
  /** Every write that was sent. */
  readonly written: { region: string; write: Write }[];
  readonly reads: string[];
  readonly deps: Deps;
}

/** A Macie in memory, behind the same functions as the real one. `over` replaces some of them. */
export function fakeMacie(sessions: Readonly<Record<string, Session | Reading>>, over: Partial<Deps> = {}): Fake {
  const state = new Map(Object.entries(sessions));
  const written: Fake['written'] = [];
  const reads: string[] = [];
  const deps: Deps = {
    now: () => NOW,
    newId: () => 'run-1',
    wait: () => Promise.resolve(),
    identify: () => Promise.resolve({ accountId: ACCOUNT, arn: OWN_ARN }),
    offeredRegions: () => Promise.resolve({ kind: 'known', value: [...state.keys()] }),
    enabledRegions: () =>
      Promise.resolve({ kind: 'known', value: new Map([...state.keys()].map((region) => [region, true])) }),
    read: (region) => {
      reads.push(region);
      const found = state.get(region) ?? OFF;
      return Promise.resolve('kind' in found ? found : { kind: 'session', session: found });
    },
    write: ({ region, write }) => {
      written.push({ region, write });
      return Promise.resolve(applyTo(state, { region, write }));
    },
    limits: {
      parallelReads: 4,
      parallelWrites: 2,
      callBudgetMs: 1000,
      readBackWaitsMs: [0, 0, 0],
      lagWaitsMs: [0, 0, 0],
    },
    ...over,
  };
  return { sessions: state, written, reads, deps };
}

/** The rules of EnableMacie and UpdateMacieSession. */
export function applyTo(state: Fake['sessions'], { region, write }: { region: string; write: Write }): WriteAnswer {
  const before = state.get(region) ?? OFF;
  const isOn = !('kind' in before) && before.status !== 'DISABLED';
  if (write.kind === 'enable') {
    if (isOn) return { kind: 'already-enabled' };
    const { findingPublishingFrequency } = write;
    state.set(region, { ...OFF, status: 'ENABLED', findingPublishingFrequency, serviceRole: ROLE });
    return { kind: 'accepted' };
  }
  if (!isOn) return { kind: 'refused', reason: 'access-denied', detail: 'Macie is not enabled' };
  const { kind: _, ...changes } = write;
  state.set(region, { ...before, ...changes });
  return { kind: 'accepted' };
}

/** A request over a policy given as YAML, version and the usual wishes included. */
export function requestFor(yaml: string, over: Partial<SweepRequest> = {}): SweepRequest {
  const text = `version: 1\ndesired: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES }\n${yaml}\n`;
  const policy = { policy: parsePolicy(text, 'policy.yml'), source: 'policy.yml', sha256: '0'.repeat(64) };
  return { policy, trigger: 'manual', ceiling: 'enforce', ...over };
}
