import type { Survey } from '../../app/scan/scan.ts';
import type { Write } from '../../core/model.ts';
import { plain } from './escape.ts';
import { count } from './report-words.ts';

/** The plan in words: what will be written, and why the rest will not be. */
export function describePlan({ plan, accountId, request }: Survey): string {
  const { writes, assessments, notices } = plan;
  const lines = writes.map(({ assessment, write }) => `  ${assessment.target.region}  ${writeWords(write)}`);
  const held = assessments
    .filter((assessment) => !writes.some((one) => one.assessment === assessment))
    .flatMap(({ target, drifts }) => drifts.map((drift) => ({ region: target.region, drift })));
  const others = held.map(({ region, drift }) => {
    const why =
      drift.outcome === 'planned' ? 'the remediation of the policy is report here' : (drift.detail ?? drift.outcome);
    return `  ${region}  ${drift.setting}: ${plain(why)}`;
  });
  const limit = notices.find(({ kind }) => kind === 'limit-exceeded');
  const head =
    writes.length > 0
      ? `${count(writes.length, 'write')} to account ${accountId}:`
      : `Nothing to write: ${limit?.message ?? whyNothing(held.length, assessments)}.`;
  const isReport = held.some(({ drift }) => drift.outcome === 'planned');
  const advice = isReport ? [`To repair there, set remediation: enforce in ${request.policy.source}.`] : [];
  return [head, ...lines, ...(others.length > 0 ? ['Left alone:', ...others] : []), ...advice].join('\n');
}

function whyNothing(held: number, assessments: Survey['plan']['assessments']): string {
  if (held > 0) return 'nothing that was found may be repaired';
  const unread = assessments.filter(({ observation }) => observation.kind === 'unknown').length;
  return `no drift was found${unread > 0 ? `, but ${count(unread, 'target')} could not be read` : ''}`;
}

function writeWords(write: Write): string {
  const frequency = write.findingPublishingFrequency;
  const every = frequency === undefined ? [] : [`findingPublishingFrequency ${frequency}`];
  if (write.kind === 'enable') return ['EnableMacie: status ENABLED', ...every].join(', ');
  const status = write.status === undefined ? [] : [`status ${write.status}`];
  return `UpdateMacieSession: ${[...status, ...every].join(', ')}`;
}
