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

/** Every statement of the policies of a role: of `check` and `change`, unless another one is named. */
export function functionStatements({ Resources }: Template, role = 'CheckRole'): readonly Statement[] {
  const inside: readonly Policy[] = Object(Resources[role]?.Properties)['Policies'] ?? [];
  const beside = Object.values(Resources)
    .filter(
      ({ Type, Properties }) =>
        Type === 'AWS::IAM::RolePolicy' && JSON.stringify(Properties['RoleName']) === JSON.stringify({ Ref: role }),
    )
    .map(({ Properties }): Policy => Object(Properties));
  return [...inside, ...beside].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

/** The actions that a role allows. */
export function allowedActions(template: Template, role?: string): ReadonlySet<string> {
  return new Set(functionStatements(template, role).flatMap(({ Action }) => Action));
}
