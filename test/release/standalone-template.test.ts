import { beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standaloneTemplate, templateYaml } from '../../release/standalone-template.ts';
import { PLACEHOLDERS, VARIANTS } from '../../release/variants.ts';
import { codesIn, tableOf } from '../docs/markdown.ts';
import { cfnLint, HAS_CFN_LINT } from '../package/cfn-lint.ts';
import { compiledTemplate } from '../package/compile-template.ts';

type Json = Readonly<Record<string, unknown>>;
type Parameters = Readonly<Record<string, { readonly Default?: string }>>;

const INSTALLING = 'docs/installing.md';
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const MOST_INLINE = 51_200;
const MOST_FROM_S3 = 1_000_000;
// https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.cloudformation_include-readme.html
const KNOWN_TO_CDK = new Set(
  'Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join Not And Or Select Split Sub Transform'
    .split(' ')
    .map((name) => `Fn::${name}`),
);

describe.each(VARIANTS)('the template of a release, $suffix', ({ suffix, params }) => {
  let template: Json;
  let text: string;
  beforeAll(async () => {
    const compiled = await compiledTemplate(params);
    template = standaloneTemplate(compiled.template, '1.2.3');
    text = JSON.stringify(template);
  });

  test('takes its code and the choices of people from parameters', () => {
    const isOrganization = suffix.startsWith('-organization');
    expect(Object.keys(Object(template['Parameters']))).toEqual([
      'CodeBucket',
      'CodeKey',
      'PolicyParameter',
      'AlertEmail',
      'AccountName',
      ...(isOrganization ? ['OrganizationId'] : []),
    ]);
    for (const placeholder of Object.values(PLACEHOLDERS)) expect(text).not.toContain(placeholder);
  });

  test('has the parameters of docs/installing.md', () => {
    const documented = tableOf(INSTALLING, 'parameter').map(([name = '', , without = '']) => [
      ...codesIn(name),
      codesIn(without)[0] ?? (without === 'required' ? null : ''),
    ]);
    const parameters = Object.entries(Object(template['Parameters']) as Parameters);
    expect(documented).toEqual(expect.arrayContaining(parameters.map(([name, one]) => [name, one.Default ?? null])));
    const others = documented.map(([name]) => name).filter((name) => !parameters.some(([one]) => one === name));
    expect(others).toEqual(suffix.startsWith('-organization') ? [] : ['OrganizationId']);
  });

  test('is as large as docs/installing.md says', () => {
    const bytes = Buffer.byteLength(templateYaml(template));
    expect(bytes > MOST_INLINE).toBe(suffix.startsWith('-organization'));
    expect(bytes).toBeLessThan(MOST_FROM_S3);
  });

  // CfnInclude refuses a function or a section that it does not know, and a condition that is not there.
  test('has no function, section or condition that CfnInclude of the CDK refuses', () => {
    const functions = [...text.matchAll(/"(Fn::\w+)":/g)].map(([, name = '']) => name);
    expect([...new Set(functions)].filter((name) => !KNOWN_TO_CDK.has(name))).toEqual([]);
    expect(Object.keys(template)).toEqual([
      'AWSTemplateFormatVersion',
      'Description',
      'Parameters',
      'Conditions',
      'Resources',
      'Outputs',
    ]);
    const used = [...text.matchAll(/"(?:Condition":"|Fn::If":\[")(\w+)"/g)].map(([, name]) => name);
    expect(Object.keys(Object(template['Conditions']))).toEqual([...new Set(used)]);
  });

  test('has nothing of the place where it was packaged', () => {
    expect(text).not.toContain('ServerlessDeploymentBucket');
    expect(text).not.toContain('us-east-1');
    expect(text).not.toMatch(/\d{13}-\d{4}-\d{2}-\d{2}T/);
  });

  test('subscribes nobody without an address', () => {
    const resources: readonly Json[] = Object.values(Object(template['Resources']));
    const subscriptions = resources.filter(({ Type }) => Type === 'AWS::SNS::Subscription');
    expect(subscriptions.filter(({ Properties }) => Object(Properties).Protocol === 'email')).toEqual([
      expect.objectContaining({ Condition: 'HasAlertEmail' }),
    ]);
  });
});

test('a template that needs the bucket of the packaging is refused', () => {
  const Resources = { Copy: { Type: 'Custom::Copy', Properties: { From: { Ref: 'ServerlessDeploymentBucket' } } } };
  expect(() => standaloneTemplate({ Resources, Outputs: {} }, '1.2.3')).toThrow(/refers to ServerlessDeploymentBucket/);
});

(HAS_CFN_LINT ? describe : describe.skip)('cfn-lint', () => {
  test('finds nothing in the templates of a release', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'release-'));
    const paths = await Promise.all(
      VARIANTS.map(async ({ suffix, params }) => {
        const path = join(folder, `template${suffix}.yaml`);
        const { template } = await compiledTemplate(params);
        writeFileSync(path, templateYaml(standaloneTemplate(template, '1.2.3')));
        return path;
      }),
    );
    expect(await cfnLint(paths)).toEqual([]);
  });
});
