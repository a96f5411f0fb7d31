import type { Observation, Target } from '../../core/model.ts';
import { columns } from '../words/columns.ts';
import { csv as escapeCsv, jsonForTerminal, plain } from '../words/escape.ts';

/** One session as a row. The names are the columns of every format. */
export interface SessionRow {
  readonly region: string;
  readonly aws_account_id: string;
  /** ENABLED, PAUSED, DISABLED, what AWS shows, `unknown: reason`, or `not-applicable`. Never empty. */
  readonly status: string;
  readonly finding_publishing_frequency: string | null;
  readonly service_role: string | null;
}

const COLUMNS = ['region', 'aws_account_id', 'status', 'finding_publishing_frequency', 'service_role'] as const;

export function sessionRow({ accountId, region }: Target, observation: Observation): SessionRow {
  const row = { region, aws_account_id: accountId, finding_publishing_frequency: null, service_role: null };
  switch (observation.kind) {
    case 'session': {
      const { status, findingPublishingFrequency, serviceRole } = observation.session;
      return { ...row, status, finding_publishing_frequency: findingPublishingFrequency, service_role: serviceRole };
    }
    case 'unknown':
      return { ...row, status: `unknown: ${observation.reason}` };
    case 'not-applicable':
      return { ...row, status: 'not-applicable' };
  }
}

const cells = (row: SessionRow): readonly string[] => COLUMNS.map((column) => plain(row[column] ?? ''));

function table(rows: readonly SessionRow[]): string {
  return columns([COLUMNS, ...rows.map(cells)]);
}

function csv(rows: readonly SessionRow[]): string {
  return [COLUMNS, ...rows.map(cells)].map((line) => `${line.map(escapeCsv).join(',')}\r\n`).join('');
}

function json(rows: readonly SessionRow[]): string {
  return `${jsonForTerminal(JSON.stringify(rows, null, 2))}\n`;
}

export const SESSION_FORMATS = { table, json, csv } as const;
export type SessionFormat = keyof typeof SESSION_FORMATS;
