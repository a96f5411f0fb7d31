import { whyNoExport } from './export-rules.ts';
import { definePlainGroup, describeValues, type SettingsGroup } from './group.ts';
import { fillPlaceholders, PLACEHOLDER } from './placeholders.ts';
import {
  compareValue,
  defineSetting,
  GONE_WITH_SESSION,
  type ActionChoice,
  type CallEffect,
  type SettingDefinition,
} from './setting.ts';

/** The id of the group that GetClassificationExportConfiguration returns. */
const EXPORT = 'classificationExport';
const BUCKET = `${EXPORT}.bucketName`;
const KEY = `${EXPORT}.kmsKeyArn`;
const PREFIX = `${EXPORT}.keyPrefix`;

/** Macie has no such value. Neither a bucket, nor a key, nor a prefix of a policy can be called so. */
export const NOT_SET = 'not set';

const OPERATION = 'PutClassificationExportConfiguration';
const FOR_TARGET = '{region} and {account} stand for those of the target';

type Part = Pick<SettingDefinition, 'id' | 'schema' | 'severityOf' | 'describeState'> & {
  /** In the request that sets it. */
  readonly parameter: string;
  readonly named: string;
};

export const exportBucket = exportSetting({
  id: BUCKET,
  parameter: 'bucketName',
  named: 'bucket',
  schema: {
    kind: 'text',
    pattern: new RegExp(
      `^(?=.{3,63}$)(?:[a-z0-9]|${PLACEHOLDER})(?:(?:[a-z0-9.-]|${PLACEHOLDER})*(?:[a-z0-9]|${PLACEHOLDER}))?$`,
    ),
    expected: `the name of an S3 bucket, in which ${FOR_TARGET}`,
    description: `The bucket in which Macie stores the results of sensitive data discovery; ${FOR_TARGET}. It is set where Macie has none.`,
  },
  severityOf: ({ actual }) => (actual === NOT_SET ? 'MEDIUM' : 'HIGH'),
  describeState: (value) =>
    value === NOT_SET || value === null
      ? 'Macie stores its discovery results nowhere'
      : `Macie stores its discovery results in ${value}`,
});

export const exportKey = exportSetting({
  id: KEY,
  parameter: 'kmsKeyArn',
  named: 'key',
  schema: {
    kind: 'text',
    pattern: new RegExp(
      String.raw`^arn:aws:kms:(?:[a-z]{2}(?:-[a-z]+)+-\d{1,2}|\{region\}):(?:\d{12}|\{account\}):key/[0-9A-Za-z-]+$`,
    ),
    expected: `the ARN of a KMS key, not of an alias, in which ${FOR_TARGET}`,
    description: `The KMS key that encrypts those results: its ARN, in the Region of the bucket; ${FOR_TARGET}. It is set together with the bucket.`,
  },
  severityOf: () => 'MEDIUM',
  describeState: (value) =>
    `Macie encrypts its discovery results with ${value === null ? 'no known key' : `the key ${value.split('/').at(-1)}`}`,
});

export const exportPrefix = exportSetting({
  id: PREFIX,
  parameter: 'keyPrefix',
  named: 'prefix',
  schema: {
    kind: 'text',
    pattern: new RegExp(`^(?=.{1,256}$)(?!/)(?:[!-z|~]|${PLACEHOLDER})+$`),
    expected: `a prefix of object keys of at most 256 characters without spaces and without a / at its beginning, in which ${FOR_TARGET}`,
    description: `The prefix of those results in the bucket; ${FOR_TARGET}. It is set together with the bucket.`,
  },
  severityOf: () => 'LOW',
  describeState: (value) =>
    value === NOT_SET || value === null
      ? 'Macie stores its discovery results without a prefix'
      : `Macie stores its discovery results under ${value}`,
});

/** PutClassificationExportConfiguration replaces everything: all that is desired goes into one write. */
export const exportGroup: SettingsGroup = {
  ...definePlainGroup(EXPORT, { operation: OPERATION }),
  composeWrite: (_, desired) => {
    const parts = [BUCKET, KEY, PREFIX].flatMap((id) => (desired[id] === undefined ? [] : [[id, desired[id]]]));
    return { group: EXPORT, kind: 'put', values: Object.fromEntries(parts) };
  },
  describeWrite: ({ values }) => `${OPERATION}: ${describeValues(values)}`,
};

function exportSetting({ parameter, named, ...part }: Part): SettingDefinition {
  const { id } = part;
  return defineSetting({
    ...part,
    group: EXPORT,
    repairedBy: id === BUCKET ? 'setting bucket, key and prefix where Macie has none' : `with \`${BUCKET}\``,
    resolve: fillPlaceholders,
    compare: (wanted, { values, desired }) =>
      // One write sets all of it: the bucket has the drift.
      id !== BUCKET && values[BUCKET] === NOT_SET && desired[BUCKET] !== undefined
        ? { kind: 'not-applicable' }
        : compareValue(id, wanted, { values }),
    chooseAction: ({ actual }, { values, desired = {}, target }) => {
      const isOfBucket = id !== BUCKET && desired[BUCKET] !== undefined && desired[BUCKET] !== values[BUCKET];
      if (values[BUCKET] !== NOT_SET) return isOfBucket ? manual(WITH_BUCKET) : replaced(named, actual);
      const { [BUCKET]: bucketName, [KEY]: kmsKeyArn } = desired;
      if (target === undefined) return manual('the Region of this target is not known, so no rule could be checked');
      const why = whyNoExport({ bucketName, kmsKeyArn }, target);
      return why === null ? { kind: 'write', action: 'store-results' } : manual(why);
    },
    describeAction: () => 'store discovery results in the bucket of the policy',
    attributedTo: {
      [OPERATION]: { parameter: `configuration.s3Destination.${parameter}`, otherwise: { value: NOT_SET } },
      ...GONE_WITH_SESSION,
    } satisfies Readonly<Record<string, CallEffect>>,
    callsToLookUp: () => [OPERATION],
  });
}

/** Results stay where they were stored, and the people who read them there have to know. */
function replaced(named: string, actual: string | null): ActionChoice {
  const found = actual === NOT_SET ? `has no ${named}` : `has another ${named}`;
  return manual(
    `Macie ${found}, and macie-warden replaces no destination of results: find out who set it, then change it in the Macie console, under Settings, Discovery results. The call replaces bucket, key and prefix together, and results that are stored stay where they are`,
  );
}

const WITH_BUCKET = `it goes with ${BUCKET}: the call replaces bucket, key and prefix together`;

function manual(detail: string): ActionChoice {
  return { kind: 'manual', detail };
}
