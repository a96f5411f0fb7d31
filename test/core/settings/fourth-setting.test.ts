import { beforeEach, describe, expect, test } from '@jest/globals';
// First: it puts the fourth setting into the registry, of which everything else is made.
import { automatedDiscovery } from './fourth-setting.ts';
import { applyPlan } from '../../../lib/app/enforce/apply.ts';
import { guardRun } from '../../../lib/app/enforce/guard-run.ts';
import { planRun } from '../../../lib/app/scan/plan-run.ts';
import { reconcileRun } from '../../../lib/app/notify/reconcile-run.ts';
import type { RunRequest } from '../../../lib/app/run/request.ts';
import { reportPlanned } from '../../../lib/app/run/run-report.ts';
import { ownAccountInScope } from '../../../lib/app/organization/account-scope.ts';
import { LIMITS, type AccountAccess, type ScanDeps } from '../../../lib/app/scan/deps.ts';
import { scanTargets } from '../../../lib/app/scan/scan.ts';
import { parseTrailRecord } from '../../../lib/cloudtrail/records.ts';
import { expectedStates } from '../../../lib/core/activity/expected-state.ts';
import { pendingAlerts, withoutDelivered } from '../../../lib/core/alerts/delivery.ts';
import { EMPTY_STATE, type State } from '../../../lib/core/alerts/records.ts';
import { recordAttempts } from '../../../lib/core/guard-rails/repair-ledger.ts';
import type { Observation } from '../../../lib/core/observation.ts';
import type { Write } from '../../../lib/core/settings/group.ts';
import { SETTING_IDS } from '../../../lib/core/settings/registry.ts';
import { policyJsonSchema } from '../../../lib/policy/json-schema.ts';
import { parsePolicy } from '../../../lib/policy/parse.ts';
import { resolve } from '../../../lib/policy/resolve.ts';
import { FORMATS } from '../../../lib/render/formats/index.ts';
import { openAlertsTable } from '../../../lib/render/formats/alerts.ts';
import { text } from '../../../lib/render/formats/text.ts';
import { snsMessages } from '../../../lib/render/messages/sns.ts';
import { describePlan } from '../../../lib/render/words/plan-words.ts';
import { decodeItem } from '../../../lib/state/decode.ts';
import { encodeItem, itemsOf, storedItem } from '../../../lib/state/stored-items.ts';
import { trailRecord } from '../../cloudtrail/trail-record.ts';
import { OFF, session, TARGET } from '../values.ts';

const POLICY = `
version: 1
regions: [eu-west-1]
remediation: enforce
desired: { status: ENABLED, automatedDiscovery: ENABLED }
`;
const NOW = new Date('2026-11-24T09:00:00.000Z');

function requestOf(yaml = POLICY): RunRequest {
  const policy = { policy: parsePolicy(yaml, 'p'), source: 'p', sha256: 'x' };
  return { policy, trigger: 'manual', ceiling: 'enforce', publish: 'changes' };
}

const discovery = (automatedDiscovery: string | null): Observation => ({
  kind: 'values',
  values: { automatedDiscovery },
});
const DENIED: Observation = { kind: 'unknown', reason: 'access-denied', detail: 'no' };

let world: Record<string, Observation>;
let read: string[];
let written: Write[];
beforeEach(() => {
  world = { session: { kind: 'values', values: session() }, discovery: discovery('ENABLED') };
  read = [];
  written = [];
});

const account: AccountAccess = {
  identify: () => Promise.resolve({ accountId: TARGET.accountId, arn: 'arn' }),
  enabledRegions: () => Promise.resolve({ kind: 'unknown', why: 'not asked' }),
  read: ({ group }) => {
    read.push(group);
    return Promise.resolve(world[group] ?? DENIED);
  },
  write: (write) => {
    written.push(write);
    const before = world[write.group];
    const status = write.kind === 'enable' ? { status: 'ENABLED' } : {};
    const values = { ...(before?.kind === 'values' ? before.values : {}), ...status, ...write.values };
    world[write.group] = { kind: 'values', values };
    return Promise.resolve({ kind: 'accepted' });
  },
  listBuckets: () => Promise.resolve({ kind: 'known', value: [] }),
  readMembership: () => Promise.resolve({ kind: 'none' }),
  readMembers: () => Promise.resolve({ kind: 'members', members: {} }),
  readMember: () => Promise.resolve({ kind: 'unknown', reason: 'not-reached', detail: 'no members' }),
  lookUpCalls: () => Promise.resolve([]),
  lookUpChanges: () => Promise.resolve([]),
};
const deps: ScanDeps = {
  now: () => NOW,
  newId: () => 'run-1',
  wait: () => Promise.resolve(),
  delegatedAdministrators: () => Promise.resolve({ kind: 'unknown', why: 'there is no organization' }),
  readOrganization: () => Promise.resolve({ kind: 'unknown', why: 'not asked' }),
  offeredRegions: () => Promise.resolve({ kind: 'unknown', why: 'not asked' }),
  forAccount: () => account,
  limits: LIMITS,
};

