import { callsOf, type AlertGroup } from '../words/alert-group.ts';
import { macieLinks, recordLinks, type Link } from '../words/console-links.ts';
import { runbookPlace, runbookUrl } from '../words/runbook-words.ts';
import { worstGroups } from '../words/gravest.ts';

/** Slack shows no more than five buttons well. */
const MAX_REGIONS = 3;

/** The next clicks about the gravest alerts: Macie in their first Regions, the first of their calls, the section of the runbook. */
export function linksOf(groups: readonly AlertGroup[], runbook: string | undefined): readonly Link[] {
  const [group] = groups;
  if (group === undefined) return [];
  const regions = new Set(groups.flatMap(({ alerts }) => alerts.flatMap(({ region }) => region ?? [])));
  const [call] = groups.flatMap(callsOf);
  const record = call ? recordLinks(call).map(({ label, url }) => ({ label: `CloudTrail: ${label}`, url })) : [];
  const section = runbook === undefined ? [] : [{ label: 'Runbook', url: runbookUrl(group.first, runbook) }];
  return [...[...regions].slice(0, MAX_REGIONS).flatMap(macieLinks), ...record, ...section];
}

/** Under the first lines: where to read on. */
export function runbookLines(groups: readonly AlertGroup[], runbook: string | undefined): readonly string[] {
  const [group] = worstGroups(groups);
  return group === undefined ? [] : [`Runbook: ${runbookPlace(group.first, runbook)}`];
}
