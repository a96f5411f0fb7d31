/* Columns that several tables have, each with its meaning. */

export const TARGET = {
  region: 'the Region',
  aws_account_id: 'the account',
  account_id: 'the same',
  account_name: 'its name in the organization, where it is known',
};

export const KNOWN = Object.keys(TARGET);
export const KNOWN_OF_SETTING = ['setting', 'settings_group', 'desired'];

export const VERDICT = {
  verdict:
    'compared with the policy: compliant, drifted, waived, unknown or not-applicable; null: no policy desires it',
  reason: 'why it could not be read, such as access-denied; null: it was',
  detail: 'the same as a sentence, or why it is not applicable',
};

export const WAIVER = {
  waiver_reason: 'why the drift is accepted; null: it is not waived',
  waiver_owner: 'who owns the waiver',
  waiver_expires: 'the last day of the waiver',
};

export const COUNTS = {
  targets: 'how many targets',
  compliant: 'how many of them',
  drifted: 'how many of them',
  waived: 'how many of them',
  unknown: 'how many of them',
  not_applicable: 'how many of them',
};

export const RUN = {
  run_id: 'the run',
  started_at: 'when it began, ISO 8601 UTC',
  finished_at: 'when it ended',
  trigger: 'schedule, change, manual or command-line',
  scope: 'full or partial',
};
