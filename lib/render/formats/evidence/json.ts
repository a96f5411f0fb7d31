import type { Evidence, Times } from '../../../core/evidence/model.ts';
import { SECOND_MS } from '../../../core/time.ts';
import { csv as escape, jsonForTerminal } from '../../words/escape.ts';
import { evidenceSentence } from '../../words/evidence-words.ts';

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** The evidence for programs. Times are ISO 8601 UTC, lengths are seconds. */
export function evidenceJson(evidence: Evidence, names: ReadonlyMap<string, string>): string {
  const { from, to, validForMs, settings, scans, times, targets } = evidence;
  const value = {
    schemaVersion: 1,
    from: isoOf(from),
    to: isoOf(to),
    answer: evidenceSentence(evidence),
    validForSeconds: validForMs / SECOND_MS,
    settings,
    scans,
    seconds: secondsOf(times),
    targets: targets.map(({ accountId, region, setting, spans, times: own }) => ({
      accountId,
      accountName: names.get(accountId),
      region,
      setting,
      seconds: secondsOf(own),
      spans: spans.map((span) => ({ ...span, from: isoOf(span.from), to: isoOf(span.to) })),
    })),
  };
  return `${jsonForTerminal(JSON.stringify(value, null, 2))}\n`;
}

function secondsOf({ compliant, drifted, accepted, outside, ...times }: Times): Readonly<Record<string, number>> {
  return {
    compliant: compliant / SECOND_MS,
    drifted: drifted / SECOND_MS,
    accepted: accepted / SECOND_MS,
    notSeen: times['not-seen'] / SECOND_MS,
    outside: outside / SECOND_MS,
  };
}

const COLUMNS = ['account_id', 'account_name', 'region', 'setting', 'from', 'to', 'seconds', 'kind', 'why'];

/** One row for each time in which nothing changed. RFC 4180. */
export function evidenceCsv({ targets }: Evidence, names: ReadonlyMap<string, string>): string {
  const rows = targets.flatMap(({ accountId, region, setting, spans }) =>
    spans.map(({ from, to, kind, why }) => [
      accountId,
      names.get(accountId) ?? '',
      region,
      setting,
      isoOf(from),
      isoOf(to),
      String((to - from) / SECOND_MS),
      kind,
      why ?? '',
    ]),
  );
  return [COLUMNS, ...rows].map((cells) => `${cells.map(escape).join(',')}\r\n`).join('');
}
