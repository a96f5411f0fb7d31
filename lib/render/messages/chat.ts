import type { Report } from '../../core/compliance/report.ts';
import { cut, plain } from '../words/escape.ts';
import { cutEscaped, leastOf, fitSection } from './chat-section.ts';
import { reportView } from '../view/report-view.ts';
import type { View } from '../view/view.ts';
import { partSuffix } from '../words/scope-words.ts';

const MAX_TITLE = 250;
const MAX_DESCRIPTION = 8000;
const MAX_NEXT_STEP = 350;
const MAX_NEXT_STEPS = 5;

const SIGNS: Readonly<Record<View['verdict'], string>> = { compliant: '🟢', drifted: '🔴', unknown: '🟠' };

/**
 * A custom notification of Amazon Q Developer in chat applications, as JSON: a notification that breaks its schema is dropped silently.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chat(report: Report): string {
  return viewChat(reportView(report), report);
}

export function viewChat(view: View, report: Report): string {
  const { headline: summary, verdict } = view;
  const title = cut(plain(`${SIGNS[verdict]} macie-warden: ${summary}`), MAX_TITLE);
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
        description: description(view, report),
        ...(steps.length > 0 ? { nextSteps: steps } : {}),
        keywords: ['macie-warden', verdict],
      },
      metadata: {
        threadId: `macie-warden-${thread}`,
        summary: cut(plain(summary), MAX_TITLE),
        eventType: 'macie-warden-report',
        additionalContext: {
          runId: report.runId,
          verdict,
          policy: cut(plain(report.policy.source), MAX_TITLE),
        },
      },
    },
    null,
    2,
  )}\n`;
}

/** Sections in full while there is room: entries that do not fit are counted, and every section is named. */
function description(view: View, { scope }: Report): string {
  const end = `result: *${view.verdict}*${partSuffix(scope)}`;
  let written = `${view.counts}\n`;
  let reserved = view.sections.reduce((sum, section) => sum + leastOf(section) + 1, 0);
  for (const section of view.sections) {
    reserved -= leastOf(section) + 1;
    const room = MAX_DESCRIPTION - written.length - end.length - reserved - 1;
    const part = fitSection(section, room);
    if (part === null) break;
    written += `${part}\n`;
  }
  return written + end;
}

/** The next steps for a person, each once. */
function nextSteps({ results, policy }: Report): readonly string[] {
  const drifts = results.flatMap((result) => result.drifts);
  const isOpen = drifts.some(({ outcome }) => outcome === 'planned');
  const steps = [
    ...(isOpen && policy.remediation === 'report'
      ? ['Repair by hand; or set remediation: enforce in the policy and deploy with --param remediation=enforce']
      : []),
    ...drifts.filter(({ outcome }) => outcome === 'manual').map(({ detail }) => detail ?? ''),
    ...(results.some(({ verdict }) => verdict === 'unknown')
      ? ['Find out why some targets could not be read: Macie may be off there']
      : []),
  ];
  return [...new Set(steps)].slice(0, MAX_NEXT_STEPS).map((step) => cutEscaped(step, MAX_NEXT_STEP));
}
