import { describe, expect, test } from '@jest/globals';
import { LIMITS } from '../../../lib/app/scan/deps.ts';
import { MEMBER_CALLS } from '../../../lib/core/activity/member-calls.ts';
import type { GroupValues } from '../../../lib/core/observation.ts';
import { SETTINGS } from '../../../lib/core/settings/index.ts';
import { groupOf } from '../../../lib/core/settings/registry.ts';
import { SESSION } from '../../../lib/core/settings/session.ts';
import type { SettingDefinition, ValueSchema } from '../../../lib/core/settings/setting.ts';
import { session } from '../../core/values.ts';
import { at, fixture } from '../fixture.ts';
import { batchOf, callEvent, type CallOptions } from '../events.ts';

const NONE = { batchItemFailures: [] };
const RETURNED = { batchItemFailures: [{ itemIdentifier: 'm0' }] };

/** A setting beside the session, a call that sets it, and where its request has the value. */
interface Settable {
  readonly setting: SettingDefinition;
  readonly call: string;
  readonly parameter: string;
  readonly wanted: string;
  readonly other: string;
}

const TEXTS = [
  '111122223333',
  '444455556666',
  'results-bucket',
  'other-bucket',
  'arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d-1111-2222-3333-444455556666',
  'arn:aws:kms:eu-west-1:111122223333:key/2a2b3c4d-1111-2222-3333-444455556666',
];

/** Two values that a setting can have: the desired one first, which leaves more protected. */
function valuesOf(schema: ValueSchema): readonly [string, string] {
  const values = {
    enum: () => (schema.kind === 'enum' ? schema.values : []),
    boolean: () => ['true', 'false'],
    text: () => TEXTS.filter((one) => schema.kind === 'text' && schema.pattern.test(one)),
  }[schema.kind]();
  const [wanted, other] = values;
  if (wanted === undefined || other === undefined) throw new Error('a setting that calls set has two values');
  return [wanted, other];
}

const SETTABLE: readonly Settable[] = SETTINGS.filter(
  // That of members is of the list of their administrator: test/app/organization/discovery.test.ts.
  ({ group }) => group !== SESSION && groupOf(group).appliesTo !== 'members',
).flatMap((setting) =>
  Object.entries(setting.attributedTo).flatMap(([call, { parameter }]) => {
    if (parameter === undefined || MEMBER_CALLS.has(call)) return [];
    const [wanted, other] = valuesOf(setting.schema);
    return [{ setting, call, parameter, wanted, other }];
  }),
);
const CASES = SETTABLE.map((one) => [`${one.setting.id} by ${one.call}`, one] as const);
const OWN = CASES.filter(([, { setting, call }]) => Object.hasOwn(groupOf(setting.group).operations, call));

function nested(path: string, value: unknown): object {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
}

/** As a request has it: true and false are no text there. */
const given = (value: string): unknown => (value === 'true' || value === 'false' ? value === 'true' : value);

function eventOf(one: Settable, value: string, over: CallOptions = {}): object {
  return callEvent({ call: one.call, parameters: parametersOf(one, value), at: at(-1), ...over });
}

/** The texts of a group are all in the request: a call without one of them removes it. */
function parametersOf({ setting, call, parameter }: Settable, value: string): object {
  if (setting.schema.kind !== 'text') return nested(parameter, given(value));
  const texts = SETTABLE.filter((one) => one.call === call && one.setting.group === setting.group).map(
    (one) => [one.parameter.split('.').at(-1), one.parameter === parameter ? value : one.wanted] as const,
  );
  const path = parameter.split('.').slice(0, -1).join('.');
  const last = Object.fromEntries(texts);
  return path === '' ? last : nested(path, last);
}

/** A Macie that is on, and shows these values of the group of the setting one after the other, then the last one. */
function desk({ setting, wanted }: Settable, shown: readonly GroupValues[], policy = '') {
  const waits: number[] = [];
  const groups: string[] = [];
  const left = [...shown];
  // What the reading of a target has asked for is not asked for again.
  const asked = new Map<unknown, GroupValues>();
  const overrides = [{ match: { regions: ['eu-west-1'] }, desired: desiredWith(setting, wanted) }];
  const made = fixture({
    sessions: { 'eu-west-1': session() },
    policy: `overrides: ${JSON.stringify(overrides)}\n${policy}`,
    over: {
      limits: { ...LIMITS, parallelReads: 4, readBackWaitsMs: [0] },
      access: {
        read: ({ group, answers }) => {
          groups.push(group);
          if (group === SESSION) return Promise.resolve({ kind: 'values', values: session() });
          const values = asked.get(answers) ?? (left.length > 1 ? left.shift() : left[0]) ?? {};
          if (answers !== undefined) asked.set(answers, values);
          return Promise.resolve({ kind: 'values', values });
        },
        write: ({ values }) => {
          left.splice(0, left.length, values);
          return Promise.resolve({ kind: 'accepted' });
        },
      },
    },
  });
  const { wait } = made.deps;
  Object.assign(made.deps, {
    wait: (ms: number, signal: AbortSignal) => {
      waits.push(ms);
      return wait(ms, signal);
    },
  });
  return { ...made, waits, groups };
}

/** A text of a group may need the others of it. */
function desiredWith(setting: SettingDefinition, wanted: string): object {
  const own = nested(setting.id, given(wanted));
  if (setting.schema.kind !== 'text') return own;
  const [top = ''] = setting.id.split('.');
  const ofGroup = SETTINGS.filter(({ group, schema }) => group === setting.group && schema.kind === 'text');
  const values = ofGroup.map(({ id, schema }) => [
    id.split('.').at(-1),
    id === setting.id ? wanted : valuesOf(schema)[0],
  ]);
  return { [top]: Object.fromEntries(values) };
}