const OWN = ownAccountInScope(deps);

/** One run, step by step; each result goes through JSON, as between two Lambdas. */
async function runOnce(state: State, request = requestOf()) {
  const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));
  const startedAt = NOW.toISOString();
  const scan = throughJson(await scanTargets({ request, runId: 'run-1', startedAt, accounts: [OWN] }, deps));
  const plan = throughJson(planRun(scan, request));
  const stored = { byAccount: new Map(), state, unreadableKeys: [], versions: {}, asOf: null };
  const guarded = throughJson(guardRun(plan, { request, stored, now: NOW }));
  const ledgers = recordAttempts(state.ledgers, { plan: guarded.plan, now: NOW, calls: [] });
  const assessments = await applyPlan(guarded.plan, { accounts: new Map([[TARGET.accountId, account]]) }, deps);
  const report = throughJson(reportPlanned({ scan, request, plan }, { assessments, finishedAt: NOW }));
  const facts = { request, scan, report, limited: guarded.limited, versions: {}, now: NOW };
  const next = reconcileRun({ ...state, ledgers }, facts);
  return { report, result: report.results[0], alerts: pendingAlerts(next), next };
}

describe('a fourth setting of a second group', () => {
  test('is in the registry', () => {
    expect(SETTING_IDS.at(-1)).toBe(automatedDiscovery.id);
  });

  test('is compared', async () => {
    const { result } = await runOnce(EMPTY_STATE);
    expect(result).toMatchObject({
      verdict: 'compliant',
      settings: { status: 'ENABLED', automatedDiscovery: 'ENABLED' },
    });
    expect(read).toEqual(['session', 'discovery']);
  });

  test('is repaired, read back, recorded and announced', async () => {
    world['discovery'] = discovery('DISABLED');
    const { result, alerts, next } = await runOnce(EMPTY_STATE);
    expect(written).toEqual([{ group: 'discovery', kind: 'put', values: { automatedDiscovery: 'ENABLED' } }]);
    expect(result).toMatchObject({
      verdict: 'compliant',
      settings: { automatedDiscovery: 'ENABLED' },
      drifts: [{ setting: 'automatedDiscovery', actual: 'DISABLED', action: 'enable-discovery', outcome: 'verified' }],
    });
    expect(alerts).toMatchObject([{ kind: 'repaired', setting: 'automatedDiscovery', action: 'enable-discovery' }]);
    expect(next.ledgers).toMatchObject([{ attempts: [{ setting: 'automatedDiscovery', outcome: 'verified' }] }]);
  });

  test('is written after the session, and both outcomes are reported', async () => {
    world['session'] = { kind: 'values', values: session({ status: 'PAUSED' }) };
    world['discovery'] = discovery('DISABLED');
    const { result } = await runOnce(EMPTY_STATE);
    expect(written.map(({ group }) => group)).toEqual(['session', 'discovery']);
    expect(result?.drifts.map(({ setting, outcome }) => `${setting} ${outcome}`)).toEqual([
      'status verified',
      'automatedDiscovery verified',
    ]);
  });

  test('is reported and left alone where its action is manual', async () => {
    const { result } = await runOnce(
      EMPTY_STATE,
      requestOf(POLICY.replace('automatedDiscovery: ENABLED', 'automatedDiscovery: DISABLED')),
    );
    expect(written).toEqual([]);
    expect(result).toMatchObject({ verdict: 'drifted', drifts: [{ action: 'manual', outcome: 'manual' }] });
  });

  test('is stored and read again', async () => {
    world['discovery'] = discovery('DISABLED');
    const { next } = await runOnce(EMPTY_STATE);
    for (const item of itemsOf(next)) expect(decodeItem(storedItem(encodeItem(item)))).toEqual(item);
  });
});

test('is shown as text, as Markdown, as CSV, as a plan and in the table of open alerts', async () => {
  world['discovery'] = discovery('DISABLED');
  const request = requestOf(POLICY.replace('remediation: enforce', 'remediation: report'));
  const { report, next, alerts } = await runOnce(EMPTY_STATE, request);
  for (const format of Object.values(FORMATS)) expect(format(report)).toContain('automatedDiscovery');
  expect(text(report)).toContain('automatedDiscovery is DISABLED, should be ENABLED');
  expect(text(report)).toContain('enable automated discovery');
  expect(openAlertsTable(next, NOW)).toMatch(/automatedDiscovery +open/);
  const [message] = snsMessages(report, { changes: { alerts, state: next, note: null } });
  expect(message?.message).toContain('automatedDiscovery');
  const enforced = planRun(
    await scanTargets({ request, runId: 'r', startedAt: NOW.toISOString(), accounts: [OWN] }, deps),
    requestOf(),
  );
  const facts = { names: new Map<string, string>(), source: 'p', maxActions: 10 };
  expect(describePlan(enforced, facts)).toContain('UpdateAutomatedDiscoveryConfiguration: automatedDiscovery ENABLED');
});

