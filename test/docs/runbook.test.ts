import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { ALERT_KINDS } from '../../lib/core/alerts/model.ts';
import { REASONS } from '../../lib/core/observation.ts';
import { runbookPlace, runbookUrl } from '../../lib/render/words/runbook-words.ts';
import { EVERY_ALERT, unreadableAlert } from '../fixtures/alerts.ts';

const SECTIONS = new Map(
  readFileSync(`${import.meta.dirname}/../../docs/runbook.md`, 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.split('\n')[0] ?? '', section] as const),
);

test('the runbook has a section for each kind of alert and each reason, and no other', () => {
  expect([...SECTIONS.keys()]).toEqual([...ALERT_KINDS, ...REASONS]);
});

test('each section has the cause, how to see it, and what to do', () => {
  for (const section of SECTIONS.values())
    expect(section).toMatch(/\n- \*\*Cause:\*\* \S.*\n- \*\*How to see it:\*\* \S.*\n- \*\*What to do:\*\* \S.*\n/);
});

test('each anchor that a message links to is there', () => {
  const unreadable = REASONS.map((reason) => unreadableAlert({ kind: 'unreadable', reason, detail: '' }));
  for (const alert of [...EVERY_ALERT, ...unreadable]) {
    const [page, anchor = ''] = runbookUrl(alert, 'https://wiki.example.com/macie').split('#');
    expect(page).toBe('https://wiki.example.com/macie');
    expect(SECTIONS.has(anchor)).toBe(true);
    // Without a page of the policy, its words alone have to lead to the section.
    expect(runbookPlace(alert, undefined)).toBe(
      `section "${anchor}" of docs/runbook.md of macie-warden; alerts.runbook in the policy makes this a link`,
    );
  }
});
