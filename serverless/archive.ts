import type { ArchiveValues, StackValues } from './stack-values.ts';

type Value = (name: string) => string;

/** The archive of reports that a stack has. */
export function archiveValues(value: Value, keyOwner: StackValues['keyOwner']): ArchiveValues {
  const isOn = value('archive') !== 'off';
  const lock = LOCKS.find((one) => one === value('evidenceLock'));
  return {
    bucket: isOn ? 'on' : 'off',
    name: isOn ? { Ref: 'ReportArchive' } : '',
    ofOrganization: isOn && value('organization') === 'on' ? 'on' : 'off',
    lock: isOn && lock !== undefined ? 'on' : 'off',
    lockMode: lock === 'compliance' ? 'COMPLIANCE' : 'GOVERNANCE',
    retentionDays: Number(value('archiveRetentionDays')) || DEFAULT_DAYS,
    encryption: bucketEncryption(value, keyOwner),
  };
}

const LOCKS = ['governance', 'compliance'] as const;
/** A year that is audited, and the time until somebody asks. */
const DEFAULT_DAYS = 400;

/** A key of others, where the stack has one; else that of S3. The stack's own key is for its topic. */
export function bucketEncryption(value: Value, keyOwner: StackValues['keyOwner']): object {
  return keyOwner === 'other'
    ? { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: value('kmsKeyArn') }
    : { SSEAlgorithm: 'AES256' };
}

/** A sentence on each parameter of the archive that has no meaning without it. */
export function archiveProblems(value: Value): readonly string[] {
  return value('archive') === 'off' && LOCKS.some((one) => one === value('evidenceLock'))
    ? [`--param evidenceLock=${value('evidenceLock')} needs --param archive=on: there is nothing to lock`]
    : [];
}

/** What cannot be taken back. */
export function archiveWarnings(value: Value): readonly string[] {
  return value('archive') !== 'off' && value('evidenceLock') === 'compliance'
    ? [
        `--param evidenceLock=compliance: for ${archiveValues(value, 'none').retentionDays} days nobody can delete a report, not even the root user of the account. governance lets whoever has s3:BypassGovernanceRetention do it`,
      ]
    : [];
}
