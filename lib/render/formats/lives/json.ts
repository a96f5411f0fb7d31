import type { Life } from '../../../core/history/lives.ts';
import { csv as escape, jsonForTerminal } from '../../words/escape.ts';
import { eventText } from '../../words/life-words.ts';
import type { LivesOptions } from './text.ts';

/** Lives for programs. Times are ISO 8601 UTC. */
export function livesJson(lives: readonly Life[], { from, to, names }: LivesOptions): string {
  const value = {
    schemaVersion: 1,
    since: new Date(from).toISOString(),
    until: new Date(to).toISOString(),
    lives: lives.map(({ since, ...life }) => ({ ...life, accountName: names.get(life.accountId), openedAt: since })),
  };
  return `${jsonForTerminal(JSON.stringify(value, null, 2))}\n`;
}

const COLUMNS = [
  'account_id',
  'account_name',
  'region',
  'subject',
  'setting',
  'opened_at',
  'ended_at',
  'event_at',
  'event',
  'desired',
  'actual',
  'caller',
  'call',
  'call_at',
  'event_id',
  'run_id',
  'text',
] as const;

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string | null>>>;

/** One row for each event; one for a life without any. RFC 4180. */
export function livesCsv(lives: readonly Life[], { names }: LivesOptions): string {
  const rows = lives.flatMap((life) => rowsOf(life, names));
  const lines = rows.map((row) => COLUMNS.map((column) => row[column] ?? ''));
  return [COLUMNS, ...lines].map((cells) => `${cells.map(escape).join(',')}\r\n`).join('');
}

function rowsOf(life: Life, names: ReadonlyMap<string, string>): readonly Row[] {
  const { accountId, region, since, endedAt, subject } = life;
  const what = {
    account_id: accountId,
    account_name: names.get(accountId) ?? null,
    region,
    subject,
    setting: subject === 'drift' ? life.setting : life.group,
    opened_at: since,
    ended_at: endedAt,
  };
  if (life.events.length === 0) return [{ ...what, ...(life.subject === 'drift' ? life.parts[0] : {}) }];
  return life.events.map((event) => {
    const head = { ...what, event_at: event.at, event: event.kind, run_id: event.runId, text: eventText(event) };
    if (event.subject === 'unreadable') return head;
    const call = event.endedBy ?? event.call;
    const by = { caller: call?.actor.name ?? null, call: call?.name ?? null, call_at: call?.at ?? null };
    return { ...head, ...by, event_id: call?.eventId ?? null, desired: event.desired, actual: event.actual };
  });
}
