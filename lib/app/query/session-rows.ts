import { targetVerdict } from '../../core/compliance/verdict.ts';
import { SESSION } from '../../core/settings/session.ts';
import { assessTargets } from '../scan/assess-targets.ts';
import type { ScannedTarget } from '../scan/scan-result.ts';
import { SESSION_SETTINGS } from './query-policy.ts';
import { targetRows, verdictCells, withoutPolicy, type Comparing, type TargetRows } from './row-cells.ts';

/** One row for each target. */
export function sessionRows({ scan, policy }: Comparing): TargetRows {
  // What was read beside the session says nothing of it.
  const targets = scan.targets.map((scanned): ScannedTarget => ({
    ...scanned,
    observations: Object.fromEntries(Object.entries(scanned.observations).filter(([group]) => group === SESSION)),
  }));
  const assessments = assessTargets(
    { ...scan, targets },
    { request: { policy: policy.loaded }, settings: SESSION_SETTINGS },
  );
  const isCompared = policy.kind !== 'none';
  const rows = assessments.map((assessment) => {
    const observation = assessment.observations[SESSION];
    const values = observation?.kind === 'values' ? observation.values : {};
    const cells = {
      data__Identifier: assessment.target.accountId,
      Identifier: assessment.target.accountId,
      status: values['status'] ?? null,
      finding_publishing_frequency: values['findingPublishingFrequency'] ?? null,
      service_role: values['serviceRole'] ?? null,
      created_at: values['createdAt'] ?? null,
      updated_at: values['updatedAt'] ?? null,
      ...verdictCells(isCompared ? targetVerdict(assessment) : withoutPolicy(observation), {
        failure: isCompared ? assessment.unknowns[0] : undefined,
        observation,
      }),
    };
    return { target: assessment.target, cells };
  });
  return targetRows(rows, scan);
}
