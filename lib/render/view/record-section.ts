import type { MacieCall } from '../../core/activity/macie-call.ts';
import type { Alert } from '../../core/alerts/model.ts';
import { REGION_NAME } from '../../core/names.ts';
import type { Target } from '../../core/target.ts';
import { entrySection, type Entry, type Section } from './view.ts';

/** A name from outside is part of a link. */
const CALL_NAME = /^[A-Za-z0-9]{1,64}$/;

/** Ids, hashes and links come last: the records in CloudTrail of the calls behind alerts, and the versions of changed policies. */
export function recordSections(alerts: readonly Alert[], name: (target: Target) => string): readonly Section[] {
  return [...callSection(alerts, name), ...policySection(alerts)];
}

/** The hashes of a policy are the same for every account. */
function policySection(alerts: readonly Alert[]): readonly Section[] {
  const changed = alerts.flatMap((alert) => (alert.subject === 'policy' ? [alert] : []));
  const texts = changed.flatMap(({ source, sha256, previous }) => [
    `before: ${previous.source}, sha256 ${previous.sha256}`,
    `now: ${source}, sha256 ${sha256}`,
  ]);
  const entries = [...new Set(texts)].map((title): Entry => ({ name: '', size: 1, title, lines: [] }));
  return entrySection('records', { title: 'Versions of the policy', tone: 'neutral' }, entries);
}

function callSection(alerts: readonly Alert[], name: (target: Target) => string): readonly Section[] {
  const calls = alerts.flatMap((alert) => (alert.subject === 'drift' ? (alert.call ?? []) : []));
  const byId = new Map(calls.map((call) => [`${call.region} ${call.eventId}`, call]));
  const entries = [...byId.values()].flatMap((call) => recordEntry(call, name(call)));
  return entrySection('records', { title: 'Records in CloudTrail', tone: 'neutral' }, entries);
}

function recordEntry({ region, eventId, name: call }: MacieCall, name: string): readonly Entry[] {
  if (!REGION_NAME.test(region)) return [];
  const url = `https://${region}.console.aws.amazon.com/cloudtrailv2/home?region=${region}#/events/${encodeURIComponent(eventId)}`;
  return [{ name, size: 1, title: CALL_NAME.test(call) ? call : 'call', lines: [], url }];
}