describe('its group', () => {
  test('is unknown beside a session that was read: the target is unknown, and it gets a record', async () => {
    world['discovery'] = DENIED;
    const { report, result, next } = await runOnce(EMPTY_STATE);
    expect(report.verdict).toBe('unknown');
    expect(result).toMatchObject({
      verdict: 'unknown',
      settings: { status: 'ENABLED' },
      unknowns: [{ group: 'discovery', reason: 'access-denied' }],
    });
    expect(next.unreadable).toMatchObject([{ group: 'discovery', state: 'open', reason: 'access-denied' }]);
  });

  test('keeps its drift open while it is unknown', async () => {
    world['discovery'] = discovery('DISABLED');
    const request = requestOf(POLICY.replace('remediation: enforce', 'remediation: report'));
    const { next } = await runOnce(EMPTY_STATE, request);
    world['discovery'] = DENIED;
    const after = await runOnce(withoutDelivered(next, { now: NOW }), request);
    expect(after.alerts).toEqual([]);
    expect(after.next.drifts).toMatchObject([{ setting: 'automatedDiscovery', state: 'open' }]);
  });

  test('is unknown when its answer lacks the value', async () => {
    world['discovery'] = discovery(null);
    const { result } = await runOnce(EMPTY_STATE);
    expect(result).toMatchObject({ verdict: 'unknown', unknowns: [{ group: 'discovery', reason: 'bad-response' }] });
  });

  test('is unknown when the session is', async () => {
    world['session'] = DENIED;
    const { result } = await runOnce(EMPTY_STATE);
    expect(read).toEqual(['session']);
    expect(result).toMatchObject({ verdict: 'unknown', unknowns: [{ group: 'session', reason: 'access-denied' }] });
  });

  test('is not read when the policy does not ask for it', async () => {
    const { result } = await runOnce(EMPTY_STATE, requestOf(POLICY.replace(', automatedDiscovery: ENABLED', '')));
    expect(read).toEqual(['session']);
    expect(result).toMatchObject({ verdict: 'compliant', unknowns: [] });
  });

  test('is not read while Macie is off', async () => {
    world['session'] = { kind: 'values', values: OFF };
    const { result } = await runOnce(
      EMPTY_STATE,
      requestOf(POLICY.replace('remediation: enforce', 'remediation: report')),
    );
    expect(read).toEqual(['session']);
    expect(result).toMatchObject({ verdict: 'drifted', drifts: [{ setting: 'status' }], unknowns: [] });
  });

  test('is unknown, not compliant, right after Macie was enabled', async () => {
    world['session'] = { kind: 'values', values: OFF };
    const { result } = await runOnce(EMPTY_STATE);
    expect(result).toMatchObject({
      verdict: 'unknown',
      drifts: [{ setting: 'status', outcome: 'verified' }],
      unknowns: [{ group: 'discovery', reason: 'not-reached' }],
    });
  });
});

describe('the policy', () => {
  const waiver =
    'waivers: [{ match: { regions: [eu-west-1] }, settings: [automatedDiscovery], reason: r, owner: o, expires: 2027-01-31 }]';

  test('takes it under desired and in waivers', async () => {
    world['discovery'] = discovery('DISABLED');
    const { result } = await runOnce(EMPTY_STATE, requestOf(POLICY + waiver));
    expect(result).toMatchObject({ verdict: 'waived', drifts: [{ waiver: { owner: 'o' }, outcome: 'skipped' }] });
    expect(written).toEqual([]);
  });

  test('resolves it for a target', () => {
    const { policy } = requestOf(POLICY + waiver).policy;
    expect(resolve(policy, TARGET, NOW)).toMatchObject({
      desired: { status: 'ENABLED', automatedDiscovery: 'ENABLED' },
      waivers: [{ settings: ['automatedDiscovery'] }],
    });
  });

  test('refuses a wrong value with the right ones', () => {
    expect(() => requestOf(POLICY.replace('automatedDiscovery: ENABLED', 'automatedDiscovery: on'))).toThrow(
      'desired.automatedDiscovery: expected one of ENABLED, DISABLED, found "on"',
    );
  });

  test('has it in the JSON Schema for editors', () => {
    expect(policyJsonSchema()).toMatchObject({
      properties: { desired: { properties: { automatedDiscovery: { enum: ['ENABLED', 'DISABLED'] } } } },
    });
  });
});

test('CloudTrail records of its calls set its value, and no session waits for them', () => {
  const record = parseTrailRecord(
    trailRecord({ eventName: 'UpdateAutomatedDiscoveryConfiguration', requestParameters: { status: 'DISABLED' } }),
  );
  const call = 'call' in record ? record.call : null;
  expect(call?.sets).toEqual({ automatedDiscovery: 'DISABLED' });
  expect(expectedStates(call ? [call] : [])).toEqual({});
});
