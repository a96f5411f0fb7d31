import { beforeEach, describe, expect, test } from '@jest/globals';
// First: it puts the fourth setting into the registry, of which everything else is made.
import { dataLineage } from './new-setting.ts';
import { applyPlan } from '../../../lib/app/enforce/apply.ts';
import { guardRun } from '../../../lib/app/enforce/guard-run.ts';
import { planRun } from '../../../lib/app/scan/plan-run.ts';
import { reconcileRun } from '../../../lib/app/notify/reconcile-run.ts';
import type { RunRequest } from '../../../lib/app/run/request.ts';
import { reportPlanned } from '../../../lib/app/run/run-report.ts';
import { ownAccountInScope } from '../../../lib/app/organization/account-scope.ts';
import { LIMITS, type AccountAccess } from '../../../lib/app/scan/deps.ts';
import { scanTargets } from '../../../lib/app/scan/scan.ts';
import { parseTrailRecord } from '../../../lib/cloudtrail/records.ts';
import { expectedGroups } from '../../../lib/core/activity/expected-groups.ts';
import { expectedStates } from '../../../lib/core/activity/expected-state.ts';
import { AFTER_STATUS } from '../../../lib/core/settings/group.ts';
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
import { snsMessage } from '../../../lib/render/messages/sns.ts';
import { describePlan } from '../../../lib/render/words/plan-words.ts';
import { decodeItem } from '../../../lib/state/decode.ts';
import { encodeItem, itemsOf, storedItem } from '../../../lib/state/stored-items.ts';
import { trailRecord } from '../../cloudtrail/trail-record.ts';
import { OFF, session, TARGET } from '../values.ts';
import { fakeMacie } from '../../app/fake-macie.ts';

const POLICY = `
version: 1
regions: [eu-west-1]
remediation: enforce
desired: { status: ENABLED, dataLineage: ENABLED }
`;
const NOW = new Date('2026-11-24T09:00:00.000Z');

function requestOf(yaml = POLICY): RunRequest {
  const policy = { policy: parsePolicy(yaml, 'p'), source: 'p', sha256: 'x' };
  return { policy, trigger: 'manual', ceiling: 'enforce', publish: 'changes' };
}

const lineage = (dataLineage: string | null): Observation => ({
  kind: 'values',
  values: { dataLineage },
});
const DENIED: Observation = { kind: 'unknown', reason: 'access-denied', detail: 'no' };

let world: Record<string, Observation>;
let read: string[];
let written: Write[];
/** Groups whose writes AWS refuses. */
let refused: Set<string>;
beforeEach(() => {
  world = { session: { kind: 'values', values: session() }, lineage: lineage('ENABLED') };
  read = [];
  written = [];
  refused = new Set();
});

const calls: Partial<AccountAccess> = {
  read: ({ group }) => {
    read.push(group);
    return Promise.resolve(world[group] ?? DENIED);
  },
  write: (write) => {
    written.push(write);
    if (refused.has(write.group)) return Promise.resolve({ kind: 'refused', reason: 'access-denied', detail: 'no' });
    const before = world[write.group];
    const status = write.kind === 'enable' ? { status: 'ENABLED' } : {};
    const values = { ...(before?.kind === 'values' ? before.values : {}), ...status, ...write.values };
    world[write.group] = { kind: 'values', values };
    return Promise.resolve({ kind: 'accepted' });
  },
};
const { access: account, deps } = fakeMacie({}, { access: calls, limits: LIMITS }, TARGET.accountId);

const OWN = ownAccountInScope(deps);

/** One run, step by step; each result goes through JSON, as between two Lambdas. */
async function runOnce(state: State, request = requestOf()) {
  const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));
  const startedAt = NOW.toISOString();
  const scan = throughJson(await scanTargets({ request, runId: 'run-1', startedAt, accounts: [OWN] }, deps));
  const plan = throughJson(planRun(scan, request));
  const stored = { byAccount: new Map(), state, unreadableKeys: [], versions: {}, asOf: null };
  const guarded = throughJson(guardRun({ request, scan, plan }, { stored, now: NOW }));
  const ledgers = recordAttempts(state.ledgers, { plan: guarded.plan, now: NOW, calls: [] });
  const assessments = await applyPlan(guarded.plan, { accounts: new Map([[TARGET.accountId, account]]) }, deps);
  const report = throughJson(reportPlanned({ scan, request, plan }, { assessments, finishedAt: NOW }));
  const facts = { request, scan, report, limited: guarded.limited, versions: {}, now: NOW };
  const next = reconcileRun({ ...state, ledgers }, facts);
  return { report, result: report.results[0], alerts: pendingAlerts(next), next };
}

