import { describe, expect, test } from '@jest/globals';
import {
  exportBucket,
  exportGroup,
  exportKey,
  exportPrefix,
  NOT_SET,
} from '../../../lib/core/settings/classification-export.ts';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { writesFor } from '../../../lib/core/compliance/plan.ts';
import { valuesSetBy } from '../../../lib/core/activity/attribution.ts';
import { policyFor, session, TARGET } from '../values.ts';

const [BUCKET, KEY, PREFIX] = [exportBucket.id, exportKey.id, exportPrefix.id];
const ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const DESIRED = { [BUCKET]: 'results', [KEY]: ARN, [PREFIX]: 'macie' };
const NOTHING = { [BUCKET]: NOT_SET, [KEY]: NOT_SET, [PREFIX]: NOT_SET };

function assessed(values: Record<string, string | null>, desired: Record<string, string> = DESIRED) {
  return assess({
    target: TARGET,
    policy: policyFor(desired),
    observations: {
      session: { kind: 'values', values: session() },
      classificationExport: { kind: 'values', values },
    },
  });
}

describe('a Macie that stores its results nowhere', () => {
  test('has one drift, and gets bucket, key and prefix in one write', () => {
    const assessment = assessed(NOTHING);
    expect(assessment.drifts).toMatchObject([{ setting: BUCKET, actual: NOT_SET, action: 'store-results' }]);
    expect(writesFor(assessment)).toMatchObject([{ write: { kind: 'put', values: DESIRED } }]);
  });

  test('gets no prefix if the policy has none', () => {
    const { [PREFIX]: _, ...desired } = DESIRED;
    expect(writesFor(assessed(NOTHING, desired))).toMatchObject([{ write: { values: desired } }]);
  });

  test.each([[KEY], [BUCKET]])('is left to a person where the policy has %s alone', (id) => {
    const { drifts } = assessed(NOTHING, { [id]: String(DESIRED[id]) });
    expect(drifts).toMatchObject([{ setting: id, action: 'manual', detail: expect.stringMatching(/only together/) }]);
  });

  test('is left to a person where a rule is against it', () => {
    const desired = { ...DESIRED, [KEY]: ARN.replace('eu-west-1', 'me-south-1') };
    expect(assessed(NOTHING, desired).drifts).toMatchObject([
      { setting: BUCKET, action: 'manual', detail: expect.stringMatching(/opt-in Region me-south-1/) },
    ]);
  });

  test('is not written where the target is not known', () => {
    const difference = { setting: BUCKET, desired: 'results', actual: NOT_SET };
    expect(exportBucket.chooseAction(difference, { values: NOTHING })).toMatchObject({ kind: 'manual' });
  });
});

describe('a Macie that stores its results elsewhere', () => {
  test.each([
    ['another bucket', BUCKET, 'others', /another bucket.*replaces no destination/],
    ['another key', KEY, `${ARN}0`, /another key/],
    ['another prefix', PREFIX, 'other', /another prefix/],
    ['no prefix', PREFIX, NOT_SET, /has no prefix/],
  ])('with %s is left to a person', (_, id, actual, said) => {
    const assessment = assessed({ ...DESIRED, [id]: actual });
    expect(assessment.drifts).toMatchObject([
      { setting: id, actual, action: 'manual', detail: expect.stringMatching(said) },
    ]);
    expect(writesFor(assessment)).toEqual([]);
  });

  test('with another bucket as well as another key has one explanation', () => {
    expect(assessed({ ...DESIRED, [BUCKET]: 'others', [KEY]: `${ARN}0` }).drifts).toMatchObject([
      { setting: BUCKET, detail: expect.stringMatching(/another bucket/) },
      {
        setting: KEY,
        detail: 'it goes with classificationExport.bucketName: the call replaces bucket, key and prefix together',
      },
    ]);
  });

  test('without a bucket in the answer is unknown', () => {
    const { drifts, unknowns } = assessed({ [BUCKET]: null, [KEY]: ARN, [PREFIX]: null });
    expect(drifts).toEqual([]);
    expect(unknowns).toMatchObject([{ group: 'classificationExport', reason: 'bad-response' }]);
  });

  test('as the policy says is compliant', () => {
    expect(assessed(DESIRED)).toMatchObject({ drifts: [], unknowns: [] });
  });
});

