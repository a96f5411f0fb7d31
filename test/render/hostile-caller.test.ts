import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Alert } from '../../lib/core/alerts/model.ts';
import { EMPTY_STATE } from '../../lib/core/alerts/records.ts';
import { alertView } from '../../lib/render/view/alert-view.ts';
import type { Changes } from '../../lib/render/view/content.ts';
import { callLines } from '../../lib/render/words/activity-words.ts';
import { viewChat } from '../../lib/render/messages/chat.ts';
import { slackMessage, type SlackMessage } from '../../lib/render/messages/slack.ts';
import { viewText } from '../../lib/render/formats/text.ts';
import { EVERY_ALERT } from '../fixtures/alerts.ts';
import { CONTROL, nasty } from './nasty.ts';
import { reportOf, result } from '../fixtures/reports.ts';

/** One alert of each kind that can name somebody, made by somebody who calls himself what he likes. */
const hostileChanges: fc.Arbitrary<Changes> = fc
  .record({
    name: nasty,
    sessionName: nasty,
    sourceIp: nasty,
    userAgent: nasty,
    type: nasty,
    call: nasty,
    detail: nasty,
  })
  .map(({ call, detail, ...actor }) => {
    const alerts = EVERY_ALERT.map((alert): Alert => {
      if (alert.subject === 'policy') return { ...alert, source: detail };
      if (alert.subject === 'unreadable') return 'detail' in alert ? { ...alert, detail } : alert;
      const { accountId, region } = alert;
      const at = '2026-11-24T08:59:58.000Z';
      const eventId = '3c1f2e7a-5d0b-4a53-9a0e-6b1d2f4c8e90';
      return { ...alert, detail, call: { accountId, region, eventId, name: call, at, sets: {}, actor } };
    });
    return { alerts, state: EMPTY_STATE, note: null };
  });

describe('a hostile caller stays text', () => {
  const report = reportOf([result('eu-west-1')]);
  test('in email: one result line, no control characters, no link but to the console', () => {
    fc.assert(
      fc.property(hostileChanges, (changes) => {
        const lines = viewText(alertView(report, changes), { report }).split('\n');
        expect(lines.filter((line) => line.startsWith('result:'))).toEqual(['result: compliant']);
        expect(lines.join('\n')).not.toMatch(CONTROL);
      }),
    );
  });

  test('in chat and Slack: no entity, mention or mark-up; code spans end', () => {
    fc.assert(
      fc.property(hostileChanges, (changes) => {
        const { content } = JSON.parse(viewChat(alertView(report, changes), report));
        const { title, description }: { title: string; description: string } = content;
        const messages = [slackMessage(report, { changes }).message];
        const sections = messages.flatMap(mrkdwnOf).map(withoutOwnLinks);
        for (const line of [...description.split('\n'), title, ...sections.flatMap((text) => text.split('\n'))]) {
          expect(line).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
          expect(line.split('`').length % 2).toBe(1);
          expect(outsideCode(line)).not.toMatch(/:[^\s:]+:|@|\]\(|~|www\./);
        }
        expect(messages.flatMap(mrkdwnOf).join('\n')).not.toMatch(CONTROL);
      }),
    );
  });

  test('a user agent makes no link', () => {
    const [first] = callLines([
      {
        accountId: '111122223333',
        region: 'eu-west-1',
        eventId: 'id',
        name: 'DisableMacie',
        at: '2026-11-24T08:59:58.000Z',
        sets: {},
        actor: { type: 'x', name: 'y', sessionName: null, sourceIp: null, userAgent: 'see https://evil.example' },
      },
    ]);
    expect(first).toBe('DisableMacie by x y, 2026-11-24 08:59:58 UTC, with see https: //evil.example');
  });
});

/** Every text of a Slack message that is read as mark-up. */
function mrkdwnOf({ text, attachments }: SlackMessage): readonly string[] {
  const found = [...JSON.stringify(attachments).matchAll(/\{"type":"mrkdwn","text":("(?:[^"\\]|\\.)*")/g)];
  return [text, ...found.map(([, json = '""']) => String(JSON.parse(json)))];
}

/** Links to the console are ours. */
function withoutOwnLinks(text: string): string {
  return text.replaceAll(/<https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\/[^<>|]*\|[^<>|]*>/g, 'link');
}

function outsideCode(line: string): string {
  return line
    .split('`')
    .filter((_, index) => index % 2 === 0)
    .join(' x ')
    .replaceAll(/: https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\/\S*/g, ' link')
    .replaceAll(/(^| )\*|\*( |$)/g, '$1$2');
}
