import type { MacieCall } from '../../core/activity/macie-call.ts';
import type { Alert, DriftAlert } from '../../core/alerts/model.ts';
import { ofTargets } from './any-target.ts';
import { groupAlike } from './group-alike.ts';

/** Alerts that differ in nothing but target and time: a reader needs one entry for all of them. */
export interface AlertGroup<T extends Alert = Alert> {
  /** Any of them: what is equal can be read off it. */
  readonly first: T;
  readonly alerts: readonly T[];
}

/** In the order of their first alerts. `startedAt`: of the run; older alerts are those that an earlier run could not deliver. */
export function groupAlerts(alerts: readonly Alert[], startedAt: string): readonly AlertGroup[] {
  return groupAlike(alerts, (alert) => textOf(alert, startedAt)).flatMap((found) => {
    const [first] = found;
    return first ? [{ first, alerts: found }] : [];
  });
}

function textOf(alert: Alert, startedAt: string): string {
  const { id: _id, accountId: _accountId, region: _region, since: _since, at, ...facts } = alert;
  const isLate = at < startedAt;
  const text = JSON.stringify([isLate, { ...facts, ...(alert.subject === 'drift' ? callersOf(alert) : {}) }]);
  return ofAnyTime(text);
}

function callersOf(alert: DriftAlert) {
  return {
    call: alert.call && callerOf(alert.call),
    earlierCalls: 'earlierCalls' in alert ? alert.earlierCalls.map(callerOf) : null,
    until: null,
  };
}

function callerOf({ name, actor: { type, name: who, sessionName }, laterChangeAt }: MacieCall) {
  return [name, type, who, sessionName, Boolean(laterChangeAt)];
}

function ofAnyTime(text: string): string {
  return text.replaceAll(/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::[\d.]+)?/g, '');
}

/** A detail as it can be read for every target of a group. */
export function detailOf({ alerts }: AlertGroup, detail: string): string {
  return ofTargets(detail, alerts);
}

export function callsOf({ alerts }: AlertGroup): readonly MacieCall[] {
  return alerts.flatMap((alert) => (alert.subject === 'drift' ? (alert.call ?? []) : []));
}
