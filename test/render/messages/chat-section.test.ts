import { expect, test } from '@jest/globals';
import { EMPTY_STATE } from '../../../lib/core/alerts/records.ts';
import { chat as escape } from '../../../lib/render/words/escape.ts';
import { alertView } from '../../../lib/render/view/alert-view.ts';
import { fitSection } from '../../../lib/render/messages/chat-section.ts';
import { SINGLE } from '../../fixtures/alerts.ts';
import { REPORTS } from '../../fixtures/reports.ts';

test('a repaired target shows what was lost, to which its next step refers', () => {
  const view = alertView(REPORTS.clean, { alerts: SINGLE['repaired'] ?? [], state: EMPTY_STATE, note: null });
  expect(view.lead[2]).toContain('recreate what was lost (listed below)');
  const [section] = view.sections;
  const linkText = (url: string, label: string): string => `${label} ${url}`;
  const fitted = section && fitSection(section, { room: 2900, detail: 'full', linkText });
  expect(fitted?.text).toContain(escape('Disabling Macie deleted its findings, jobs and custom identifiers here.'));
});
