export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface Stack {
  readonly template: Template;
  /** The files of the function's zip. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Every statement of the policies of the function's role. */
export function functionStatements({ Resources }: Template): readonly Statement[] {
  return Object.values(Resources)
    .filter(
      ({ Type, Properties }) =>
        Type === 'AWS::IAM::RolePolicy' && JSON.stringify(Properties['RoleName']) === '{"Ref":"CheckRole"}',
    )
    .flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement);
}

/** The actions that the function may call. */
export function allowedActions(template: Template): ReadonlySet<string> {
  return new Set(functionStatements(template).flatMap(({ Action }) => Action));
}
