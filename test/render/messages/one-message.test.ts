import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../../lib/core/alerts/model.ts';
import { MACIE_REGIONS } from '../../../lib/core/regions.ts';
import { EMPTY_STATE } from '../../../lib/core/alerts/records.ts';
import { slackMessage } from '../../../lib/render/messages/slack.ts';
import { MAX_MESSAGE_BYTES, snsMessage } from '../../../lib/render/messages/sns.ts';
import { driftAlert, unreadableAlert } from '../../fixtures/alerts.ts';
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
  ['SNS', (alerts: readonly Alert[]) => snsMessage(REPORTS.mixed, contentOf(alerts))],
  ['Slack', (alerts: readonly Alert[]) => slackMessage(REPORTS.mixed, contentOf(alerts))],
] as const;

describe.each(RENDERERS)('the message for %s', (_, render) => {
  test.each([0, 1, 44, 300, 5000])('tells of every one of %d alerts', (count) => {
    const alerts = different(count);
    expect(render(alerts).alertIds).toEqual(alerts.map(({ id }) => id));
  });

  test('says where the alerts are that it has no room for', () => {
    expect(JSON.stringify(render(different(5)))).not.toContain('more: `macie-warden alerts` lists them');
    const text = JSON.stringify(render(different(300)));
    expect(text).toMatch(/of 300 accounts/);
    expect(text).toMatch(/and \d+ more: `macie-warden alerts` lists them/);
  });

  test('shows others beside an alert that is too long by itself', () => {
    const [long] = different(1, 'x'.repeat(200_000));
    const alerts = [...(long ? [long] : []), ...different(2).slice(1)];
    const text = JSON.stringify(render(alerts));
    expect(text).toContain('200000000000');
    expect(text).toContain('200000000001');
    expect(text).not.toContain('x'.repeat(300));
  });
});

test('alerts of what has ended are in the log of the run: the table of what is open has none of them', () => {
  const ended = Array.from({ length: 300 }, (_, index) =>
    driftAlert(
      { kind: 'resolved', waiver: null, isGone: true },
      { id: `resolved/${index}`, accountId: String(200_000_000_000 + index), detail: `${index} ${'d'.repeat(300)}` },
    ),
  );
  const { email } = JSON.parse(snsMessage(REPORTS.mixed, contentOf(ended)).message);
  expect(email).toMatch(/and \d+ more: the log of the run lists them/);
});

describe('an SCP that denies 15 Regions in 300 accounts', () => {
  const regions = MACIE_REGIONS.slice(0, 15);
  const ids = Array.from({ length: 300 }, (_, index) => String(222_200_000_000 + index));
  const alerts = ids.flatMap((accountId) =>
    regions.map((region) => ({
      ...unreadableAlert({
        kind: 'unreadable',
        reason: 'access-denied',
        detail: `denied in ${region} of ${accountId}`,
      }),
      id: `unreadable/${accountId}/${region}`,
      accountId,
      region,
    })),
  );
  const { summary } = REPORTS.mixed;
  const units = [
    { path: ['r-ab12', 'ou-ab12-11111111'], accounts: ids.slice(0, 200), summary },
    { path: ['r-ab12', 'ou-ab12-22222222'], accounts: ids.slice(200), summary },
  ];
  const { subject, message } = snsMessage({ ...REPORTS.mixed, units }, contentOf(alerts));
  const { email } = JSON.parse(message);

  test('is one entry, with each Region once, and the accounts by organizational unit', () => {
    expect(subject).toContain('15 Regions of 300 accounts');
    expect(email.match(/access-denied/g)?.length).toBeLessThan(4);
    expect(email).toContain(`${regions.join(', ')} of ou-ab12-11111111: 222200000000, 222200000001, `);
    expect(email).toContain('222200000199; ou-ab12-22222222: 222200000200, ');
    expect(email).toContain('All 4500: `macie-warden alerts` lists them.');
  });
});

test('the JSON counts the alerts that it leaves out', () => {
  const { message } = snsMessage(LARGE, { changes: { ...MANY, alerts: different(5000) } });
  const { alerts, omittedAlerts } = JSON.parse(JSON.parse(message).lambda);
  expect(alerts.length).toBeGreaterThan(10);
  expect(alerts.length + omittedAlerts).toBe(5000);
});

test('keeps within the limits of Slack', () => {
  for (const changes of [...Object.values(CHANGES), MANY]) {
    for (const { message } of [slackMessage(LARGE, { changes })]) {
      const blocks = message.attachments.flatMap((attachment) => attachment.blocks);
      expect(blocks.length).toBeLessThanOrEqual(50);
      expect(JSON.stringify(message).length).toBeLessThan(11_500);
      for (const block of blocks) expect(JSON.stringify(block['text'] ?? '').length).toBeLessThan(3200);
    }
  }
});

test('keeps within the limits of SNS, whatever the alerts are made of', () => {
  for (const mark of ['\u0000', '\ud800', '"', '\\', '語', '😀', '\u202e']) {
    for (const { message } of [snsMessage(REPORTS.mixed, contentOf(different(60, mark.repeat(3000))))])
      expect(Buffer.byteLength(message)).toBeLessThan(MAX_MESSAGE_BYTES);
  }
});