/** Every value that the group of a setting can show, as desired but for the setting itself. */
function shows({ setting }: Settable, value: string): GroupValues {
  const others = SETTINGS.filter(({ group }) => group === setting.group).map(({ id, schema }) => {
    const [first] = schema.kind === 'enum' ? schema.values : valuesOf(schema);
    return [id, first ?? null] as const;
  });
  return { ...Object.fromEntries(others), [setting.id]: value };
}

describe.each(CASES)('a call that sets %s', (_, one) => {
  const { setting, call, wanted, other } = one;
  // A session may change with its administrator, and no record says how.
  const sessionWaits = call.endsWith('OrganizationAdminAccount') ? LIMITS.expectedStateWaitsMs : [];

  test('leads to a reading of its group, and its alert names the call and the caller', async () => {
    const made = desk(one, [shows(one, other)]);
    expect(await made.change(batchOf([eventOf(one, other)]))).toEqual(NONE);
    expect(new Set(made.groups)).toEqual(new Set([SESSION, ...(groupOf(setting.group).needs ?? []), setting.group]));
    expect(made.driftAlerts()).toMatchObject([
      { setting: setting.id, actual: other, call: { name: call, actor: { sessionName: 'alice' } } },
    ]);
  });

  test('is waited for until a reading shows it', async () => {
    const made = desk(one, [shows(one, wanted), shows(one, wanted), shows(one, other)]);
    expect(await made.change(batchOf([eventOf(one, other)]))).toEqual(NONE);
    expect(made.waits.slice(0, 2)).toEqual([250, 500]);
    expect(made.driftAlerts()).toMatchObject([{ setting: setting.id, actual: other }]);
  });

  test('is not waited for without end: its event comes back, and nothing is written or reported until then', async () => {
    const made = desk(one, [shows(one, wanted)]);
    const batch = batchOf([eventOf(one, other)]);
    expect(await made.change(batch)).toEqual(RETURNED);
    expect([made.waits, made.driftAlerts()]).toEqual([[...sessionWaits, ...LIMITS.expectedStateWaitsMs], []]);
    made.pass(720_000);
    expect(await made.change(batch)).toEqual(NONE);
    // Nothing but the call shows that it was another value: somebody has set it back.
    expect(made.driftAlerts()).toMatchObject([
      { kind: 'interrupted', setting: setting.id, actual: other, desired: wanted, call: { name: call } },
    ]);
  });

  test('and set it back does not end a drift before a reading shows it', async () => {
    const made = desk(one, [shows(one, other)], 'limits: { maxActions: 0 }');
    await made.change(batchOf([eventOf(one, other)]));
    made.pass(60_000);
    expect(await made.change(batchOf([eventOf(one, wanted, { at: at(55) })]))).toEqual(RETURNED);
    expect(made.driftAlerts()).toMatchObject([{ kind: 'opened' }]);
  });

  test('and one of the same second that sets another value: no reading decides', async () => {
    const made = desk(one, [shows(one, other)]);
    const { batchItemFailures } = await made.change(batchOf([eventOf(one, other), eventOf(one, wanted)]));
    expect([batchItemFailures.length, made.driftAlerts(), made.waits]).toEqual([2, [], sessionWaits]);
  });
});

describe.each(OWN)('an own repair: %s', (_, one) => {
  test('leads to no check', async () => {
    const made = desk(one, [shows(one, one.wanted)]);
    await made.change(batchOf([eventOf(one, one.wanted, { role: 'macie-warden' })]));
    expect([made.ignored, made.groups]).toEqual([['it is a repair of macie-warden itself'], []]);
  });

  test('is none with another value: somebody else holds the credentials', async () => {
    const made = desk(one, [shows(one, one.other)]);
    await made.change(batchOf([eventOf(one, one.other, { role: 'macie-warden', session: 'mallory' })]));
    expect(made.ignored).toEqual([]);
    expect(made.driftAlerts()).toMatchObject([{ call: { actor: { sessionName: 'mallory' } } }]);
  });

  test('by another role is somebody else’s', async () => {
    const made = desk(one, [shows(one, one.wanted)]);
    await made.change(batchOf([eventOf(one, one.wanted, { role: 'Admin' })]));
    expect(made.ignored).toEqual([]);
  });
});

test('a value that is sent as it was read is no news: nothing compares it, or its drift is accepted', async () => {
  const [, one] = OWN.find(([, { setting }]) => setting.id === 'findingsPublication.policyFindings') ?? [];
  if (!one) throw new Error('publication is repaired');
  const both = (publishPolicyFindings: boolean, publishClassificationFindings: boolean): object =>
    callEvent({
      call: one.call,
      at: at(-1),
      role: 'macie-warden',
      parameters: { securityHubConfiguration: { publishPolicyFindings, publishClassificationFindings } },
    });
  const undesired = desk(one, [shows(one, 'true')]);
  await undesired.change(batchOf([both(true, false)]));
  expect(undesired.ignored).toEqual(['it is a repair of macie-warden itself']);
});

test('a call that macie-warden never makes is none of its repairs, whatever it sets', async () => {
  const [, one] = CASES.find(([, { setting }]) => setting.id === 'reveal.status') ?? [];
  if (!one) throw new Error('there is a setting that is only reported');
  const made = desk(one, [shows(one, one.wanted)]);
  await made.change(batchOf([eventOf(one, one.wanted, { role: 'macie-warden' })]));
  expect([made.ignored, made.groups]).toEqual([[], [SESSION, 'reveal']]);
});
