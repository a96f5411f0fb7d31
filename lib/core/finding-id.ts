import type { Target } from './target.ts';

/** Where a finding belongs to: a setting that differs, or a settings group that could not be read. */
export type FindingSubject = Target & ({ readonly setting: string } | { readonly group: string });

/**
 * The name of a finding, the same in every run and every export. A settings group can be called like its only setting, so a
 * group has a beginning of its own: a group that can be read again must not close the finding of its drift.
 */
export function findingId(subject: FindingSubject): string {
  const { accountId, region } = subject;
  return `macie-warden/${accountId}/${region}/${subjectName(subject)}`;
}

/** Such as `status`, or `unreadable/session`. */
export function subjectName(subject: { readonly setting: string } | { readonly group: string }): string {
  return 'setting' in subject ? subject.setting : `unreadable/${subject.group}`;
}
