import type { MacieCall } from '../../core/activity/macie-call.ts';
import { compareTimes, identityOf, statusOf } from '../../core/alerts/lifecycle.ts';
import type { Alert, PolicyAlert } from '../../core/alerts/model.ts';
import { severityOf } from '../../core/alerts/severity.ts';
import type { Report } from '../../core/compliance/report.ts';
import { partitionOf } from '../../core/partition.ts';
import type { Severity } from '../../core/severity.ts';
import { macieLinks, recordLinks } from '../words/console-links.ts';
import { truncate, plain } from '../words/escape.ts';
import { accountNaming } from '../words/place-words.ts';
import { leadLines } from '../words/lead-words.ts';
import { remedyText } from '../words/remedy-words.ts';
import { capitalize } from '../words/sentence.ts';
import { subjectText } from '../words/subject-words.ts';
import { ALERT_DETAIL_TYPE, SCHEMA_VERSION, type AlertEvent } from './event.ts';
import { shortened } from './short-alerts.ts';

// Jira takes a summary of 255 characters, PagerDuty one of 1,024.
const MAX_SUMMARY = 255;
const MAX_TEXT = 1000;
/** Where no Region is known. */
const ANY_CONSOLE = 'https://console.aws.amazon.com/';

/** An event for each alert, in the order in which it happened: a receiver that resolves by the last one must not resolve what is open. */
export function alertEvents(alerts: readonly Alert[], report: Report): readonly AlertEvent[] {
  return alerts.toSorted(compareTimes).map((alert) => alertEvent(alert, report));
}

/** One event for an alert. Every key is always there: an input transformer cannot tell a missing one. */
export function alertEvent(alert: Alert, report: Report): AlertEvent {
  const short = shortened(alert);
  const { accountId, region } = short;
  const resources = region === null ? [] : [`arn:${partitionOf(region)}:macie2:${region}:${accountId}:session`];
  const detail = { ...factsOf(short), ...textsOf(short, report), runId: report.runId };
  return {
    alertId: alert.id,
    time: new Date(alert.at),
    resources,
    detailType: ALERT_DETAIL_TYPE,
    detail: JSON.stringify({ ...detail, account: { id: accountId, name: accountName(accountId, report) } }),
  };
}

/** In four steps, as incident tools take it. */
const LEVELS: Readonly<Record<Severity, 'critical' | 'error' | 'warning' | 'info'>> = {
  CRITICAL: 'critical',
  HIGH: 'error',
  MEDIUM: 'warning',
  LOW: 'warning',
  INFO: 'info',
  RESOLVED: 'info',
};

function factsOf(alert: Alert) {
  const { id, kind, subject, region, since, at, mergedAlerts = 0 } = alert;
  const drift = alert.subject === 'drift' ? alert : null;
  const severity = severityOf(alert);
  return {
    schemaVersion: SCHEMA_VERSION,
    test: false,
    id,
    dedupKey: identityOf(alert),
    kind,
    status: statusOf(alert),
    severity,
    level: LEVELS[severity],
    subject,
    region,
    setting: drift?.setting ?? null,
    settingsGroup: alert.subject === 'unreadable' ? alert.group : null,
    desired: drift?.desired ?? null,
    actual: drift?.actual ?? null,
    outcome: drift?.outcome ?? null,
    reason: 'reason' in alert ? alert.reason : (drift?.failure?.reason ?? null),
    detail: 'detail' in alert ? alert.detail : null,
    waiver: 'waiver' in alert ? alert.waiver : null,
    call: drift?.call ? callOf(drift.call) : null,
    policy: alert.subject === 'policy' ? policyOf(alert) : null,
    since,
    at,
    mergedAlerts,
  };
}

function policyOf({ source, sha256, previous }: PolicyAlert) {
  return { source, sha256, previous };
}

function callOf(call: MacieCall) {
  const { name, eventId, at, actor } = call;
  const { type, name: identity, sessionName, person = null, through = null, sourceIp, userAgent } = actor;
  return {
    name,
    eventId,
    at,
    caller: { type, identity, sessionName, person, through, sourceIp, userAgent },
    url: recordLinks(call)[0]?.url ?? ANY_CONSOLE,
  };
}

/** Sentences on one line, for people who read the alert in another tool. */
function textsOf(alert: Alert, report: Report) {
  const { region } = alert;
  const group = { first: alert, alerts: [alert] };
  const nameOf = accountNaming(report);
  const [summary = '', cause = ''] = leadLines([group], nameOf);
  return {
    title: subjectText([group], { nameOf }),
    summary: truncate(plain(summary), MAX_SUMMARY),
    cause: truncate(plain(cause), MAX_TEXT),
    whatToDo: truncate(plain(capitalize(remedyText(group))), MAX_TEXT),
    links: { macie: (region === null ? [] : macieLinks(region))[0]?.url ?? `${ANY_CONSOLE}macie/home` },
  };
}

function accountName(accountId: string, { results }: Report): string | null {
  return results.find((result) => result.accountId === accountId)?.accountName ?? null;
}