describe('a new setting of a new group', () => {
  test('is in the registry', () => {
    expect(SETTING_IDS.at(-1)).toBe(dataLineage.id);
  });

  test('is compared', async () => {
    const { result } = await runOnce(EMPTY_STATE);
    expect(result).toMatchObject({
      verdict: 'compliant',
      settings: { status: 'ENABLED', dataLineage: 'ENABLED' },
    });
    expect(read).toEqual(['session', 'lineage']);
  });

  test('is repaired, read back, recorded and announced', async () => {
    world['lineage'] = lineage('DISABLED');
    const { result, alerts, next } = await runOnce(EMPTY_STATE);
    expect(written).toEqual([{ group: 'lineage', kind: 'put', values: { dataLineage: 'ENABLED' } }]);
    expect(result).toMatchObject({
      verdict: 'compliant',
      settings: { dataLineage: 'ENABLED' },
      drifts: [{ setting: 'dataLineage', actual: 'DISABLED', action: 'enable-lineage', outcome: 'verified' }],
    });
    expect(alerts).toMatchObject([{ kind: 'repaired', setting: 'dataLineage', action: 'enable-lineage' }]);
    expect(next.ledgers).toMatchObject([{ attempts: [{ setting: 'dataLineage', outcome: 'verified' }] }]);
  });

  test('is written after the session, and both outcomes are reported', async () => {
    world['session'] = { kind: 'values', values: session({ status: 'PAUSED' }) };
    world['lineage'] = lineage('DISABLED');
    const { result } = await runOnce(EMPTY_STATE);
    expect(written.map(({ group }) => group)).toEqual(['session', 'lineage']);
    expect(result?.drifts.map(({ setting, outcome }) => `${setting} ${outcome}`)).toEqual([
      'status verified',
      'dataLineage verified',
    ]);
  });

  test('is reported and left alone where its action is manual', async () => {
    const { result } = await runOnce(
      EMPTY_STATE,
      requestOf(POLICY.replace('dataLineage: ENABLED', 'dataLineage: DISABLED')),
    );
    expect(written).toEqual([]);
    expect(result).toMatchObject({ verdict: 'drifted', drifts: [{ action: 'manual', outcome: 'manual' }] });
  });

  test('is stored and read again', async () => {
    world['lineage'] = lineage('DISABLED');
    const { next } = await runOnce(EMPTY_STATE);
    for (const item of itemsOf(next)) expect(decodeItem(storedItem(encodeItem(item)))).toEqual(item);
  });
});

test('is shown as text, as Markdown, as CSV, as a plan and in the table of open alerts', async () => {
  world['lineage'] = lineage('DISABLED');
  const request = requestOf(POLICY.replace('remediation: enforce', 'remediation: report'));
  const { report, next, alerts } = await runOnce(EMPTY_STATE, request);
  for (const format of Object.values(FORMATS)) expect(await format(report)).toContain('dataLineage');
  expect(text(report)).toContain('dataLineage is DISABLED, should be ENABLED');
  expect(text(report)).toContain('enable data lineage');
  expect(openAlertsTable(next, { now: NOW })).toMatch(/dataLineage +open/);
  const message = snsMessage(report, { changes: { alerts, state: next, note: null } });
  expect(message.message).toContain('dataLineage');
  const enforced = planRun(
    await scanTargets({ request, runId: 'r', startedAt: NOW.toISOString(), accounts: [OWN] }, deps),
    requestOf(),
  );
  const facts = { names: new Map<string, string>(), source: 'p', maxActions: 10 };
  expect(describePlan(enforced, facts)).toContain('UpdateDataLineage: dataLineage ENABLED');
});

