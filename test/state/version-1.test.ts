import { describe, expect, test } from '@jest/globals';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { pendingAlerts, withoutDelivered } from '../../lib/core/alerts/delivery.ts';
import { reconcile } from '../../lib/core/alerts/reconcile.ts';
import { createStateTable } from '../../lib/state/table.ts';
import { convertItem } from '../../lib/state/version-1.ts';
import { ALERT_SETTINGS } from '../core/alerts/history.ts';
import { drift, reportFor, resultOf, unreadableResult } from '../core/values.ts';
import { TABLE, useTable } from './dynamodb.ts';
import { ACCOUNT, NOW } from './items.ts';
import { NEW_CALL, OLD_CHANGE, oldAlert, oldItem, oldSession } from './version-1-items.ts';

const TOLD = '2026-11-24T08:00:00.000Z';
const WAIVER = { reason: 'r', owner: 'o', expires: '2026-12-01' };

describe('an item of version 1', () => {
  test('of a drift becomes a drift, with the call behind it', () => {
    const laterAt = '2026-11-24T08:05:00.000Z';
    const item = oldItem({ change: { ...OLD_CHANGE, laterAt }, earlier: [OLD_CHANGE], failure: 'access-denied: no' });
    expect(convertItem(item)).toEqual([
      {
        kind: 'drift',
        accountId: ACCOUNT,
        region: 'eu-west-1',
        setting: 'status',
        state: 'open',
        since: TOLD,
        desired: 'ENABLED',
        actual: 'DISABLED',
        action: 'enable',
        detail: null,
        waiver: null,
        announcedAt: TOLD,
        reminders: 0,
        announcedFailures: ['access-denied'],
        warnedOf: null,
        openings: [TOLD],
        isFlapping: false,
        contestedAt: null,
        call: { ...NEW_CALL, laterChangeAt: laterAt },
        earlierCalls: [NEW_CALL],
        pending: [],
      },
    ]);
  });

  test('of a session becomes an unreadable target', () => {
    expect(convertItem(oldSession())).toEqual([
      {
        kind: 'unreadable',
        accountId: ACCOUNT,
        region: 'eu-west-1',
        group: 'session',
        state: 'open',
        since: TOLD,
        reason: 'throttled',
        detail: 'slow down',
        runs: 2,
        countedAt: '2026-11-24T08:00:01.000Z',
        announcedAt: TOLD,
        reminders: 0,
        pending: [],
      },
    ]);
  });

  test('with repairs has a ledger: the last one is recorded until its outcome is known', () => {
    const repairs = ['2026-11-24T07:00:00.000Z', TOLD];
    const attempt = { setting: 'status', desired: 'ENABLED', actual: 'DISABLED', action: 'enable', call: null };
    expect(convertItem(oldItem({ repairs, attemptedAt: TOLD }))?.at(-1)).toEqual({
      kind: 'repairs',
      accountId: ACCOUNT,
      region: 'eu-west-1',
      attempts: [
        { ...attempt, at: repairs[0], outcome: 'verified' },
        { ...attempt, at: TOLD, outcome: 'recorded' },
      ],
    });
  });

  test('from before repairs and callers were stored is converted as well', () => {
    const { repairs: _r, attemptedAt: _a, contestedAt: _c, change: _h, earlier: _e, ...older } = oldItem();
    expect(convertItem(older)).toMatchObject([{ kind: 'drift', call: null, earlierCalls: [], contestedAt: null }]);
  });

  test('that never differed has no drift', () => {
    expect(convertItem(oldItem({ desired: null, actual: null, state: 'closed' }))).toEqual([]);
  });

  test.each([
    ['status', 'ENABLED', 'PAUSED', 'resume'],
    ['status', 'DISABLED', 'ENABLED', 'manual'],
    ['findingPublishingFrequency', 'ONE_HOUR', 'SIX_HOURS', 'set-frequency'],
    ['findingPublishingFrequency', 'SIX_HOURS', 'ONE_HOUR', 'manual'],
    ['serviceRole', 'arn:a', 'arn:b', 'manual'],
  ])('of %s, desired %s, actual %s, has the action %s', (subject, desired, actual, action) => {
    const pending = [oldAlert({ subject, desired, actual })];
    expect(convertItem(oldItem({ subject, desired, actual, pending }))).toMatchObject([
      { setting: subject, action, pending: [{ setting: subject, action }] },
    ]);
  });

  test.each([
    ['has no shape', 'text'],
    ['is of an unknown setting', oldItem({ subject: 'weather' })],
    ['has an unknown alert', oldItem({ pending: [oldAlert({ kind: 'rumour' })] })],
    ['has an unknown reason', oldSession({ reason: 'boredom' })],
    ['lacks a field', { ...oldItem(), openings: undefined }],
  ])('that %s makes no sense', (_, value) => {
    expect(convertItem(value)).toBeNull();
  });
});

