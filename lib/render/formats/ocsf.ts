import { driftKey, unreadableKey, type DriftRecord, type UnreadableRecord } from '../../core/alerts/records.ts';
import type { Report, Result } from '../../core/compliance/report.ts';
import type { Unknown } from '../../core/observation.ts';
import { compareText } from '../../core/order.ts';
import { targetKey } from '../../core/target.ts';
import { NO_BACKGROUND, type ReportBackground } from '../view/report-background.ts';
import { jsonForTerminal } from '../words/escape.ts';
import { accountNaming, type AccountNaming } from '../words/place-words.ts';
import { closedFinding, driftFinding, unknownFinding, type OcsfFinding } from './ocsf-finding.ts';
import { ocsfEvent } from './ocsf-event.ts';

/**
 * One line of JSON for each drift and each unknown: class 2003, Compliance Finding, of the Open Cybersecurity Schema Framework.
 * The contract is `ocsf.schema.json`. With the state, a line for each drift that has ended as well, and since when each is open.
 * https://schema.ocsf.io/1.3.0/classes/compliance_finding
 */
export function ocsf(report: Report, background: ReportBackground = NO_BACKGROUND): string {
  return [...ocsfLines(report, background)].join('');
}

/** The same, a line at a time: all lines of a large organization take hundreds of megabytes. */
export function* ocsfLines(report: Report, background: ReportBackground = NO_BACKGROUND): Generator<string> {
  const { severityRules } = background;
  const known = recordsOf(background, report);
  const nameOf = accountNaming(report);
  const units = new Map(
    (report.units ?? []).flatMap(({ accounts, path }) => accounts.map((id) => [id, path] as const)),
  );
  for (const result of report.results)
    for (const finding of findingsOf(result, { report, known, nameOf, severityRules })) {
      const event = ocsfEvent(finding, { report, result, unitPath: units.get(result.accountId) ?? null });
      yield `${jsonForTerminal(JSON.stringify(event))}\n`;
    }
}

/** The records of the state, to be found by target. */
interface Known {
  readonly drifts: ReadonlyMap<string, DriftRecord>;
  readonly unreadable: ReadonlyMap<string, UnreadableRecord>;
  /** By target. */
  readonly closed: ReadonlyMap<string, readonly DriftRecord[]>;
}

function recordsOf({ state }: ReportBackground, report: Report): Known {
  const { drifts = [], unreadable = [] } = state ?? {};
  return {
    drifts: new Map(drifts.map((one) => [driftKey(one), one])),
    unreadable: new Map(unreadable.map((one) => [unreadableKey(one), one])),
    closed: Map.groupBy(
      drifts.filter((record) => hasEnded(record, report)),
      targetKey,
    ),
  };
}

/**
 * Did the drift of a record end in this run? A record stays for a day after its end, and each run sees it. The alert of the end is
 * in the record until it is delivered, and runs archive before they deliver.
 */
function hasEnded({ state, pending }: DriftRecord, { startedAt }: Report): boolean {
  return state === 'closed' && pending.some(({ kind, at }) => ENDINGS.has(kind) && at >= startedAt);
}

const ENDINGS: ReadonlySet<string> = new Set(['resolved', 'repaired']);

interface Context {
  readonly report: Report;
  readonly known: Known;
  readonly nameOf: AccountNaming;
  readonly severityRules: ReportBackground['severityRules'];
}

/** Of one target, in the order of the report; those that have ended come last. */
function findingsOf(result: Result, { report, known, nameOf, severityRules }: Context): readonly OcsfFinding[] {
  const { accountId, region, drifts, unknowns } = result;
  const place = `${region} of ${nameOf(accountId)}`;
  const context = { result, place, report, severityRules };
  const ended = known.closed.get(targetKey(result)) ?? [];
  return [
    ...drifts.map((drift) => {
      const record = known.drifts.get(driftKey({ accountId, region, setting: drift.setting })) ?? null;
      return driftFinding(drift, { ...context, record });
    }),
    ...unknowns.map((unknown: Unknown) => {
      const record = known.unreadable.get(unreadableKey({ accountId, region, group: unknown.group })) ?? null;
      return unknownFinding(unknown, { ...context, record });
    }),
    ...ended
      .filter((record) => isAsDesired(record, result))
      .toSorted((a, b) => compareText(a.setting, b.setting))
      .map((record) => closedFinding(record, context)),
  ];
}

/** Did the run see that the drift of a record has ended? What it did not read has not ended. */
function isAsDesired({ setting }: DriftRecord, { settings, drifts }: Result): boolean {
  return settings[setting] !== undefined && !drifts.some((drift) => drift.setting === setting);
}
