import { beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standaloneTemplate, templateYaml } from '../../release/standalone-template.ts';
import { PLACEHOLDERS, VARIANTS } from '../../release/variants.ts';
import { cfnLint, HAS_CFN_LINT } from '../package/cfn-lint.ts';
import { compiledTemplate } from '../package/compile-template.ts';

type Json = Readonly<Record<string, unknown>>;

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
