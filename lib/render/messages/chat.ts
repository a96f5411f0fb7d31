import type { Report } from '../../core/compliance/report.ts';
import { chat as escape, truncate, entities, jsonForTerminal, plain } from '../words/escape.ts';
import { cutEscaped, leastOf, fitSection, type Detail } from './chat-section.ts';
import { reportView } from '../view/report-view.ts';
import { alertsLeft, type View } from '../view/view.ts';
import { partSuffix } from '../words/scope-words.ts';

const MAX_TITLE = 250;
const MAX_DESCRIPTION = 8000;
const MAX_NEXT_STEP = 350;
const MAX_NEXT_STEPS = 5;
const MAX_LEAD = 1000;

const SIGNS: Readonly<Record<View['verdict'], string>> = { compliant: '🟢', drifted: '🔴', unknown: '🟠' };

/**
 * A custom notification of Amazon Q Developer in chat applications, as JSON: a notification that breaks its schema is dropped silently.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chat(report: Report): string {
  return viewChat(reportView(report), report);
}

export function viewChat(view: View, report: Report): string {
  return fitChat(view, report).text;
}

/** The same, with the number of alerts that did not fit: in full if there is room, else with the titles of the entries alone. */
export function fitChat(view: View, report: Report): { readonly text: string; readonly left: number } {
  const full = describe(view, { report, detail: 'full' });
  const { description, left } = full.left === 0 ? full : describe(view, { report, detail: 'brief' });
  const notification = notificationOf(view, { report, description });
  return { text: `${jsonForTerminal(JSON.stringify(notification, null, 2))}\n`, left };
}

/** Title and summary take mark-up as well. */
function notificationOf(view: View, { report, description }: { report: Report; description: string }) {
  const { headline, verdict } = view;
  const steps = nextSteps(report);
  const accounts = [...new Set(report.results.map(({ accountId }) => accountId))];
  const thread = accounts.length === 1 ? accounts[0] : 'all';
  return {
    version: '1.0',
    source: 'custom',
    id: report.runId,
    content: {
      textType: 'client-markdown',
      title: `${SIGNS[verdict]} ${cutEscaped(headline, MAX_TITLE - 3)}`,
      description,
      ...(steps.length > 0 && view.lead.length === 0 ? { nextSteps: steps } : {}),
      keywords: ['macie-warden', verdict],
    },
    metadata: {
      threadId: `macie-warden-${thread}`,
      summary: cutEscaped(headline, MAX_TITLE),
      eventType: 'macie-warden-report',
      additionalContext: {
        runId: report.runId,
        verdict,
        policy: truncate(plain(report.policy.source), MAX_TITLE),
      },
    },
  };
}

interface Description {
  readonly description: string;
  readonly left: number;
}

/** Sections in full while there is room: entries that do not fit are counted, and every section is named. */
function describe(view: View, { report: { scope }, detail }: { report: Report; detail: Detail }): Description {
  const archive = view.archiveUrl === undefined ? '' : `${linkText(view.archiveUrl, 'report in the archive')}\n`;
  const end = `${archive}result: *${view.verdict}*${partSuffix(scope)}`;
  const lead = view.lead.map((line) => `${leadText(line)}\n`).join('');
  let written = `${lead}${escape(view.counts)}\n${lead === '' ? '' : '\n'}`;
  let reserved = view.sections.reduce((sum, section) => sum + leastOf(section) + 1, 0);
  const fitted: { left: number }[] = [];
  for (const section of view.sections) {
    reserved -= leastOf(section) + 1;
    const room = MAX_DESCRIPTION - written.length - end.length - reserved - 1;
    const part = fitSection(section, { room, detail, linkText });
    fitted.push({ left: part?.left ?? section.size });
    if (part === null) continue;
    written += `${part.text}\n`;
  }
  return { description: written + end, left: alertsLeft(view.sections, fitted) };
}

/** The address of the runbook comes from the policy, which takes no other characters than those of an address. */
function leadText(line: string): string {
  return /^Runbook: https:\/\/\S+$/.test(line) ? entities(line) : cutEscaped(line, MAX_LEAD);
}

/** Slack and Teams write links in different ways; both make one of an address. */
function linkText(url: string, label: string): string {
  return `${label}: ${entities(url)}`;
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
