import { expect, test } from '@jest/globals';
import { slackMessage } from '../../../lib/render/messages/slack.ts';
import { MAX_RUNBOOK } from '../../../lib/policy/schema-limits.ts';
import { MESSAGES } from '../../fixtures/changes.ts';
import { REPORTS } from '../../fixtures/reports.ts';

interface Button {
  readonly text: { readonly text: string };
  readonly url: string;
}

function buttonsOf(name: string, runbook?: string): readonly Button[] {
  const { report, changes } = MESSAGES[name] ?? { report: REPORTS.clean, changes: undefined };
  const { message } = slackMessage(report, changes ? { changes: { ...changes, runbook } } : {});
  const { attachments } = JSON.parse(JSON.stringify(message));
  return attachments[0].blocks.flatMap(({ elements }: { elements?: { type: string }[] }) =>
    (elements ?? []).filter(({ type }) => type === 'button'),
  );
}

test.each(Object.keys(MESSAGES))('buttons stay within the limits of Slack, with the longest runbook: %s', (name) => {
  const buttons = buttonsOf(name, `https://wiki.example.com/${'x'.repeat(MAX_RUNBOOK - 25)}`);
  expect(buttons.length).toBeLessThanOrEqual(5);
  for (const { text, url } of buttons) {
    expect(text.text.length).toBeLessThanOrEqual(75);
    expect(url.length).toBeLessThanOrEqual(3000);
    expect(URL.canParse(url)).toBe(true);
  }
});

test('buttons lead to Macie in the first Regions, to the call, and to the runbook of the policy', () => {
  const [macie, call, runbook] = buttonsOf('opened-off', 'https://wiki.example.com/macie');
  expect(macie).toMatchObject({ text: { text: 'Macie in eu-west-1' } });
  expect(call).toMatchObject({ text: { text: 'CloudTrail: DisableMacie' } });
  expect(runbook).toMatchObject({ text: { text: 'Runbook' }, url: 'https://wiki.example.com/macie#opened' });
  expect(buttonsOf('opened-paused-17')).toHaveLength(4);
});
