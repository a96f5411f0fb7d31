import type { Report } from '../../core/compliance/report.ts';
import { cut, plain } from '../words/escape.ts';
import { escapedWithin, leastOf, sectionWithin } from './chat-section.ts';
import { storyOf, type Story } from '../view/report-view.ts';

const MAX_TITLE = 250;
const MAX_DESCRIPTION = 8000;
const MAX_NEXT_STEP = 350;
const MAX_NEXT_STEPS = 5;

const SIGNS: Readonly<Record<Report['verdict'], string>> = { compliant: '🟢', drifted: '🔴', unknown: '🟠' };

/**
 * A custom notification of Amazon Q Developer in chat applications, as JSON: what is not of its schema is dropped silently.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chat(report: Report): string {
  return storyChat(storyOf(report), report);
}

export function storyChat(story: Story, report: Report): string {
  const summary = story.headline;
  const title = cut(plain(`${SIGNS[report.verdict]} macie-warden: ${summary}`), MAX_TITLE);
  const steps = nextSteps(report);
  const accounts = [...new Set(report.results.map(({ accountId }) => accountId))];
  const thread = accounts.length === 1 ? accounts[0] : 'all';
  return `${JSON.stringify(
    {
      version: '1.0',
      source: 'custom',
      id: report.runId,
      content: {
        textType: 'client-markdown',
        title,
        description: description(story, report),
        ...(steps.length > 0 ? { nextSteps: steps } : {}),
        keywords: ['macie-warden', report.verdict],
      },
      metadata: {
        threadId: `macie-warden-${thread}`,
        summary: cut(plain(summary), MAX_TITLE),
        eventType: 'macie-warden-report',
        additionalContext: {
          runId: report.runId,
          verdict: report.verdict,
          policy: cut(plain(report.policy.source), MAX_TITLE),
        },
      },
    },
    null,
    2,
  )}\n`;
}

/** Sections in full while there is room: what does not fit is counted, and no section goes unnamed. */
function description(story: Story, report: Report): string {
  const end = `result: *${report.verdict}*`;
  let written = `${story.counts}\n`;
  let reserved = story.sections.reduce((sum, section) => sum + leastOf(section) + 1, 0);
  for (const section of story.sections) {
    reserved -= leastOf(section) + 1;
    const room = MAX_DESCRIPTION - written.length - end.length - reserved - 1;
    const part = sectionWithin(section, room);
    if (part === null) break;
    written += `${part}\n`;
  }
  return written + end;
}

/** What a person can do now, each once. */
function nextSteps({ results, policy }: Report): readonly string[] {
  const drifts = results.flatMap((result) => result.drifts);
  const isOpen = drifts.some(({ outcome }) => outcome === 'planned');
  const steps = [
    ...(isOpen && policy.remediation === 'report'
      ? [
          'Repair by hand, or let macie-warden: set remediation: enforce in the policy and deploy with --param remediation=enforce',
        ]
      : []),
    ...drifts.filter(({ outcome }) => outcome === 'manual').map(({ detail }) => detail ?? ''),
    ...(results.some(({ verdict }) => verdict === 'unknown')
      ? ['Look at why some targets could not be read: they may be off']
      : []),
  ];
  return [...new Set(steps)].slice(0, MAX_NEXT_STEPS).map((step) => escapedWithin(step, MAX_NEXT_STEP));
}
