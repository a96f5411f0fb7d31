import type { Report } from '../core/report.ts';
import { chat as escape, plain } from './escape.ts';
import { storyOf, type Entry, type Section } from './story.ts';
import { counts, headline } from './words.ts';

const MAX_TITLE = 250;
const MAX_DESCRIPTION = 8000;
const MAX_NEXT_STEP = 350;
const MAX_NEXT_STEPS = 5;
/** What goes before a cut: long lists belong into the JSON report. */
const MAX_ENTRIES = 20;

const SIGNS: Readonly<Record<Report['verdict'], string>> = { compliant: '🟢', drifted: '🔴', unknown: '🟠' };

/**
 * A custom notification of Amazon Q Developer in chat applications, as JSON: what is not of its schema is dropped silently.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chat(report: Report): string {
  const summary = headline(report);
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
        description: description(report),
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

/** Sections in full while there is room: a section that does not fit ends with how many are missing. */
function description(report: Report): string {
  const end = `result: *${report.verdict}*`;
  let written = `${counts(report)}\n`;
  for (const section of storyOf(report).sections) {
    const room = MAX_DESCRIPTION - written.length - end.length - 1;
    const part = sectionWithin(section, room);
    if (part === null) break;
    written += `${part}\n`;
  }
  return written + end;
}

function sectionWithin(section: Section, room: number): string | null {
  const { kind, title, size, entries, names } = section;
  const head = `*${title} (${size})*\n`;
  const items = entries.length > 0 ? entries.map((entry) => entryLine(entry, kind)) : [nameLine(names)];
  const sizes = entries.length > 0 ? entries.map((entry) => entry.size) : [size];
  const tail = (left: number): string => (left > 0 ? `• … and ${left} more\n` : '');
  let left = size;
  let body = '';
  for (const [index, item] of items.slice(0, MAX_ENTRIES).entries()) {
    if (head.length + body.length + item.length + tail(size).length > room) break;
    body += item;
    left -= sizes[index] ?? 0;
  }
  const whole = head + body + tail(left);
  return whole.length > room ? null : whole;
}

const MAX_NAMES = 40;
const MAX_LINE = 600;

function nameLine(names: readonly string[]): string {
  const left = names.length - MAX_NAMES;
  return `${names.slice(0, MAX_NAMES).map(escape).join(', ')}${left > 0 ? ` … and ${left} more` : ''}\n`;
}

function entryLine({ name, title, lines }: Entry, kind: Section['kind']): string {
  const [first = ''] = lines;
  const parts = [name === '' ? '' : `*${escape(cut(name, MAX_LINE))}* `, escape(cut(title, MAX_LINE))];
  const shows = kind === 'drifted' || kind === 'unknown' ? lines : lines.slice(0, 1);
  return `• ${parts.join('')}\n${first === '' ? '' : shows.map((line) => `    ${escape(cut(line, MAX_LINE))}\n`).join('')}`;
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
  return [...new Set(steps)].slice(0, MAX_NEXT_STEPS).map((step) => cut(escape(step), MAX_NEXT_STEP));
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).toWellFormed()}…`;
}