describe('its group', () => {
  test('is unknown beside a session that was read: the target is unknown, and it gets a record', async () => {
    world['lineage'] = DENIED;
    const { report, result, next } = await runOnce(EMPTY_STATE);
    expect(report.verdict).toBe('unknown');
    expect(result).toMatchObject({
      verdict: 'unknown',
      settings: { status: 'ENABLED' },
      unknowns: [{ group: 'lineage', reason: 'access-denied' }],
    });
    expect(next.unreadable).toMatchObject([{ group: 'lineage', state: 'open', reason: 'access-denied' }]);
  });

  test('keeps its drift open while it is unknown', async () => {
    world['lineage'] = lineage('DISABLED');
    const request = requestOf(POLICY.replace('remediation: enforce', 'remediation: report'));
    const { next } = await runOnce(EMPTY_STATE, request);
    world['lineage'] = DENIED;
    const after = await runOnce(withoutDelivered(next, { now: NOW }), request);
    expect(after.alerts).toEqual([]);
    expect(after.next.drifts).toMatchObject([{ setting: 'dataLineage', state: 'open' }]);
  });

  test('is unknown when its answer lacks the value', async () => {
    world['lineage'] = lineage(null);
    const { result } = await runOnce(EMPTY_STATE);
    expect(result).toMatchObject({ verdict: 'unknown', unknowns: [{ group: 'lineage', reason: 'bad-response' }] });
  });

  test('is unknown when the session is', async () => {
    world['session'] = DENIED;
    const { result } = await runOnce(EMPTY_STATE);
    expect(read).toEqual(['session']);
    expect(result).toMatchObject({ verdict: 'unknown', unknowns: [{ group: 'session', reason: 'access-denied' }] });
  });

  test('is not read when the policy does not ask for it', async () => {
    const { result } = await runOnce(EMPTY_STATE, requestOf(POLICY.replace(', dataLineage: ENABLED', '')));
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

  test('is read right after Macie was enabled', async () => {
    world['session'] = { kind: 'values', values: OFF };
    const { result } = await runOnce(EMPTY_STATE);
    expect(read).toEqual(['session', 'session', 'session', 'lineage']);
    expect(result).toMatchObject({
      verdict: 'compliant',
      settings: { status: 'ENABLED', dataLineage: 'ENABLED' },
      drifts: [{ setting: 'status', outcome: 'verified' }],
    });
  });

  test('that is different right after Macie was enabled is left to the next run', async () => {
    world['session'] = { kind: 'values', values: OFF };
    world['lineage'] = lineage('DISABLED');
    const { result } = await runOnce(EMPTY_STATE);
    expect(written.map(({ group }) => group)).toEqual(['session']);
    expect(result).toMatchObject({
      verdict: 'drifted',
      drifts: [
        { setting: 'status', outcome: 'verified' },
        { setting: 'dataLineage', outcome: 'skipped', detail: 'seen after the write: left to the next run' },
      ],
    });
  });

  test('that cannot be read right after Macie was enabled is unknown', async () => {
    world['session'] = { kind: 'values', values: OFF };
    world['lineage'] = DENIED;
    const { result } = await runOnce(EMPTY_STATE);
    expect(result).toMatchObject({ verdict: 'unknown', unknowns: [{ group: 'lineage', reason: 'access-denied' }] });
  });
});

describe('beside a session that is not ENABLED', () => {
  test('is not written if the status is not to be repaired', async () => {
    world['session'] = { kind: 'values', values: session({ status: 'PAUSED' }) };
    world['lineage'] = lineage('DISABLED');
    const { result } = await runOnce(EMPTY_STATE, requestOf(POLICY.replace('status: ENABLED, ', '')));
    expect(written).toEqual([]);
    expect(result).toMatchObject({ drifts: [{ setting: 'dataLineage', outcome: 'skipped', detail: AFTER_STATUS }] });
  });

  test('is not written if the status could not be repaired', async () => {
    world['session'] = { kind: 'values', values: session({ status: 'PAUSED' }) };
    world['lineage'] = lineage('DISABLED');
    refused.add('session');
    const { result } = await runOnce(EMPTY_STATE);
    expect(written.map(({ group }) => group)).toEqual(['session']);
    expect(result).toMatchObject({
      drifts: [{ outcome: 'failed' }, { setting: 'dataLineage', outcome: 'skipped', detail: AFTER_STATUS }],
    });
  });
});

describe('the policy', () => {
  const waiver =
    'waivers: [{ match: { regions: [eu-west-1] }, settings: [dataLineage], reason: r, owner: o, expires: 2027-01-31 }]';

  test('takes it under desired and in waivers', async () => {
    world['lineage'] = lineage('DISABLED');
    const { result } = await runOnce(EMPTY_STATE, requestOf(POLICY + waiver));
    expect(result).toMatchObject({ verdict: 'waived', drifts: [{ waiver: { owner: 'o' }, outcome: 'skipped' }] });
    expect(written).toEqual([]);
  });

  test('resolves it for a target', () => {
    const { policy } = requestOf(POLICY + waiver).policy;
    expect(resolve(policy, TARGET, NOW)).toMatchObject({
      desired: { status: 'ENABLED', dataLineage: 'ENABLED' },
      waivers: [{ settings: ['dataLineage'] }],
    });
  });

  test('refuses a wrong value with the right ones', () => {
    expect(() => requestOf(POLICY.replace('dataLineage: ENABLED', 'dataLineage: on'))).toThrow(
      'desired.dataLineage: expected one of ENABLED, DISABLED, found "on"',
    );
  });

  test('has it in the JSON Schema for editors', () => {
    expect(policyJsonSchema()).toMatchObject({
      properties: { desired: { properties: { dataLineage: { enum: ['ENABLED', 'DISABLED'] } } } },
    });
  });
});

test('CloudTrail records of its calls set its value, which readings of its group wait for, and no session does', () => {
  const record = parseTrailRecord(
    trailRecord({ eventName: 'UpdateDataLineage', requestParameters: { status: 'DISABLED' } }),
  );
  const call = 'call' in record ? record.call : null;
  expect(call?.sets).toEqual({ dataLineage: 'DISABLED' });
  expect(expectedStates(call ? [call] : [])).toEqual({});
  expect(Object.values(expectedGroups(call ? [call] : []))).toMatchObject([
    { lineage: { sets: { dataLineage: 'DISABLED' } } },
  ]);
});
