import { describe, expect, test } from '@jest/globals';
import type { DriftAlert, DriftNews, UnreadableAlert } from '../../../lib/core/alerts/model.ts';
import { OUTCOMES, type Outcome } from '../../../lib/core/compliance/drift.ts';
import { callsToLookUp } from '../../../lib/core/activity/attribution.ts';
import { GROUPS, SETTINGS } from '../../../lib/core/settings/index.ts';
import { SESSION } from '../../../lib/core/settings/session.ts';
import type { SettingDefinition } from '../../../lib/core/settings/setting.ts';
import { alertLines } from '../../../lib/render/words/alert-lines.ts';
import { alertText } from '../../../lib/render/words/alert-words.ts';
import { leadLines } from '../../../lib/render/words/lead-words.ts';
import { MAX_SUBJECT, subjectText } from '../../../lib/render/words/subject-words.ts';
import { wrap } from '../../../lib/render/words/wrap.ts';
import { callOf } from '../../core/activity/calls.ts';
import { TARGET } from '../../core/values.ts';

const AT = '2026-11-24T09:00:00.000Z';
const nameOf = (): string => 'prod (111122223333)';
const WAIVER = { reason: 'see RISK-12', owner: 'cloud-security@example.com', expires: '2026-12-01' };
const FAILURE = { reason: 'throttled', detail: 'slow down' } as const;
const actor = { type: 'IAMUser', name: 'alice', sessionName: null, sourceIp: null, userAgent: null };

const NEWS: readonly DriftNews[] = [
  { kind: 'opened' },
  { kind: 'repaired' },
  { kind: 'reminder' },
  { kind: 'changed', previous: null },
  { kind: 'interrupted', from: AT, until: null },
  { kind: 'repair-failed', failure: FAILURE },
  { kind: 'flapping', earlierCalls: [] },
  { kind: 'contested', earlierCalls: [], until: AT },
  { kind: 'waiver-expired', waiver: WAIVER },
  { kind: 'waiver-expiring', waiver: WAIVER },
  { kind: 'resolved', waiver: null },
];

/** Of a drift without a write. */
const OF_A_PERSON: ReadonlySet<Outcome> = new Set(['manual', 'skipped']);
const OF_MEMBER = { administrator: '444455556666', by: 'organization', relationship: null };

/** Every pair of a desired and an actual value that the schema of a setting has. */
function pairsOf({ schema }: SettingDefinition): readonly (readonly [string, string])[] {
  const values =
    schema.kind === 'enum'
      ? [...schema.values, 'NEW_VALUE']
      : schema.kind === 'boolean'
        ? ['true', 'false']
        : ['a', 'b'];
  return values.flatMap((desired) =>
    values.flatMap((actual) => (desired === actual ? [] : [[desired, actual] as const])),
  );
}

function alertsOf(setting: SettingDefinition): readonly DriftAlert[] {
  const name = callsToLookUp({ setting: setting.id, actual: null })[0];
  const call = name === undefined ? null : callOf({ name, sets: {}, actor });
  return pairsOf(setting).flatMap(([desired, actual]) => {
    const choice = setting.chooseAction(
      { setting: setting.id, desired, actual },
      { values: { ...OF_MEMBER, [setting.id]: actual } },
    );
    const action = choice.kind === 'manual' ? 'manual' : choice.action;
    const facts = {
      ...TARGET,
      id: 'x',
      subject: 'drift',
      setting: setting.id,
      since: AT,
      at: AT,
      desired,
      actual,
    } as const;
    return NEWS.flatMap((news) =>
      OUTCOMES.filter((one) => OF_A_PERSON.has(one) || action !== 'manual').flatMap((outcome) =>
        [call, null].map((made) => ({
          ...facts,
          action,
          outcome,
          failure: null,
          detail: choice.kind === 'manual' ? choice.detail : null,
          call: made,
          ...news,
        })),
      ),
    );
  });
}

function linesOf(alert: DriftAlert | UnreadableAlert): readonly string[] {
  const group = { first: alert, alerts: [alert] };
  return [
    subjectText([group], { nameOf }),
    ...leadLines([group], nameOf),
    alertText(group),
    ...alertLines(group, 'enforce'),
  ];
}

describe.each(SETTINGS.map((setting) => [setting.id, setting] as const))('the alerts of %s', (_, setting) => {
  const alerts = alertsOf(setting);

  test('have a subject that begins with its severity and a capital, with the Region', () => {
    for (const alert of alerts) {
      const [subject = ''] = linesOf(alert);
      expect(subject).toMatch(/^\[[A-Z]+\] [A-Z].* in eu-west-1 of /);
      expect(subject.length).toBeLessThanOrEqual(MAX_SUBJECT);
    }
  });

  test('have no words for a value that is not there', () => {
    for (const alert of alerts)
      expect(linesOf(alert).join('\n')).not.toMatch(/by hand by hand|\b(null|undefined|NaN)\b|\[object/);
  });

  test('name the session in nothing that is beside it', () => {
    const said = alerts.flatMap(linesOf).filter((line) => /\bsessions?\b/.test(line));
    expect(setting.group === SESSION ? [] : said).toEqual([]);
  });

  test('fit the width of a phone', () => {
    for (const line of new Set(alerts.flatMap(linesOf)))
      for (const part of wrap(line, { indent: 0, width: 40 }).split('\n'))
        expect(part.length <= 40 || !part.includes(' ')).toBe(true);
  });

  test('ask a person to deny a call that sets it, where its repairs are undone', () => {
    const calls = Object.keys(setting.attributedTo);
    const denied = alerts.filter(({ kind }) => kind === 'contested').map((one) => linesOf(one).join(' '));
    for (const line of denied)
      expect(calls.length === 0 || calls.some((call) => line.includes(`deny macie2:${call} `))).toBe(true);
  });
});

describe.each(GROUPS.filter(({ id }) => id !== SESSION).map(({ id }) => id))('an unreadable %s', (group) => {
  test.each(['unreadable', 'reminder', 'readable', 'resolved'] as const)('is named, as %s', (kind) => {
    const facts = { ...TARGET, id: 'x', subject: 'unreadable', group, since: AT, at: AT } as const;
    const detail = `macie2:GetThing was denied because no identity-based policy allows it`;
    const lines = linesOf({ ...facts, kind, reason: 'access-denied', detail });
    expect(lines[0]).toContain(`The settings group ${group} `);
    expect(lines.join('\n')).not.toMatch(/Macie may be off|\bsession\b/);
    const advice = lines.filter((line) => line.includes('allow macie2:GetThing in the identity-based policy'));
    expect(advice.length > 0).toBe(kind === 'unreadable' || kind === 'reminder');
  });
});
