import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../lib/core/compliance/assess.ts';
import type { Observation } from '../../../lib/core/observation.ts';
import type { BucketGate } from '../../../lib/core/proposal/bucket-gate.ts';
import { propose } from '../../../lib/core/proposal/propose.ts';
import type { ProposedSetting } from '../../../lib/core/proposal/propose-setting.ts';
import { MACIE_REGIONS } from '../../../lib/core/regions.ts';
import { parsePolicy } from '../../../lib/policy/parse.ts';
import { policyDraft } from '../../../lib/render/formats/policy-draft.ts';
import type { DraftFacts } from '../../../lib/render/words/proposal-words.ts';
import { OFF, session } from '../../core/values.ts';

const OWN = '111122223333';
const DESIRED = { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' };
const value = (over: Parameters<typeof session>[0] = {}): Observation => ({ kind: 'values', values: session(over) });
const off: Observation = { kind: 'values', values: OFF };

const read = (region: string, session: Observation, accountId = OWN) =>
  assess({
    target: { accountId, region },
    policy: { desired: DESIRED, remediation: 'report', waivers: [] },
    observations: { session },
  });

function facts(over: Partial<DraftFacts> = {}): DraftFacts {
  const { assessments = [read('eu-west-1', value())] } = over;
  return {
    writtenAt: '2026-11-24T09:00:00.000Z',
    accounts: 'self',
    regions: null,
    proposal: propose(assessments, new Map()),
    assessments,
    accountNames: new Map(),
    bucketsUnread: new Map(),
    ...over,
  };
}

test('each key has the reason why it is there', () => {
  const assessments = [
    ...['eu-north-1', 'eu-west-1', 'eu-west-2'].map((region) => read(region, value())),
    read('eu-west-3', value({ status: 'PAUSED' })),
    read('sa-east-1', value({ findingPublishingFrequency: 'SIX_HOURS' })),
  ];
  expect(policyDraft(facts({ assessments })))
    .toBe(`# Written by \`macie-warden init\` at 2026-11-24T09:00:00.000Z, from 5 targets (account × Region).

version: 1

# The account of the credentials. Or organization, or a list of account ids.
accounts: self

# Every Region that offers Macie and that the account has enabled.
regions: all

# Nothing is written. With enforce, runs turn protection up as well.
remediation: report

desired:
  # ENABLED in 4 of 5 targets. \`check\` shows a drift: PAUSED in eu-west-3.
  status: ENABLED
  # FIFTEEN_MINUTES in 4 of 5 targets.
  findingPublishingFrequency: FIFTEEN_MINUTES

overrides:
  # findingPublishingFrequency is SIX_HOURS here; FIFTEEN_MINUTES is more common.
  - match: { regions: [ sa-east-1 ] }
    desired: { findingPublishingFrequency: SIX_HOURS }
`);
});

test('a setting with a dot is in a map of its own, and one that is mostly off is in a comment', () => {
  const nested = (setting: string, over: Partial<ProposedSetting>): ProposedSetting => ({
    setting,
    value: null,
    seen: [],
    having: 0,
    rules: [],
    odd: [],
    ...over,
  });
  const seen = (actual: string | null, policyValues: readonly string[]) => ({
    accountId: OWN,
    region: 'eu-west-1',
    actual,
    policyValues,
  });
  const proposal = {
    ...facts().proposal,
    settings: [
      nested('export.bucketName', { value: 'own', seen: [seen('own', ['own'])], having: 1 }),
      nested('export.keyPrefix', { seen: [seen(null, []), seen('false', [])] }),
      nested('unread', {}),
    ],
  };
  const text = policyDraft(facts({ proposal }));
  expect(text.slice(text.indexOf('desired:'))).toBe(`desired:
  export:
    # own in 1 of 1 target.
    bucketName: own
  # export.keyPrefix is not desired here: no value in 1, false in 1 of 2 targets.
`);
});

test('half a destination of discovery results is in a comment, and the policy passes its check', () => {
  const values = {
    'classificationExport.bucketName': 'results',
    'classificationExport.kmsKeyArn': `arn:aws:kms:eu-west-1:${OWN}:alias/results`,
    'classificationExport.keyPrefix': 'not set',
  };
  const assessment = assess({
    target: { accountId: OWN, region: 'eu-west-1' },
    policy: {
      desired: Object.fromEntries(Object.keys(values).map((id) => [id, ''])),
      remediation: 'report',
      waivers: [],
    },
    observations: { session: value(), classificationExport: { kind: 'values', values } },
  });
  const text = policyDraft(facts({ assessments: [assessment] }));
  expect(parsePolicy(text, 'p').desired).toEqual({ status: 'ENABLED' });
  expect(text).toContain(
    'classificationExport.bucketName is not desired here: it goes with a setting that is not desired.',
  );
  expect(text.replaceAll(/\n +# */g, ' ')).toContain(
    `classificationExport.kmsKeyArn is not desired here: arn:aws:kms:eu-west-1:${OWN}:alias/results in 1 of 1 target.`,
  );
});

describe('Regions in which Macie is off', () => {
  test('and of whose buckets nothing is known have a line that excludes them', () => {
    const assessments = [read('eu-west-1', value()), read('eu-west-2', off), read('eu-west-3', off)];
    const text = policyDraft(facts({ assessments, bucketsUnread: new Map([[OWN, 'denied']]) }));
    expect(text).toContain('# - buckets of account 111122223333: denied\n');
    expect(text).toContain('\n#excludeRegions: [eu-west-2, eu-west-3]\n\n# Nothing is written.');
    // Without its mark the line is a key of the policy.
    expect(parsePolicy(text.replace('#excludeRegions', 'excludeRegions'), 'p').excludeRegions).toEqual([
      'eu-west-2',
      'eu-west-3',
    ]);
  });

  test('have no such line if another account has a session there', () => {
    const assessments = [read('eu-west-1', value()), read('eu-west-1', off, '222233334444')];
    const text = policyDraft(facts({ assessments }));
    expect(text).not.toContain('excludeRegions');
    expect(text).toContain('Allow s3:ListAllMyBuckets and run `macie-warden init` again.');
  });

  test('and that have no bucket wait for one', () => {
    const gate: BucketGate = { isEverywhere: true, rules: [], withoutBuckets: [read('a', off).target], unknown: [] };
    const text = policyDraft(facts({ proposal: { ...facts().proposal, gate } }));
    expect(text).toContain('\nregions: with-buckets\n');
  });
});

test('texts from AWS stay in their comments, and lines stay short', () => {
  const detail = `no\nregions: []\r\u2028accounts: organization${' and so on'.repeat(30)}`;
  const unknown: Observation = { kind: 'unknown', reason: 'access-denied', detail };
  const assessments = MACIE_REGIONS.flatMap((region, index) => [
    read(region, index === 0 ? unknown : value()),
    read(region, value({ findingPublishingFrequency: 'SIX_HOURS' }), '222233334444'),
  ]);
  const accountNames = new Map([[OWN, 'prod\nversion: 2']]);
  const text = policyDraft(
    facts({ accounts: [OWN, '222233334444'], regions: ['eu-west-1'], assessments, accountNames }),
  );
  expect(parsePolicy(text, 'p')).toMatchObject({ accounts: [OWN, '222233334444'], regions: ['eu-west-1'] });
  expect(text.split('\n').filter((line) => line.length > 102)).toEqual([]);
  expect(text).toContain('# - af-south-1 of account prod version: 2 (111122223333): access-denied');
  expect(text).toContain('  # Accounts: prod version: 2.');
});