describe('a pending alert of version 1', () => {
  const facts = {
    id: oldAlert().id,
    accountId: ACCOUNT,
    region: 'eu-west-1',
    since: TOLD,
    at: TOLD,
  };
  test.each<[string, object, object]>([
    ['opened', {}, {}],
    ['repaired', { outcome: 'verified' }, {}],
    ['reminder', {}, {}],
    ['changed', { previous: 'PAUSED' }, { previous: 'PAUSED' }],
    [
      'repair-failed',
      { outcome: 'failed', detail: 'access-denied: no' },
      { detail: null, failure: { reason: 'access-denied', detail: 'no' } },
    ],
    [
      'repair-failed',
      { outcome: 'failed', detail: 'AWS says that Macie is enabled already, and reading the session does not show it' },
      {
        detail: null,
        failure: {
          reason: 'bad-response',
          detail: 'AWS says that Macie is enabled already, and reading the session does not show it',
        },
      },
    ],
    ['contested', { earlier: [OLD_CHANGE], detail: 'left alone' }, { earlierCalls: [NEW_CALL], detail: 'left alone' }],
    ['flapping', { change: OLD_CHANGE }, { earlierCalls: [], call: NEW_CALL }],
    ['waiver-expired', { waiver: WAIVER }, { waiver: WAIVER }],
    ['waiver-expiring', { waiver: WAIVER, outcome: 'skipped' }, { waiver: WAIVER }],
    ['resolved', { waiver: WAIVER, outcome: 'skipped' }, { waiver: WAIVER }],
    ['resolved', { waiver: WAIVER, outcome: null }, { waiver: null }],
  ])('%s of a drift has the fields of its kind, and no others: %j', (kind, over, news) => {
    const alert = oldAlert({ kind, ...over });
    const [item] = convertItem(oldItem({ pending: [alert] })) ?? [];
    expect(item).toMatchObject({ kind: 'drift' });
    expect(item && 'pending' in item ? item.pending : []).toEqual([
      {
        ...facts,
        kind,
        subject: 'drift',
        setting: 'status',
        desired: 'ENABLED',
        actual: 'DISABLED',
        action: 'enable',
        outcome: alert.outcome,
        detail: null,
        call: null,
        ...news,
      },
    ]);
  });

  test.each<[string, object, object]>([
    ['blind', { reason: 'throttled', detail: 'slow' }, { kind: 'unreadable', reason: 'throttled', detail: 'slow' }],
    ['reminder', { reason: 'throttled', detail: null }, { kind: 'reminder', reason: 'throttled', detail: '' }],
    ['sighted', { reason: 'throttled', detail: null }, { kind: 'readable' }],
    ['resolved', { reason: 'throttled', detail: 'gone' }, { kind: 'resolved', detail: 'gone' }],
  ])('%s of a session has the fields of its new kind', (kind, over, news) => {
    const alert = oldAlert({ kind, subject: 'session', desired: null, actual: null, outcome: null, ...over });
    const [item] = convertItem(oldSession({ pending: [alert] })) ?? [];
    expect(item && 'pending' in item ? item.pending : []).toEqual([
      { ...facts, subject: 'unreadable', group: 'session', ...news },
    ]);
  });
});

