import { stringify } from 'yaml';
import { PLACEHOLDERS } from './variants.ts';

type Json = Readonly<Record<string, unknown>>;

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Json;
}

/** The parts of a packaged template that are changed. */
export interface PackagedTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Json;
}

const PARAMETERS: Readonly<Record<string, Json>> = {
  CodeBucket: { Type: 'String', Description: 'The bucket, in the Region of the stack, to which the zip was copied.' },
  CodeKey: { Type: 'String', Description: 'The key of the zip in that bucket.' },
  PolicyParameter: {
    Type: 'String',
    Default: '/macie-warden/policy',
    AllowedPattern: String.raw`^(/[\w.-]+){1,15}$`,
    ConstraintDescription: 'the name of an SSM parameter, such as /macie-warden/policy',
    Description: 'The SSM parameter that holds the policy.',
  },
  AlertEmail: {
    Type: 'String',
    Default: '',
    AllowedPattern: String.raw`^$|^[^\s@,]+@[^\s@,]+\.[^\s@,]+$`,
    ConstraintDescription: 'one email address, or nothing',
    Description:
      'The address that gets alerts and alarms. It confirms the subscription by a link. More can be subscribed to the topic.',
  },
  AccountName: {
    Type: 'String',
    Default: '',
    AllowedPattern: '^$|^[A-Za-z0-9][A-Za-z0-9 ._+@()-]{0,49}$',
    ConstraintDescription: 'up to 50 letters, digits, spaces and . _ + @ ( ) -, such as prod',
    Description: 'The name of the account in messages, beside its id.',
  },
  OrganizationId: {
    Type: 'String',
    AllowedPattern: '^o-[a-z0-9]{10,32}$',
    ConstraintDescription: 'the id of an organization, such as o-a1b2c3d4e5',
    Description: 'The organization, whose accounts may put their events on the bus of this account.',
  },
};

const DEPLOYMENT_BUCKET = 'ServerlessDeploymentBucket';
const HAS_EMAIL = 'HasAlertEmail';

/**
 * A template that CloudFormation deploys by itself: the code is where the parameters say, and values that people choose are
 * parameters. Throws an Error for a template that refers to something that it does not have.
 */
export function standaloneTemplate({ Resources, Outputs }: PackagedTemplate, version: string): Json {
  const resources = Object.entries(Resources)
    .filter(([name]) => !name.startsWith(DEPLOYMENT_BUCKET))
    .map(([name, resource]) => [name, withCondition(withCode(resource))]);
  const outputs = Object.entries(Outputs).filter(([name]) => !name.startsWith(DEPLOYMENT_BUCKET));
  const body = withParameters({ Resources: Object.fromEntries(resources), Outputs: Object.fromEntries(outputs) });
  const used = JSON.stringify(body);
  if (used.includes(DEPLOYMENT_BUCKET))
    throw new Error(`a resource refers to ${DEPLOYMENT_BUCKET}, which a release has not`);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `macie-warden ${version}: keeps Amazon Macie as a policy wants it`,
    Parameters: Object.fromEntries(
      Object.entries(PARAMETERS).filter(([name]) => used.includes(`{"Ref":"${name}"}`) || used.includes(`\${${name}}`)),
    ),
    Conditions: { [HAS_EMAIL]: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AlertEmail' }, ''] }] } },
    ...body,
  };
}

function withCode(resource: Resource): Resource {
  if (resource.Type !== 'AWS::Lambda::Function') return resource;
  const Code = { S3Bucket: { Ref: 'CodeBucket' }, S3Key: { Ref: 'CodeKey' } };
  return { ...resource, Properties: { ...resource.Properties, Code } };
}

/** Nobody is subscribed where no address was given. */
function withCondition(resource: Resource): Resource {
  const isByEmail = resource.Properties?.['Endpoint'] === PLACEHOLDERS.AlertEmail;
  return isByEmail ? { ...resource, Condition: HAS_EMAIL } : resource;
}

/** Puts parameters in the place of placeholders: a whole value becomes a Ref, a part of one a variable of Fn::Sub. */
function withParameters(value: unknown): Json {
  return Object(replaced(value, false));
}

function replaced(value: unknown, isInSub: boolean): unknown {
  if (typeof value === 'string') return replacedText(value, isInSub);
  if (Array.isArray(value)) return value.map((one: unknown) => replaced(one, isInSub));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]: [string, unknown]) => [key, replaced(child, key === 'Fn::Sub')]),
  );
}

function replacedText(text: string, isInSub: boolean): unknown {
  const whole = Object.entries(PLACEHOLDERS).find(([, placeholder]) => placeholder === text);
  if (whole && !isInSub) return { Ref: whole[0] };
  const parts = Object.entries(PLACEHOLDERS).reduce(
    (rest, [name, placeholder]) => rest.replaceAll(placeholder, `\${${name}}`),
    text,
  );
  return parts === text || isInSub ? parts : { 'Fn::Sub': parts };
}

/** A template as CloudFormation reads it: by YAML 1.1, in which OFF without quotes is false. */
export function templateYaml(template: Json): string {
  return stringify(template, { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 });
}