test('placeholders stand for the target', () => {
  expect(exportBucket.resolve?.('results-{account}-{region}-{region}', TARGET)).toBe(
    'results-111122223333-eu-west-1-eu-west-1',
  );
});

describe('a policy may desire', () => {
  const takes = ({ schema }: typeof exportBucket, text: string) => schema.kind === 'text' && schema.pattern.test(text);

  test.each([
    [exportBucket, 'macie-results'],
    [exportBucket, 'results-{account}.{region}'],
    [exportBucket, '{account}'],
    [exportKey, ARN],
    [exportKey, 'arn:aws:kms:{region}:{account}:key/mrk-1234abcd12ab34cd56ef1234567890ab'],
    [exportPrefix, 'macie/{account}/{region}/'],
  ])('of %p: %s', (setting, text) => {
    expect(takes(setting, text)).toBe(true);
  });

  test.each([
    [exportBucket, 'results-{acount}'],
    [exportBucket, 'Results'],
    [exportBucket, 'ab'],
    [exportBucket, '-results'],
    [exportBucket, NOT_SET],
    [exportBucket, 'arn:aws:s3:::results'],
    [exportKey, 'arn:aws:kms:eu-west-1:111122223333:alias/macie'],
    [exportKey, '1234abcd-12ab-34cd-56ef-1234567890ab'],
    [exportKey, 'arn:aws:kms:{Region}:111122223333:key/1'],
    [exportPrefix, '/macie'],
    [exportPrefix, 'macie/{bucket}'],
    [exportPrefix, 'macie/{'],
    [exportPrefix, NOT_SET],
    [exportPrefix, 'a'.repeat(257)],
  ])('of %p never: %s', (setting, text) => {
    expect(takes(setting, text)).toBe(false);
  });
});

test('a recorded call says where it put results', () => {
  const [bucket, key] = ['configuration.s3Destination.bucketName', 'configuration.s3Destination.kmsKeyArn'];
  const name = 'PutClassificationExportConfiguration';
  expect(valuesSetBy(name, { [bucket]: 'results', [key]: ARN })).toEqual({ ...DESIRED, [PREFIX]: NOT_SET });
  expect(valuesSetBy(name, {})).toEqual(NOTHING);
  expect(exportBucket.callsToLookUp?.(NOT_SET)).toEqual([name]);
});

test('there are words for each value', () => {
  expect([NOT_SET, null, 'results'].map((value) => exportBucket.describeState(value))).toEqual([
    'Macie stores its discovery results nowhere',
    'Macie stores its discovery results nowhere',
    'Macie stores its discovery results in results',
  ]);
  expect([null, ARN].map((value) => exportKey.describeState(value))).toEqual([
    'Macie encrypts its discovery results with no known key',
    'Macie encrypts its discovery results with the key 1234abcd-12ab-34cd-56ef-1234567890ab',
  ]);
  expect([NOT_SET, null, 'macie'].map((value) => exportPrefix.describeState(value))).toEqual([
    'Macie stores its discovery results without a prefix',
    'Macie stores its discovery results without a prefix',
    'Macie stores its discovery results under macie',
  ]);
  const off = { setting: BUCKET, desired: 'results', actual: NOT_SET };
  expect(exportBucket.describeAction('store-results', off)).toBe('store discovery results in the bucket of the policy');
  expect([exportBucket, exportKey, exportPrefix].map(({ severityOf }) => severityOf(off))).toEqual([
    'MEDIUM',
    'MEDIUM',
    'LOW',
  ]);
  expect(exportBucket.severityOf({ ...off, actual: 'others' })).toBe('HIGH');
  const write = exportGroup.composeWrite([], DESIRED);
  expect(exportGroup.describeWrite(write)).toBe(
    `PutClassificationExportConfiguration: ${BUCKET} results, ${KEY} ${ARN}, ${PREFIX} macie`,
  );
  expect(exportGroup.showsWrite({ ...DESIRED }, write)).toBe(true);
  expect(exportGroup.showsWrite({ ...DESIRED, [PREFIX]: NOT_SET }, write)).toBe(false);
});