describe('a table of version 1', () => {
  const table = useTable();
  const store = () => createStateTable(table.options());
  const put = async (item: object, v = 1) => {
    const { region, subject }: Partial<Record<string, unknown>> = { ...item };
    const Item = {
      pk: { S: `account#${ACCOUNT}` },
      sk: { S: `item#${String(region)}#${String(subject)}` },
      v: { N: String(v) },
      data: { S: JSON.stringify(item) },
    };
    await table.client().send(new PutItemCommand({ TableName: TABLE, Item }));
  };
  const sortKeys = async () => {
    const { Items = [] } = await table.client().send(new ScanCommand({ TableName: TABLE }));
    return Items.map(({ sk }) => sk?.S ?? '').toSorted();
  };
  const run = { now: NOW, settings: ALERT_SETTINGS };
  const asBefore = reportFor([
    resultOf('eu-west-1', { drifts: [drift({ actual: 'DISABLED', action: 'enable' })] }),
    unreadableResult('us-east-1'),
  ]);

  test('gives no second alert of what was announced', async () => {
    await put(oldItem());
    await put(oldSession({ region: 'us-east-1' }));
    const { state } = await store().load(ACCOUNT);
    expect(pendingAlerts(reconcile({ state, report: asBefore, ...run }))).toEqual([]);
  });

  test('gives the alerts that were pending, with the same ids', async () => {
    await put(oldItem({ pending: [oldAlert()] }));
    const { state } = await store().load(ACCOUNT);
    expect(pendingAlerts(reconcile({ state, report: asBefore, ...run })).map(({ id }) => id)).toEqual([oldAlert().id]);
  });

  test('announces a repair that fails as before no second time', async () => {
    await put(oldItem({ failure: 'access-denied: no' }));
    const { state } = await store().load(ACCOUNT);
    const failed = drift({ actual: 'DISABLED', outcome: 'failed', failure: { reason: 'access-denied', detail: 'no' } });
    const report = reportFor([resultOf('eu-west-1', { drifts: [failed] })]);
    expect(pendingAlerts(reconcile({ state, report, ...run }))).toEqual([]);
  });

  test('is replaced by the next save', async () => {
    await put(oldItem({ repairs: [TOLD] }));
    await put(oldSession({ region: 'us-east-1' }));
    const before = await store().load(ACCOUNT);
    expect(before.convertedKeys.toSorted()).toEqual(['item#eu-west-1#status', 'item#us-east-1#session']);
    await store().save(ACCOUNT, { before, after: withoutDelivered(before.state, { now: NOW }) });
    expect(await sortKeys()).toEqual(['drift#eu-west-1#status', 'repairs#eu-west-1', 'unreadable#us-east-1#session']);
    expect(await store().load(ACCOUNT)).toEqual({ ...before, convertedKeys: [] });
  });

  test('that was replaced in part is read once', async () => {
    await put(oldItem({ repairs: [TOLD], pending: [oldAlert()] }));
    const before = await store().load(ACCOUNT);
    await store().save(ACCOUNT, { before, after: before.state });
    await put(oldItem({ repairs: [TOLD], pending: [oldAlert()] }));
    const { state, convertedKeys } = await store().load(ACCOUNT);
    expect(state).toEqual(before.state);
    expect(convertedKeys).toEqual(['item#eu-west-1#status']);
  });

  test('merges the repairs of the settings of a target, oldest first', async () => {
    await put(oldItem({ repairs: [TOLD] }));
    await put(
      oldItem({
        subject: 'findingPublishingFrequency',
        desired: 'ONE_HOUR',
        actual: 'SIX_HOURS',
        repairs: ['2026-11-24T07:00:00.000Z'],
      }),
    );
    const { state } = await store().load(ACCOUNT);
    expect(state.ledgers.map(({ attempts }) => attempts.map(({ setting }) => setting))).toEqual([
      ['findingPublishingFrequency', 'status'],
    ]);
  });

  test('leaves items alone that make no sense or that a newer version wrote', async () => {
    await put(oldItem({ region: 'us-east-1', openings: null }));
    await put(oldItem(), 3);
    const before = await store().load(ACCOUNT);
    expect(before.unreadableKeys.toSorted()).toEqual([
      '111122223333 eu-west-1 status',
      '111122223333 us-east-1 status',
    ]);
    await store().save(ACCOUNT, { before, after: before.state });
    expect(await sortKeys()).toEqual(['item#eu-west-1#status', 'item#us-east-1#status']);
  });
});
