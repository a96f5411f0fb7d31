import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Alert } from '../../lib/core/alerts/model.ts';
import { EMPTY_STATE } from '../../lib/core/alerts/records.ts';
import { alertView, type Changes } from '../../lib/render/view/alert-view.ts';
import { callLines } from '../../lib/render/words/activity-words.ts';
import { viewChat } from '../../lib/render/messages/chat.ts';
import { slackMessage } from '../../lib/render/messages/slack.ts';
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
        const view = alertView(report, changes);
        const { description }: { description: string } = JSON.parse(viewChat(view, report)).content;
        const sections = JSON.stringify(slackMessage(view, report).attachments).split(String.raw`\n`);
        for (const line of [...description.split('\n'), ...sections]) {
          expect(line).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
          expect(line.split('`').length % 2).toBe(1);
        }
      }),
    );
  });

  test('a user agent makes no link', () => {
    const [first] = callLines({
      accountId: '111122223333',
      region: 'eu-west-1',
      eventId: 'id',
      name: 'DisableMacie',
      at: '2026-11-24T08:59:58.000Z',
      sets: {},
      actor: { type: 'x', name: 'y', sessionName: null, sourceIp: null, userAgent: 'see https://evil.example' },
    });
    expect(first).toBe('DisableMacie by x y, 2026-11-24 08:59:58 UTC, with see https: //evil.example');
  });
});
