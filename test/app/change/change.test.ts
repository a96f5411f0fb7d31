import { describe, expect, test } from '@jest/globals';
import { OFF, session } from '../../core/values.ts';
import { at, fixture, START } from '../fixture.ts';
import { batchOf, callEvent, type CallOptions } from '../events.ts';
import { ACCOUNT } from '../fake-macie.ts';

const RETURNED = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});
const NONE = RETURNED();

describe('a change', () => {
  test('is looked at where it was made, repaired, and told with who made it', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF, 'us-east-1': OFF } });
    const event = callEvent({ eventId: '3c1f2e7a-5d0b-4a53-9a0e-6b1d2f4c8e90' });
    expect(await desk.change(batchOf([event]))).toEqual(NONE);
    expect(new Set(desk.reads)).toEqual(new Set(['eu-west-1']));
    expect(desk.written.map(({ region }) => region)).toEqual(['eu-west-1']);
    expect(desk.driftAlerts()).toMatchObject([
      {
        kind: 'repaired',
        region: 'eu-west-1',
        call: {
          eventId: '3c1f2e7a-5d0b-4a53-9a0e-6b1d2f4c8e90',
          name: 'DisableMacie',
          at: '2026-11-24T08:59:59.000Z',
          actor: {
            type: 'AssumedRole',
            name: `arn:aws:iam::${ACCOUNT}:role/Admin`,
            sessionName: 'alice',
            sourceIp: '203.0.113.7',
            userAgent: 'aws-cli/2.31.0',
          },
        },
      },
    ]);
    expect(desk.counted).toEqual([{ received: 1, ignored: 0, returned: 0, callToAlertMs: 1000 }]);
  });

  test('that was undone in the meantime is no news', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': session({ updatedAt: at(5) }) } });
    expect(await desk.change(batchOf([callEvent()]))).toEqual(NONE);
    expect([desk.driftAlerts(), desk.written, desk.reads]).toEqual([[], [], ['eu-west-1']]);
  });

  test('by hand, without a queue, is looked at as well', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF } });
    expect(await desk.change(callEvent())).toEqual({ ...NONE, checked: 1, ignored: [] });
    expect(desk.kinds()).toEqual(['repaired eu-west-1']);
    expect(await desk.change(callEvent({ accountId: '999988887777' }))).toMatchObject({
      checked: 0,
      ignored: [{ event: 'DisableMacie in eu-west-1', why: expect.stringMatching(/^it is of account 999988887777/) }],
    });
  });

  test('that ends a drift is told as that, with who ended it', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF }, policy: 'limits: { maxActions: 0 }' });
    await desk.change(batchOf([callEvent()]));
    desk.sessions.set('eu-west-1', session({ createdAt: at(60) }));
    desk.pass(60_000);
    await desk.change(batchOf([callEvent({ call: 'EnableMacie', session: 'bob', at: at(58), parameters: {} })]));
    expect(desk.driftAlerts()).toMatchObject([
      { kind: 'opened', call: { actor: { sessionName: 'alice' } } },
      { kind: 'resolved', call: { name: 'EnableMacie', actor: { sessionName: 'bob' } } },
    ]);
  });

  test('names nobody if the newest call does not explain what is seen', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': session({ status: 'PAUSED', updatedAt: at(5) }) } });
    await desk.change(batchOf([callEvent({ call: 'EnableMacie', parameters: { status: 'ENABLED' } })]));
    expect(desk.driftAlerts()).toMatchObject([{ kind: 'repaired', call: null }]);
  });

  test('comes twice: it is looked at once', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': session({ updatedAt: at(5) }) } });
    const event = callEvent();
    await desk.change(batchOf([event, event]));
    await desk.change(batchOf([event]));
    expect(desk.reads).toHaveLength(1);
    expect(desk.ignored).toEqual(['it was processed already', 'it was processed already']);
  });

  test('of the Regions of the account asks for the lists of AWS', async () => {
    const lists: string[] = [];
    const desk = fixture({
      over: {
        access: {
          enabledRegions: () => {
            lists.push('enabled');
            return Promise.resolve({ kind: 'known', value: new Map([['eu-west-1', false]]) });
          },
        },
      },
    });
    const envelope = { source: 'aws.account', 'detail-type': 'Region Opt-In Status Change' };
    const detail = { accountId: ACCOUNT, regionName: 'eu-west-1', status: 'DISABLED' };
    expect(await desk.change(batchOf([{ ...callEvent(), ...envelope, detail }]))).toEqual(NONE);
    expect([lists, desk.reads]).toEqual([['enabled'], []]);
    await desk.change(batchOf([callEvent({ call: 'CreateMember' })]));
    expect([lists, desk.reads]).toEqual([['enabled'], ['eu-west-1']]);
  });
});

