import { describe, expect, test } from '@jest/globals';
import { neededAccess, type StackRole } from '../../lib/app/doctor/access/needed-access.ts';
import { resourcesOf } from '../../lib/app/doctor/access/resources.ts';
import type { Basis } from '../../lib/app/doctor/basis.ts';
import { STEPS } from '../../lib/app/doctor/steps.ts';
import { SETTINGS } from '../../lib/core/settings/index.ts';
import { compiledTemplate } from './compile-template.ts';
import { EVERYTHING, ORGANIZATION } from './package-stack.ts';
import { functionStatements, type Statement, type Template } from './template.ts';

const OWN = '111122223333';
const known = <T>(value: T) => ({ kind: 'known', value }) as const;

/** Physical names of the resources of a template, as far as doctor knows them. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::AccountId': OWN,
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  Archive: 'runs-bucket',
  'Archive.Arn': 'arn:aws:s3:::runs-bucket',
  ReportArchive: 'reports-bucket',
  'ReportArchive.Arn': 'arn:aws:s3:::reports-bucket',
  'ChangeQueue.Arn': `arn:aws:sqs:us-east-1:${OWN}:macie-warden-prod-changes`,
  StateTable: 'macie-warden-prod',
  'StateTable.Arn': `arn:aws:dynamodb:us-east-1:${OWN}:table/macie-warden-prod`,
  ReportTopic: `arn:aws:sns:us-east-1:${OWN}:macie-warden-prod`,
  Topic: `arn:aws:sns:us-east-1:${OWN}:macie-warden-prod`,
};

/** A value of a template as a text. A name that is not known stays, so that nothing matches it. */
function textOf(value: unknown): string {
  const { Ref, 'Fn::Sub': sub, 'Fn::GetAtt': attribute } = Object(value);
  if (typeof Ref === 'string') return NAMES[Ref] ?? Ref;
  if (Array.isArray(attribute)) return NAMES[attribute.join('.')] ?? attribute.join('.');
  return String(sub ?? value).replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => NAMES[name] ?? name);
}

/** The basis that an examination has of the stack of this template. */
function basisOf({ Resources }: Template): Basis {
  const functionOf = (logicalId: string) => {
    const { Environment: { Variables = {} } = {} } = Object(Resources[logicalId]?.Properties);
    const environment = Object.fromEntries(
      Object.entries(Object(Variables)).map(([name, value]) => [name, textOf(value)]),
    );
    return known({ runtime: '', role: '', environment, lastModified: '' });
  };
  const desired = Object.fromEntries(SETTINGS.map(({ id }) => [id, 'any']));
  const roles = { read: 'macie-warden-read', repair: 'macie-warden-repair' };
  const steps = STEPS.filter((step) => Resources[stepId(step)] !== undefined);
  const basis = {
    identity: { accountId: OWN },
    order: { stack: 'macie-warden-prod', homeRegion: 'us-east-1' },
    function: functionOf('CheckLambdaFunction'),
    steps: steps.map((step) => ({ step, function: functionOf(stepId(step)) })),
    policy: known({ loaded: { policy: { desired, overrides: [], roles } } }),
  };
  // oxlint-disable-next-line no-unsafe-type-assertion -- as much of it as the access depends on
  return basis as unknown as Basis;
}

const title = (step: string): string => `${step.charAt(0).toUpperCase()}${step.slice(1)}`;
const stepId = (step: string): string => `Organization${title(step)}LambdaFunction`;
const roleId = (role: StackRole): string => (role === 'check' ? 'CheckRole' : `Organization${title(role)}Role`);

/** Of every stack whatever its policy, or of conditions that a simulation does not know. */
const NOT_SIMULATED = /^(logs|kms|iam):|^sqs:SendMessage$/;
/** Needed by policies with buckets, or by estimates: a stack that reports makes neither a must. */
const OPTIONAL = new Set(['s3:ListAllMyBuckets', 'securityhub:DescribeHub']);

function allows(statements: readonly Statement[], action: string, resource: string): boolean {
  return statements.some(
    ({ Action, Resource }) =>
      [Action].flat().includes(action) &&
      [Resource].flat().some((pattern) => {
        const parts = textOf(pattern)
          .split('*')
          .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
        return new RegExp(`^${parts.join('.*')}$`).test(resource);
      }),
  );
}

describe.each([
  ['plain', {}],
  ['with everything', EVERYTHING],
  ['of an organization', ORGANIZATION],
])('a stack %s', (_, params: Readonly<Record<string, string>>) => {
  test('allows each role what doctor simulates, and doctor simulates what each role is allowed', async () => {
    const { template } = await compiledTemplate(params);
    const basis = basisOf(template);
    const resources = resourcesOf(basis);
    for (const role of ['check', ...basis.steps.map(({ step }) => step)] as const) {
      const statements = functionStatements(template, roleId(role));
      const needed = neededAccess(role, resources).flatMap(({ actions, resource }) =>
        actions.map((action) => ({ action, resource })),
      );
      const refused = needed.filter(({ action, resource }) => !allows(statements, action, resource));
      const simulated = new Set(needed.map(({ action }) => action));
      const left = statements
        .flatMap(({ Action }) => Action)
        .filter((action) => !simulated.has(action) && !NOT_SIMULATED.test(action) && !OPTIONAL.has(action));
      expect({ role, refused, left: [...new Set(left)] }).toEqual({ role, refused: [], left: [] });
    }
  });
});
