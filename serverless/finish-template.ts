/** The parts of a packaged resource that this plugin reads. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
}

/** Parameters that concern every resource of a type, the ones of Serverless included. Empty: not given. */
export interface Everywhere {
  readonly permissionsBoundary: string;
  readonly kmsKeyArn: string;
}

/** The resources of a template, with the permissions boundary on every role, the key on all that is stored, and each dependency once. */
export function finishResources(
  resources: Readonly<Record<string, TemplateResource>>,
  everywhere: Everywhere,
): Readonly<Record<string, TemplateResource>> {
  return Object.fromEntries(
    Object.entries(resources).map(([name, resource]) => [
      name,
      withKey(withBoundary(withoutRepeatedRole(resource), everywhere), everywhere),
    ]),
  );
}

/** Serverless names the role of a function as a dependency too, and cfn-lint warns of that (W3005): the reference is one already. */
function withoutRepeatedRole(resource: TemplateResource): TemplateResource {
  const { DependsOn, Properties } = resource;
  const role: unknown = Object(Properties?.['Role'])['Fn::GetAtt'];
  if (DependsOn === undefined || !Array.isArray(role)) return resource;
  return { ...resource, DependsOn: DependsOn.filter((name) => name !== role[0]) };
}

function withBoundary(resource: TemplateResource, { permissionsBoundary: boundary }: Everywhere): TemplateResource {
  if (boundary === '') return resource;
  const { Type, Properties = {} } = resource;
  if (Type === 'AWS::IAM::Role') return { ...resource, Properties: { ...Properties, PermissionsBoundary: boundary } };
  if (Type !== 'AWS::CloudFormation::StackSet') return resource;
  // The stacks of a StackSet have a role each, and a parameter for its boundary: see resources/forwarder.yml.
  const parameters: readonly unknown[] = Array.isArray(Properties['Parameters']) ? Properties['Parameters'] : [];
  const Parameters = [...parameters, { ParameterKey: 'PermissionsBoundary', ParameterValue: boundary }];
  return { ...resource, Properties: { ...Properties, Parameters } };
}

function withKey(resource: TemplateResource, { kmsKeyArn: key }: Everywhere): TemplateResource {
  const { Type, Properties = {} } = resource;
  if (key === '') return resource;
  if (Type === 'AWS::Logs::LogGroup') return { ...resource, Properties: { ...Properties, KmsKeyId: key } };
  if (Type === 'AWS::DynamoDB::Table') {
    const SSESpecification = { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key };
    return { ...resource, Properties: { ...Properties, SSESpecification } };
  }
  if (Type !== 'AWS::SQS::Queue') return resource;
  // SQS takes one kind of encryption. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
  const { SqsManagedSseEnabled: _, ...others } = Properties;
  return { ...resource, Properties: { ...others, KmsMasterKeyId: key } };
}
