import type { MacieCall } from '../../core/activity/macie-call.ts';
import type { Alert, AlertKind } from '../../core/alerts/model.ts';
import type { Target } from '../../core/target.ts';
import { macieLinks, recordLinks } from '../words/console-links.ts';
import { entrySection, type Entry, type Section } from './view.ts';

/** Ids, hashes and links come last: the records in CloudTrail of the calls behind alerts, and the versions of changed policies. */
export function recordSections(alerts: readonly Alert[], name: (target: Target) => string): readonly Section[] {
  return [...consoleSection(alerts), ...callSection(alerts, name), ...policySection(alerts)];
}

const ENDINGS: ReadonlySet<AlertKind> = new Set(['repaired', 'resolved', 'readable']);
const MAX_CONSOLES = 5;

/** Macie in the Regions with something to do. */
function consoleSection(alerts: readonly Alert[]): readonly Section[] {
  const regions = alerts.flatMap(({ kind, region }) => (ENDINGS.has(kind) ? [] : (region ?? [])));
  const links = [...new Set(regions)].slice(0, MAX_CONSOLES).flatMap(macieLinks);
  const entries = links.map(({ label, url }): Entry => ({ name: '', size: 1, title: label, lines: [], url }));
  return entrySection('consoles', { title: 'Consoles', tone: 'neutral' }, entries);
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

function recordEntry(call: MacieCall, name: string): readonly Entry[] {
  return recordLinks(call).map(({ label, url }) => ({ name, size: 1, title: label, lines: [], url }));
}
