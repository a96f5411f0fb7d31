import type { RunRequest } from '../../lib/app/run/request.ts';
import { OWN_ACCOUNT, type AccountAccess, type ScanDeps } from '../../lib/app/scan/deps.ts';
import type { WriteAnswer } from '../../lib/core/compliance/write-answer.ts';
import type { GroupValues, Reading } from '../../lib/core/observation.ts';
import { MACIE_REGIONS } from '../../lib/core/regions.ts';
import type { Write } from '../../lib/core/settings/group.ts';
import type { Session } from '../../lib/core/settings/session.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { OFF, ROLE } from '../core/values.ts';
import { ALONE, NO_BUCKETS } from './fake-costs.ts';

const NOW = new Date('2026-11-24T09:00:00.000Z');
export const ACCOUNT = '111122223333';
const OWN_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/macie-warden/check`;

export type FakeSession = Session | Exclude<Reading, { kind: 'values' }>;

export interface FakeMacie {
  /** The session of each Region; a Reading stands in for one that does not show a session. */
  readonly sessions: Map<string, FakeSession>;
  /** Every write that was sent. */
  readonly written: { region: string; write: Write }[];
  readonly reads: string[];
  readonly access: AccountAccess;
  readonly deps: ScanDeps;
}

export type FakeOptions = Partial<ScanDeps> & { readonly access?: Partial<AccountAccess> };

/** A Macie in memory, behind the same functions as the real one. `over` replaces some of them. */
export function fakeMacie(
  sessions: Readonly<Record<string, FakeSession>>,
  { access: accessOver, ...over }: FakeOptions = {},
  accountId = ACCOUNT,
): FakeMacie {
  const state = new Map(Object.entries(sessions));
  const written: FakeMacie['written'] = [];
  const reads: string[] = [];
  const access: AccountAccess = {
    identify: () => Promise.resolve({ accountId, arn: OWN_ARN.replace(ACCOUNT, accountId) }),
    enabledRegions: () =>
      Promise.resolve({
        kind: 'known',
        value: new Map([...MACIE_REGIONS, ...state.keys()].map((region) => [region, state.has(region)])),
      }),
    read: ({ region }) => {
      reads.push(region);
      const found = state.get(region) ?? OFF;
      return Promise.resolve(isReading(found) ? found : { kind: 'values', values: found });
    },
    write: (write, { region }) => {
      written.push({ region, write });
      return Promise.resolve(applyTo(state, { region, write }));
    },
    ...ALONE,
    ...NO_BUCKETS,
    ...accessOver,
  };
  const deps: ScanDeps = {
    now: () => NOW,
    newId: () => 'run-1',
    wait: () => Promise.resolve(),
    delegatedAdministrators: () => Promise.resolve({ kind: 'unknown', why: 'there is no organization' }),
    readOrganization: () => Promise.resolve({ kind: 'unknown', why: 'there is no organization' }),
    offeredRegions: () => Promise.resolve({ kind: 'known', value: [...state.keys()] }),
    forAccount: (account) => {
      if (account !== OWN_ACCOUNT && account !== accountId) throw new Error(`no access to ${account}`);
      return access;
    },
    limits: {
      parallelAccounts: 2,
      parallelReads: 4,
      parallelWrites: 2,
      callBudgetMs: 1000,
      readBackWaitsMs: [0, 0, 0],
      expectedStateWaitsMs: [0, 0, 0],
    },
    ...over,
  };
  return { sessions: state, written, reads, access, deps };
}

/** The same with some calls of its account replaced. */
export function withAccess(
  { access, deps }: Pick<FakeMacie, 'access' | 'deps'>,
  over: Partial<AccountAccess>,
): ScanDeps {
  const replaced = { ...access, ...over };
  return { ...deps, forAccount: () => replaced };
}

function isReading(found: FakeSession): found is Exclude<FakeSession, Session> {
  return 'kind' in found;
}

/** The rules of EnableMacie and UpdateMacieSession. */
function applyTo(state: FakeMacie['sessions'], { region, write }: { region: string; write: Write }): WriteAnswer {
  const before: FakeSession = state.get(region) ?? OFF;
  const values: GroupValues = isReading(before) ? OFF : before;
  const isOn = values['status'] !== 'DISABLED';
  if (write.kind === 'enable') {
    if (isOn) return { kind: 'already-enabled' };
    state.set(region, { ...OFF, status: 'ENABLED', serviceRole: ROLE, ...write.values });
    return { kind: 'accepted' };
  }
  if (!isOn) return { kind: 'refused', reason: 'access-denied', detail: 'Macie is not enabled' };
  state.set(region, { ...OFF, ...values, ...write.values });
  return { kind: 'accepted' };
}

/** A request over a policy given as YAML, version and the usual desired values included. */
export function requestFor(yaml: string, over: Partial<RunRequest> = {}): RunRequest {
  const text = `version: 1\ndesired: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES }\n${yaml}\n`;
  const policy = { policy: parsePolicy(text, 'policy.yml'), source: 'policy.yml', sha256: '0'.repeat(64) };
  return { policy, trigger: 'manual', ceiling: 'enforce', publish: 'changes', ...over };
}
