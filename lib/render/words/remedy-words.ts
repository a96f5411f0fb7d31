import type { MacieCall } from '../../core/activity/macie-call.ts';
import type { Alert, DriftAlert } from '../../core/alerts/model.ts';
import { minuteText } from '../../core/time.ts';
import { shortActorText } from './activity-words.ts';
import { settingOf } from '../../core/settings/registry.ts';
import { callsOf, detailOf, type AlertGroup } from './alert-group.ts';
import { byHandText } from './by-hand.ts';
import { actionText, lossLines, wasOn } from './drift-words.ts';
import { stepAfterWriteText, stepText } from './unknown-words.ts';

/** The page with the text of a service control policy. */
const PREVENTION = 'docs/prevention.md';

/** The next step of a person about equal alerts, without a full stop. */
export function remedyText(group: AlertGroup): string {
  const { first } = group;
  switch (first.subject) {
    case 'drift':
      return driftRemedy(first, group);
    case 'unreadable':
      return unreadableRemedy(first);
    case 'policy':
      return `nothing, if that was intended; else put the earlier policy back, and find out who can write to ${first.source}`;
  }
}

function unreadableRemedy(alert: Extract<Alert, { subject: 'unreadable' }>): string {
  switch (alert.kind) {
    case 'unreadable':
    case 'reminder':
      return stepText(alert);
    case 'readable':
      return 'nothing';
    case 'resolved':
      return 'nothing, if that is intended';
  }
}

function driftRemedy(alert: DriftAlert, group: AlertGroup): string {
  switch (alert.kind) {
    case 'contested':
      return contestedRemedy(alert, group);
    case 'repair-failed':
      return stepAfterWriteText(alert.failure, actionText(alert));
    case 'waiver-expiring':
      return `renew the waiver in the policy, or ${actionText(alert)} before ${alert.waiver.expires}`;
    case 'waiver-expired':
      return `${openRemedy(alert, group)}; or renew the waiver in the policy`;
    case 'interrupted':
      return afterRepair(alert, callsOf(group));
    case 'resolved':
      return alert.waiver === null && alert.isGone !== true ? 'nothing' : 'nothing, if that is intended';
    case 'opened':
    case 'changed':
    case 'flapping':
    case 'reminder':
    case 'repaired':
      return openRemedy(alert, group);
  }
}

/** By the outcome that the run reached. */
function openRemedy(alert: DriftAlert, group: AlertGroup): string {
  const action = actionText(alert);
  const detail = detailOf(group, alert.detail ?? '');
  switch (alert.outcome) {
    case 'verified':
      return afterRepair(alert, callsOf(group));
    case 'applied':
      return `nothing, if the next run verifies the repair; else ${byHandText(action)}`;
    case 'failed':
      return alert.failure === null ? byHandText(action) : stepAfterWriteText(alert.failure, action);
    case 'manual':
      return detail === '' ? action : detail;
    case 'skipped':
      return `${byHandText(action)}${detail === '' ? '' : `: ${detail}`}`;
    case 'planned':
    case null:
      return alert.action === 'manual'
        ? action
        : `${byHandText(action)}, or let macie-warden do it (remediation: enforce)`;
  }
}

/** A repair brings back the setting, and not what was lost with it. */
function afterRepair(alert: DriftAlert, calls: readonly MacieCall[]): string {
  const actors = [...new Set(calls.map(({ actor }) => shortActorText(actor)))];
  const first =
    lossLines(alert, { wasOn: wasOn(alert) }).length > 0 ? 'recreate what was lost (listed below)' : 'nothing';
  if (actors.length === 0) return `${first}; look up the caller in CloudTrail`;
  return `${first}; ask ${actors.length > 2 ? 'the callers' : actors.join(' and ')} why`;
}

/** The three steps against somebody who undoes every repair. */
function contestedRemedy(alert: Extract<DriftAlert, { kind: 'contested' }>, { alerts }: AlertGroup): string {
  const { call, earlierCalls } = alert;
  const calls = [...alerts.flatMap((one) => (one.subject === 'drift' ? (one.call ?? []) : [])), ...earlierCalls];
  const denied = call?.name ?? callText(alert);
  const stops = [...new Set(calls.flatMap(stopText))].slice(0, 3);
  const stop = stops.length === 0 ? 'find the caller in CloudTrail and stop it' : stops.join(', ');
  return `1. deny macie2:${denied} by a service control policy (${PREVENTION}); 2. ${stop}; 3. ${byHandText(actionText(alert))}`;
}

/** The call that has made a drift, where nobody knows which one it was. */
function callText({ setting, actual }: DriftAlert): string {
  // A call that CloudTrail is not asked for sets it all the same.
  const { attributedTo, callsToLookUp } = settingOf(setting);
  const names = [...(callsToLookUp?.(actual) ?? []), ...Object.keys(attributedTo)];
  return names.find((name) => name !== 'EnableMacie') ?? 'UpdateMacieSession';
}

/** How the caller of a call is kept from the next one. */
function stopText({ actor: { type, name } }: MacieCall): string {
  const last = name.split('/').at(-1) ?? name;
  switch (type) {
    case 'AssumedRole':
      // IAM does not change these roles: https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
      if (last.startsWith('AWSReservedSSO_'))
        return `revoke the permission set of the role ${last} in IAM Identity Center`;
      return `revoke the sessions of the role ${last}`;
    case 'IAMUser':
      return `deactivate the access keys of the user ${last}`;
    case 'Root':
      return 'change the credentials of the root user';
    default:
      return `stop ${last}`;
  }
}

/** Until when macie-warden leaves contested drifts alone; null where the alerts do not have it. */
export function leftAloneUntil(alerts: readonly Alert[]): string | null {
  const ends = alerts.flatMap((alert) => (alert.kind === 'contested' ? (alert.until ?? []) : []));
  const last = ends.toSorted().at(-1);
  return last === undefined ? null : minuteText(last);
}
