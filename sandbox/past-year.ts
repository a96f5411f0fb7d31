import { evidenceOf } from '../lib/core/evidence/evidence.ts';
import type { Evidence } from '../lib/core/evidence/model.ts';
import { livesOf, type Life } from '../lib/core/history/lives.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { DAY_MS, HOUR_MS } from '../lib/core/time.ts';
import { simulatedRuns, type Oddity } from './simulated-runs.ts';

const ACCOUNTS = ['111122223333', '444455556666'] as const;
const FROM = Date.parse('2026-01-01T00:00:00Z');
const TO = Date.parse('2027-01-01T00:00:00Z');

const NAMES: ReadonlyMap<string, string> = new Map([
  ['111122223333', 'prod-web'],
  ['444455556666', 'prod-data'],
]);

/** Times without runs: the schedule was off. */
const NO_RUNS = [
  { from: '2026-05-04T08:00:00Z', hours: 52 },
  { from: '2026-09-19T22:00:00Z', hours: 9 },
] as const;

const [PROD_WEB, PROD_DATA] = ACCOUNTS;
const ODD = [
  { accountId: PROD_WEB, region: 'eu-west-1', from: '2026-02-10T14:00:00Z', hours: 18 * 24 + 5, status: 'PAUSED' },
  { accountId: PROD_WEB, region: 'eu-west-1', from: '2026-08-03T09:00:00Z', hours: 3, status: 'PAUSED' },
  { accountId: PROD_DATA, region: 'us-east-1', from: '2026-11-28T16:00:00Z', hours: 64, status: 'DISABLED' },
  { accountId: PROD_DATA, region: 'ap-southeast-2', from: '2026-06-17T02:00:00Z', hours: 1, status: 'PAUSED' },
  { accountId: PROD_DATA, region: 'eu-south-1', from: '2026-07-01T11:00:00Z', hours: 33 * 24, reason: 'access-denied' },
  { accountId: PROD_DATA, region: 'sa-east-1', from: '2026-10-12T05:00:00Z', hours: 2, reason: 'throttled' },
] as const;

/** The evidence and the lives of a year of hourly runs over two accounts: some pauses, an account that denies, and gaps. */
export function pastYear(everyHours = 1): { readonly evidence: Evidence; readonly lives: readonly Life[] } {
  const targets = ACCOUNTS.flatMap((accountId) => MACIE_REGIONS.map((region) => ({ accountId, region })));
  const hours = Array.from(
    { length: (TO - FROM) / HOUR_MS / everyHours + 2 },
    (_, index) => FROM + (index - 2) * everyHours * HOUR_MS,
  );
  const starts = hours.filter((start) => !NO_RUNS.some((gap) => isWithin(start, gap)));
  const runs = [...simulatedRuns({ targets, starts, oddities })];
  const events = runs.flatMap((run) => run.events);
  const drifts = runs.at(-1)?.after.drifts ?? [];
  const facts = { scans: runs.map(({ scanRecord }) => scanRecord), events, drifts, doubts: [], olderRuns: null };
  const question = { from: FROM, to: TO, accounts: null, regions: null, settings: ['status'], validForMs: null };
  return { evidence: evidenceOf(facts, question), lives: livesOf(events, { drifts, unreadable: [] }) };
}

export const YEAR = { from: FROM, to: TO, now: new Date(TO + DAY_MS), names: NAMES };

function oddities(start: number): readonly Oddity[] {
  return ODD.filter((one) => isWithin(start, one));
}

function isWithin(start: number, { from, hours }: { readonly from: string; readonly hours: number }): boolean {
  const at = Date.parse(from);
  return start >= at && start < at + hours * HOUR_MS;
}
