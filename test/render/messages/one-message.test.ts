import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Alert } from '../../../lib/core/alerts/model.ts';
import { EMPTY_STATE } from '../../../lib/core/alerts/records.ts';
import { MAX_PARTS } from '../../../lib/render/messages/parts.ts';
import { slackMessages } from '../../../lib/render/messages/slack.ts';
import { MAX_MESSAGE_BYTES, snsMessages } from '../../../lib/render/messages/sns.ts';
import { driftAlert } from '../../fixtures/alerts.ts';
import { CHANGES, MANY } from '../../fixtures/changes.ts';
import { LARGE, REPORTS } from '../../fixtures/reports.ts';

/** Alerts that have nothing in common, so that each needs an entry of its own. */
function different(count: number, detail = 'd'.repeat(200)): readonly Alert[] {
  return Array.from({ length: count }, (_, index) =>
    driftAlert(
      { kind: 'repair-failed', failure: { reason: 'service-error', detail: `${index} ${detail}` } },
      { id: `failed/${index}`, accountId: String(200_000_000_000 + index), outcome: 'failed' },
    ),
  );
}

const contentOf = (alerts: readonly Alert[]) => ({ changes: { alerts, state: EMPTY_STATE, note: null } });
const RENDERERS = [
  ['SNS', (alerts: readonly Alert[]) => snsMessages(REPORTS.mixed, contentOf(alerts))],
  ['Slack', (alerts: readonly Alert[]) => slackMessages(REPORTS.mixed, contentOf(alerts))],
] as const;

describe.each(RENDERERS)('the messages for %s', (_, render) => {
  test.each([1, 44, 100])('hold every one of %d alerts, each once and in order', (count) => {
    const alerts = different(count);
    const parts = render(alerts);
    expect(parts.flatMap(({ alertIds }) => alertIds)).toEqual(alerts.map(({ id }) => id));
    expect(parts.length).toBeLessThanOrEqual(MAX_PARTS);
  });

  test('are few, and leave what does not fit to be delivered', () => {
    const alerts = different(5000);
    const parts = render(alerts);
    expect(parts).toHaveLength(MAX_PARTS);
    const ids = parts.flatMap(({ alertIds }) => alertIds);
    expect(ids).toEqual(alerts.slice(0, ids.length).map(({ id }) => id));
    const later = alerts.length - ids.length;
    expect(JSON.stringify(parts.at(-1))).toContain(`${later} alerts did not fit and will come with the next message.`);
    for (const part of parts.slice(0, -1)) expect(JSON.stringify(part)).not.toContain('did not fit');
  });

  test('leave nobody stuck behind an alert that is too long by itself', () => {
    const huge = different(2, 'x'.repeat(200_000));
    expect(render(huge).flatMap(({ alertIds }) => alertIds)).toEqual(huge.map(({ id }) => id));
  });

  test('are one message without ids where there is no alert', () => {
    expect(render([]).map(({ alertIds }) => alertIds)).toEqual([[]]);
  });
});

test('each part shows its alerts and no other, whatever they are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 0, max: 1500 }), (count, length) => {
      const alerts = different(count, '*'.repeat(length));
      for (const { message, alertIds } of slackMessages(REPORTS.mixed, contentOf(alerts))) {
        const shown = [...JSON.stringify(message).matchAll(/\*(2\d{11}) [a-z]/g)].map(([, id]) => id);
        expect(shown).toEqual(alertIds.map((id) => String(200_000_000_000 + Number(id.split('/')[1]))));
      }
    }),
    { numRuns: 15 },
  );
});

test('numbers the parts in subject, text and JSON', () => {
  const parts = snsMessages(REPORTS.mixed, contentOf(different(100)));
  expect(parts.length).toBeGreaterThan(1);
  for (const [index, { subject, message }] of parts.entries()) {
    const { email, sqs, https } = JSON.parse(message);
    expect(subject.endsWith(` (${index + 1}/${parts.length})`)).toBe(true);
    expect(email).toContain(`\nPart ${index + 1} of ${parts.length}.\n`);
    expect(JSON.parse(sqs).part).toEqual({ number: index + 1, of: parts.length });
    expect(JSON.parse(https).content.description).toContain(`Part ${index + 1} of ${parts.length}.`);
    expect(email.includes('NOTES')).toBe(index === 0);
  }
});

test('the JSON says how many alerts are in no part', () => {
  const parts = snsMessages(LARGE, { changes: { ...MANY, alerts: different(5000) } });
  const bodies = parts.map(({ message }) => JSON.parse(JSON.parse(message).lambda));
  const held = bodies.reduce((sum, { alerts }) => sum + alerts.length, 0);
  expect(bodies.map(({ laterAlerts }) => laterAlerts)).toEqual([...parts.slice(1).map(() => undefined), 5000 - held]);
});

test('keeps within the limits of Slack', () => {
  for (const changes of [...Object.values(CHANGES), MANY]) {
    for (const { message } of slackMessages(LARGE, { changes })) {
      const blocks = message.attachments.flatMap((attachment) => attachment.blocks);
      expect(blocks.length).toBeLessThanOrEqual(50);
      expect(JSON.stringify(message).length).toBeLessThan(11_500);
      for (const block of blocks) expect(JSON.stringify(block['text'] ?? '').length).toBeLessThan(3200);
    }
  }
});

test('keeps within the limits of SNS, whatever the alerts are made of', () => {
  for (const mark of ['\u0000', '\ud800', '"', '\\', '語', '😀', '\u202e']) {
    for (const { message } of snsMessages(REPORTS.mixed, contentOf(different(60, mark.repeat(3000)))))
      expect(Buffer.byteLength(message)).toBeLessThan(MAX_MESSAGE_BYTES);
  }
});
