import { expect, test } from '@jest/globals';
import { NOT_ARCHIVED } from '../../../lib/core/archive/place.ts';
import { deliverPending } from '../../../lib/app/notify/deliver.ts';
import type { Message } from '../../../lib/app/run/deps.ts';
import { newDriftRecord } from '../../../lib/core/alerts/drift-record.ts';
import { EMPTY_STATE, type State } from '../../../lib/core/alerts/records.ts';
import { parsePolicy } from '../../../lib/policy/parse.ts';
import { AT, driftAlert } from '../../fixtures/alerts.ts';
import { ACCOUNT } from '../../fixtures/assessments.ts';
import { REPORTS } from '../../fixtures/reports.ts';

const UNIT = 'ou-ab12-11111111';
const policy = parsePolicy(
  `version: 1
desired: { status: ENABLED }
alerts:
  severity:
    - { match: { accountNames: [prod-*] }, settings: [status], severity: critical }
    - { match: { organizationalUnits: [${UNIT}], regions: [us-*] }, severity: info }
`,
  'p',
);

function pendingIn(region: string): State['drifts'][number] {
  const target = { accountId: ACCOUNT, region, setting: 'status' };
  const record = newDriftRecord(target, { since: AT, desired: 'ENABLED', actual: 'PAUSED', action: 'resume' });
  const alert = driftAlert({ kind: 'opened' }, { id: region, region });
  return { ...record, state: 'open', pending: [alert] };
}

test('alerts are rated when they are delivered, by the name and the units of their account', async () => {
  const state = { ...EMPTY_STATE, drifts: ['eu-west-1', 'us-east-1'].map(pendingIn) };
  const { results, summary } = REPORTS.clean;
  const report = {
    ...REPORTS.clean,
    results: results.map((result) => ({ ...result, accountName: 'prod-web' })),
    units: [{ path: ['r-ab12', UNIT], accounts: [ACCOUNT], summary }],
  };
  const sent: Message[] = [];
  const publish = (message: Message) => {
    sent.push(message);
    return Promise.resolve({ published: true, undelivered: ['us-east-1'], failures: [], audience: null });
  };
  const request = { policy: { policy, source: 'p', sha256: '' }, publish: 'changes' } as const;
  const delivered = await deliverPending(
    state,
    { report, request, stateNote: null, archiving: NOT_ARCHIVED },
    { publish, now: () => new Date(AT), deliverBy: undefined },
  );
  const severities = sent.flatMap(({ changes }) => changes?.alerts.map(({ id, severity }) => [id, severity]));
  expect(severities).toEqual([
    ['eu-west-1', 'CRITICAL'],
    ['us-east-1', 'INFO'],
  ]);
  expect(delivered.alerts).toEqual(sent[0]?.changes?.alerts);
  // The policy can change until the next delivery.
  const pending = delivered.state.drifts.flatMap((record) => record.pending);
  expect(pending).toEqual([driftAlert({ kind: 'opened' }, { id: 'us-east-1', region: 'us-east-1' })]);
});
