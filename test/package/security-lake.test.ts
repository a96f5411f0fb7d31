import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTemplate } from './member-template.ts';
import { ROOT } from './serverless.ts';

interface Schema {
  readonly type?: string;
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** A type of JSON Schema as a type of Glue. */
function glueType(schema: Schema): string {
  const [example] = schema.enum ?? [schema.const];
  if (schema.items) return `array<${glueType(schema.items)}>`;
  if (Array.isArray(example)) return 'array<string>';
  if (schema.properties)
    return `struct<${Object.entries(schema.properties)
      .map(([name, one]) => `${name}:${glueType(one)}`)
      .join(',')}>`;
  if (schema.type === 'integer') return 'bigint';
  return typeof example === 'number' ? 'int' : 'string';
}

const { Resources } = readTemplate('security-lake');
const tableInput = Object(Resources['Table']?.Properties)['TableInput'];
const destination = Object(Resources['Stream']?.Properties)['ExtendedS3DestinationConfiguration'];

test('the table of Glue has every field of an OCSF line but those of macie-warden itself', () => {
  const schema: Schema = JSON.parse(readFileSync(join(ROOT, 'ocsf.schema.json'), 'utf8'));
  const { unmapped: _unmapped, ...fields } = schema.properties ?? {};
  expect(tableInput.StorageDescriptor.Columns).toEqual(
    Object.entries(fields).map(([Name, one]) => ({ Name, Type: glueType(one) })),
  );
});

test('objects are Parquet, below the prefix of the source, by Region, account and day, five minutes apart', () => {
  expect(destination).toMatchObject({
    BufferingHints: { IntervalInSeconds: 300 },
    Prefix: {
      'Fn::Sub':
        'ext/${SourceName}/region=!{partitionKeyFromQuery:region}/accountId=!{partitionKeyFromQuery:account}/eventDay=!{timestamp:yyyyMMdd}/',
    },
    DataFormatConversionConfiguration: { OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } } },
  });
});

test('the role of the stream writes below that prefix alone', () => {
  const [{ PolicyDocument: policy }] = Object(Resources['DeliveryRole']?.Properties)['Policies'];
  const writes = policy.Statement.filter(({ Action = [] }) => JSON.stringify(Action).includes('PutObject'));
  expect(writes).toMatchObject([
    { Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${LakeBucket}/ext/${SourceName}/*' } },
  ]);
});
