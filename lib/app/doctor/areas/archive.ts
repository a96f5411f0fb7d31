import type { BucketFacts } from '../../../core/doctor/facts.ts';
import { ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { variable, type Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';

/** The buckets of the stack. Whether the functions may write to them, their roles show: the area `access` has those. */
export async function examineArchive(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  if (basis.function.kind === 'unknown')
    return [unanswered('archive', basis.function.why, 'lambda:GetFunctionConfiguration')];
  const owner = basis.identity.accountId;
  const step = basis.steps.map(({ function: one }) => variable(one, 'ARCHIVE_BUCKET')).find((name) => name !== null);
  const buckets = [
    { what: 'archive of reports', bucket: variable(basis.function, 'REPORT_BUCKET') },
    { what: 'objects of runs', bucket: step ?? null },
  ].flatMap(({ what, bucket }) => (bucket === null ? [] : [{ what, bucket }]));
  const findings = await Promise.all(
    buckets.map(async ({ what, bucket }) =>
      judgeBucket({ what, bucket }, await deps.inspect.bucket({ bucket, owner }, signal)),
    ),
  );
  return findings.length > 0
    ? findings
    : [ok('archive of reports', 'the stack has none: it was deployed with --param archive=off')];
}

export function judgeBucket(
  { what: use, bucket }: { readonly what: string; readonly bucket: string },
  found: Lookup<BucketFacts | null>,
): Finding {
  const what = `${use}, bucket ${bucket}`;
  if (found.kind === 'unknown')
    return unanswered(what, found.why, 's3:GetEncryptionConfiguration and s3:GetBucketPublicAccessBlock on it');
  if (found.value === null) return wrong(what, 'it does not exist: nothing can be kept', 'deploy the stack again');
  const { encryption, open } = found.value;
  return open.length === 0
    ? ok(what, `encrypted (${encryption}), and no public access`)
    : wrong(
        what,
        `public access is possible: ${open.join(', ')} ${open.length === 1 ? 'is' : 'are'} off`,
        `turn all four settings of Block Public Access on, or deploy the stack again`,
      );
}