test('how long it took is counted from the oldest call that led to an alert', async () => {
  const desk = fixture({ sessions: { 'eu-west-1': OFF, 'us-east-1': OFF } });
  await desk.change(batchOf([callEvent({ at: at(-9) }), callEvent({ region: 'us-east-1', at: at(-2) })]));
  expect(desk.counted).toMatchObject([{ callToAlertMs: 9000 }]);
});

describe('what is told and dropped', () => {
  const opts = (over: CallOptions): object => callEvent(over);
  test.each<[string, object | string, RegExp]>([
    ['another account', opts({ accountId: '999988887777' }), /^it is of account 999988887777, and this stack checks 1/],
    ['a Region outside the policy', opts({ region: 'us-east-1' }), /^the policy does not cover us-east-1$/],
    ['a failed call', opts({ detail: { errorCode: 'AccessDenied' } }), /^the call failed \(AccessDenied\)/],
    ['its own repair', opts({ call: 'EnableMacie', role: 'macie-warden' }), /^it is a repair of macie-warden itself$/],
    [
      'its own repair, of a role with a path',
      opts({
        call: 'UpdateMacieSession',
        role: 'macie-warden',
        parameters: { findingPublishingFrequency: 'FIFTEEN_MINUTES' },
        detail: {
          userIdentity: {
            type: 'AssumedRole',
            sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role/security/macie-warden` } },
          },
        },
      }),
      /^it is a repair of macie-warden itself$/,
    ],
    ['a call that only reads', opts({ call: 'GetMacieSession' }), /^GetMacieSession changes nothing$/],
    ['no event', '{}', /^source is not that of a Macie call/],
    ['half a message', '{"source":"aws.mac', /^the message is not JSON: it may have been cut$/],
    ['a list', '[]', /^it is not an event of EventBridge$/],
    [
      'no account',
      opts({ envelope: { account: null }, detail: { recipientAccountId: null } }),
      /^it names no account$/,
    ],
    ['no Region', opts({ envelope: { region: null }, detail: { awsRegion: 7 } }), /^it names no Region$/],
    ['a finding', opts({ envelope: { source: 'aws.macie', detail: {} } }), /^source is not that of a Macie call/],
    [
      'an envelope of another account',
      opts({ envelope: { account: '999988887777' } }),
      /^it is of account 999988887777, and this/,
    ],
    [
      'a Region of another account',
      opts({
        envelope: {
          source: 'aws.account',
          'detail-type': 'Region Opt-In Status Change',
          detail: { accountId: '999988887777', regionName: 'eu-west-1', status: 'ENABLED' },
        },
      }),
      /^it is of account 999988887777, and this stack checks/,
    ],
  ])('%s', async (_, event, why) => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF }, regions: ['eu-west-1'] });
    expect(await desk.change(batchOf([event]))).toEqual(NONE);
    expect(desk.ignored).toEqual([expect.stringMatching(why)]);
    expect([desk.reads, desk.written, desk.driftAlerts()]).toEqual([[], [], []]);
    expect(desk.counted).toEqual([{ received: 1, ignored: 1, returned: 0, callToAlertMs: null }]);
  });

  test.each<[string, object]>([
    ['no record', opts({ envelope: { detail: null } })],
    ['another source', opts({ envelope: { source: 'my.app' } })],
    ['another service', opts({ detail: { eventSource: 's3.amazonaws.com' } })],
    ['an id that leads elsewhere', opts({ detail: { eventID: '../..' } })],
    ['a Region that is a host', opts({ detail: { awsRegion: 'evil.example' } })],
    ['no time', opts({ detail: { eventTime: 'now' } })],
    [
      'parameters that are a text',
      opts({ call: 'UpdateMacieSession', detail: { requestParameters: 'status=PAUSED' } }),
    ],
    ['a call that is not known', opts({ call: 'EnableMacieV2' })],
    ['no name of a call', opts({ detail: { eventName: null } })],
  ])('reads the Region of an event with %s, and names nobody', async (_, event) => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF }, regions: ['eu-west-1'] });
    expect(await desk.change(batchOf([event]))).toEqual(NONE);
    expect(desk.ignored).toEqual([]);
    expect(desk.driftAlerts()).toMatchObject([{ kind: 'repaired', region: 'eu-west-1', call: null }]);
  });

  test('names the caller of an event without recipientAccountId, which is optional', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF } });
    await desk.change(batchOf([callEvent({ detail: { recipientAccountId: undefined } })]));
    expect(desk.driftAlerts()).toMatchObject([{ kind: 'repaired', call: { actor: { sessionName: 'alice' } } }]);
  });

  test('names nobody for a call without an identity', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF } });
    await desk.change(batchOf([callEvent({ detail: { userIdentity: null } })]));
    const name = 'an identity that CloudTrail does not name';
    expect(desk.driftAlerts()).toMatchObject([{ kind: 'repaired', call: { actor: { name, sessionName: null } } }]);
  });

  test('of a batch that lacks the id of its message is logged when its target cannot be checked', async () => {
    const throttled = { kind: 'unknown', reason: 'throttled', detail: 'slow' } as const;
    const desk = fixture({ sessions: { 'eu-west-1': throttled, 'us-east-1': OFF } });
    const { Records } = batchOf([callEvent(), callEvent({ region: 'us-east-1' })]);
    const [first, second] = Records;
    expect(await desk.change({ Records: [{ body: first?.body }, second] })).toEqual(NONE);
    expect(desk.ignored).toEqual([expect.stringMatching(/^its target could not be checked for now/)]);
    expect(desk.kinds()).toEqual(['repaired us-east-1']);
  });

  test('does not take the place of the genuine one with the same id', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF } });
    const eventId = '3c1f2e7a-5d0b-4a53-9a0e-6b1d2f4c8e90';
    await desk.change(batchOf([callEvent({ eventId, accountId: '999988887777' }), callEvent({ eventId })]));
    expect(desk.kinds()).toEqual(['repaired eu-west-1']);
  });

  test('does not keep the others of its batch from being looked at', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF } });
    await desk.change(batchOf(['{', callEvent({ accountId: '999988887777' }), callEvent(), 'null']));
    expect(desk.kinds()).toEqual(['repaired eu-west-1']);
    expect(desk.counted).toMatchObject([{ received: 4, ignored: 3 }]);
  });

  test.each([
    ['disabling', { call: 'DisableMacie' }],
    ['pausing', { call: 'UpdateMacieSession', parameters: { status: 'PAUSED' } }],
  ])('%s with the credentials of macie-warden is none of its repairs', async (_, over) => {
    const off = over.call === 'DisableMacie' ? OFF : session({ status: 'PAUSED' });
    const desk = fixture({ sessions: { 'eu-west-1': off } });
    await desk.change(batchOf([callEvent({ ...over, role: 'macie-warden', session: 'check' })]));
    expect(desk.driftAlerts()).toMatchObject([{ kind: 'repaired', call: { actor: { sessionName: 'check' } } }]);
  });

  test('slowing down with the credentials of macie-warden is none either', async () => {
    const slow = session({ findingPublishingFrequency: 'ONE_HOUR' });
    const desk = fixture({ sessions: { 'eu-west-1': slow } });
    const parameters = { findingPublishingFrequency: 'ONE_HOUR' };
    await desk.change(
      batchOf([callEvent({ call: 'UpdateMacieSession', parameters, role: 'macie-warden', session: 'check' })]),
    );
    expect(desk.driftAlerts()).toMatchObject([
      { kind: 'repaired', actual: 'ONE_HOUR', call: { actor: { sessionName: 'check' } } },
    ]);
  });

  test('an id without the bits of a UUID is an id', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF } });
    await desk.change(batchOf([callEvent({ eventId: 'ffffffff-ffff-ffff-ffff-fffffffffff0' })]));
    expect(desk.kinds()).toEqual(['repaired eu-west-1']);
  });

  test('long texts are cut before they are kept', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF } });
    await desk.change(batchOf([callEvent({ session: 'x'.repeat(5000), detail: { userAgent: 'y'.repeat(100_000) } })]));
    const actor = desk.driftAlerts()[0]?.call?.actor;
    expect([actor?.sessionName?.length, actor?.userAgent?.length]).toEqual([257, 257]);
  });
});

describe('what cannot be looked at now comes back', () => {
  test.each(['throttled', 'timeout', 'network', 'service-error', 'bad-response'] as const)('%s', async (reason) => {
    const unknown = { kind: 'unknown', reason, detail: 'x' } as const;
    const desk = fixture({ sessions: { 'eu-west-1': unknown, 'us-east-1': OFF } });
    expect(await desk.change(batchOf([callEvent(), callEvent({ region: 'us-east-1' })]))).toEqual(RETURNED('m0'));
    expect(desk.kinds()).toEqual(['repaired us-east-1']);
    expect([...desk.processed]).toHaveLength(1);
  });

  test('a repair that AWS throttles', async () => {
    const refused = { kind: 'refused', reason: 'throttled', detail: 'slow down' } as const;
    const desk = fixture({
      sessions: { 'eu-west-1': OFF },
      over: { access: { write: () => Promise.resolve(refused) } },
    });
    const batch = batchOf([callEvent()]);
    expect(await desk.change(batch)).toEqual(RETURNED('m0'));
    desk.pass(720_000);
    expect(await desk.change(batch)).toEqual(RETURNED('m0'));
    expect(desk.kinds()).toEqual(['opened eu-west-1']);
  });

  test('but not one that AWS does not allow', async () => {
    const refused = { kind: 'refused', reason: 'access-denied', detail: 'an SCP' } as const;
    const desk = fixture({
      sessions: { 'eu-west-1': OFF },
      over: { access: { write: () => Promise.resolve(refused) } },
    });
    expect(await desk.change(batchOf([callEvent()]))).toEqual(NONE);
  });

  test('a repair for which the run had no time left', async () => {
    const stop = new AbortController();
    const step = (operation: string) => Promise.resolve(operation === 'save' ? stop.abort() : undefined);
    const desk = fixture({ sessions: { 'eu-west-1': OFF }, step });
    expect(await desk.change(batchOf([callEvent()]), stop.signal)).toEqual(RETURNED('m0'));
    expect(desk.written).toEqual([]);
    expect(desk.driftAlerts()).toMatchObject([{ kind: 'opened', detail: 'the run was stopped before its turn' }]);
  });

  test('and without a queue it is an error, for whoever sent it', async () => {
    const unknown = { kind: 'unknown', reason: 'throttled', detail: 'x' } as const;
    const desk = fixture({ sessions: { 'eu-west-1': unknown } });
    await expect(desk.change(callEvent())).rejects.toThrow(/could not be checked for now: try again/);
  });

  test('a burst of events makes no target blind: the runs on the schedule count', async () => {
    const unknown = { kind: 'unknown', reason: 'throttled', detail: 'x' } as const;
    const desk = fixture({ sessions: { 'eu-west-1': unknown } });
    for (let times = 0; times < 3; times++) {
      await desk.change(batchOf([callEvent()]));
      desk.pass(5000);
    }
    expect(desk.driftAlerts()).toEqual([]);
    for (let times = 0; times < 2; times++) {
      await desk.check();
      desk.pass(3_600_000);
    }
    expect(desk.kinds()).toEqual(['unreadable eu-west-1']);
  });

  test('but not what nobody may look at', async () => {
    const denied = { kind: 'unknown', reason: 'access-denied', detail: 'x' } as const;
    const desk = fixture({ sessions: { 'eu-west-1': denied } });
    expect(await desk.change(batchOf([callEvent()]))).toEqual(NONE);
  });

  test('while another run has the account', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF } });
    const until = new Date(START + 600_000);
    await desk.memory.store.takeLease(ACCOUNT, { owner: 'other', now: desk.now(), until });
    expect(await desk.change(batchOf([callEvent()]), AbortSignal.abort())).toEqual(RETURNED('m0'));
    expect([desk.written, desk.driftAlerts()]).toEqual([[], []]);
  });

  test('while another run has the account, whatever is read', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': session({ updatedAt: at(5) }) } });
    await desk.memory.store.takeLease(ACCOUNT, { owner: 'other', now: desk.now(), until: new Date(START + 600_000) });
    const stop = new AbortController();
    const wait = (): Promise<void> => Promise.resolve(stop.abort());
    const { change } = await import('../../../lib/app/change/change.ts');
    expect(await change(batchOf([callEvent()]), { ...desk.deps, wait, deadline: stop.signal })).toEqual(RETURNED('m0'));
    expect([desk.reads, desk.driftAlerts()]).toEqual([['eu-west-1'], []]);
  });

  test('and no longer once that run cannot be alive any more', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF } });
    const until = new Date(START + 45_000);
    await desk.memory.store.takeLease(ACCOUNT, { owner: 'killed', now: desk.now(), until });
    desk.pass(720_000);
    expect(await desk.change(batchOf([callEvent()]), AbortSignal.abort())).toEqual(RETURNED('m0'));
    expect(await desk.change(batchOf([callEvent()]))).toEqual(NONE);
  });

  test('when SNS is down the run fails; the alert goes out with the next, once', async () => {
    let isDown = true;
    const desk = fixture({ sessions: { 'eu-west-1': OFF } });
    const { change } = await import('../../../lib/app/change/change.ts');
    const publish: typeof desk.deps.publish = (message) =>
      isDown
        ? Promise.resolve({
            published: false,
            audience: null,
            undelivered: (message.changes?.alerts ?? []).map(({ id }) => id),
            failures: [{ channel: 'sns', error: new Error('SNS is down') }],
          })
        : desk.deps.publish(message);
    const once = () => change(batchOf([event]), { ...desk.deps, publish, deadline: new AbortController().signal });
    const event = callEvent();
    await expect(once()).rejects.toThrow('SNS is down');
    expect(desk.unpublished).toHaveLength(1);
    isDown = false;
    desk.pass(720_000);
    expect(await once()).toEqual(NONE);
    expect(desk.kinds()).toEqual(['repaired eu-west-1']);
    expect(desk.written).toHaveLength(1);
  });
});

test('a run with older readings does not announce a drift that has ended meanwhile', async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  let isFirst = true;
  const step = async (operation: string): Promise<void> => {
    if (operation !== 'takeLease' || !isFirst) return;
    isFirst = false;
    await gate;
  };
  const desk = fixture({ sessions: { 'eu-west-1': OFF }, policy: 'limits: { maxActions: 0 }', step });
  const slow = desk.change(batchOf([callEvent({ at: at(-30) })]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  desk.pass(10_000);
  desk.sessions.set('eu-west-1', session({ createdAt: at(5), updatedAt: at(5) }));
  expect(await desk.change(batchOf([callEvent({ call: 'EnableMacie', parameters: {}, at: at(4) })]))).toEqual(NONE);
  open();
  expect(await slow).toEqual(NONE);
  expect(desk.kinds()).toEqual(['interrupted eu-west-1']);
});

test('a Region that this version does not know is one all the same, where the policy means all', async () => {
  const region = 'eu-west-9';
  const desk = fixture({ sessions: { [region]: OFF } });
  await desk.change(batchOf([callEvent({ region })]));
  expect([desk.ignored, desk.kinds()]).toEqual([[], [`repaired ${region}`]]);
});

describe('without a memory nothing is repaired', () => {
  test('there is no table', async () => {
    const desk = fixture({ sessions: { 'eu-west-1': OFF }, over: { openState: null, processedEvents: null } });
    expect(await desk.change(batchOf([callEvent()]))).toEqual(NONE);
    expect(desk.written).toEqual([]);
  });

  test.each(['takeLease', 'load', 'save'])('%s fails: it is told, and not written', async (operation) => {
    const step = (step_: string) => (step_ === operation ? Promise.reject(new Error('denied')) : Promise.resolve());
    const desk = fixture({ sessions: { 'eu-west-1': OFF }, step });
    expect(await desk.change(batchOf([callEvent()]))).toEqual(NONE);
    expect(desk.written).toEqual([]);
    expect(desk.driftAlerts()).toMatchObject([
      { kind: 'opened', outcome: 'skipped', call: { actor: { sessionName: 'alice' } } },
    ]);
  });

  test('what has been handled cannot be looked up: it is looked at again', async () => {
    const failing = () => Promise.reject(new Error('denied'));
    const desk = fixture({ over: { processedEvents: { find: failing, add: failing } } });
    expect(await desk.change(batchOf([callEvent({ at: at(-3600) })]))).toEqual(NONE);
    expect(desk.reads).toHaveLength(1);
  });
});

describe('automated discovery', () => {
  const UPDATE = 'UpdateAutomatedDiscoveryConfiguration';
  const repaired = (mode: string): object =>
    callEvent({
      call: UPDATE,
      role: 'macie-warden',
      parameters: { status: 'ENABLED', autoEnableOrganizationMembers: mode },
    });
  const policy = `
overrides: [{ match: { regions: [eu-west-1] }, desired: { organization: { autoEnableDiscovery: NEW } } }]`;

  test('that was turned off leads to a check', async () => {
    const desk = fixture();
    await desk.change(batchOf([callEvent({ call: UPDATE, parameters: { status: 'DISABLED' } })]));
    expect(desk.reads).toContain('eu-west-1');
  });

  test.each([
    ['', 'ALL', 1],
    [policy, 'NEW', 1],
    // Somebody else with the credentials of macie-warden.
    [policy, 'ALL', 0],
  ])('that macie-warden itself turned on is ignored, if it set nothing else: %#', async (more, mode, ignored) => {
    const desk = fixture({ policy: more });
    await desk.change(batchOf([repaired(mode)]));
    expect(desk.ignored).toHaveLength(ignored);
  });

  test('of members leads to a check of each that the policy covers, by one event', async () => {
    const desk = fixture();
    const accounts = ['222200000001', ACCOUNT].map((accountId) => ({ accountId, status: 'DISABLED' }));
    const call = 'BatchUpdateAutomatedDiscoveryAccounts';
    const event = callEvent({ call, parameters: { accounts }, accountId: '999988887777' });
    await desk.change(batchOf([event]));
    expect(desk.reads).toContain('eu-west-1');
    expect(desk.ignored).toEqual([expect.stringMatching(/^it is of account 222200000001/)]);
    await desk.change(batchOf([event]));
    expect(desk.ignored).toContain('it was processed already');
  });
});
