import { Failure } from './failure.ts';

/** The JSONPaths of resources/organization.asl.json: `$`, `$.name.name`, and one field of the context object. */
export const PATH = /^\$(?:\.[A-Za-z]\w*)*$/;
const EXECUTION_NAME = '$$.Execution.Name';

type Fields = Readonly<Record<string, unknown>>;

export interface Scope {
  readonly input: unknown;
  readonly executionName: string;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPath(text: unknown): boolean {
  return typeof text === 'string' && (PATH.test(text) || text === EXECUTION_NAME);
}

/** The value at a path. AWS fails with States.Runtime if there is none. */
export function read(path: string, { input, executionName }: Scope): unknown {
  if (path === EXECUTION_NAME) return executionName;
  return stepsOf(path).reduce((value: unknown, name) => {
    if (isFields(value) && Object.hasOwn(value, name)) return value[name];
    throw new Failure('States.Runtime', `The JSONPath ${path} could not be found in the input`);
  }, input);
}

/** A copy of the input with a result at a path: ResultPath. */
export function write(path: string, input: unknown, result: unknown): unknown {
  return place(stepsOf(path), input, result);
}

function place([name, ...others]: readonly string[], target: unknown, result: unknown): unknown {
  if (name === undefined) return result;
  if (!isFields(target))
    throw new Failure('States.ResultPathMatchFailure', `ResultPath: there is no place for ${name}`);
  return { ...target, [name]: place(others, Object.hasOwn(target, name) ? target[name] : {}, result) };
}

function stepsOf(path: string): readonly string[] {
  return path.split('.').slice(1);
}

/** A payload template with its values: a field `name.$` is a path, any other is itself. */
export function fill(template: unknown, scope: Scope): unknown {
  if (Array.isArray(template)) return template.map((one) => fill(one, scope));
  if (!isFields(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$') ? [name.slice(0, -2), read(String(value), scope)] : [name, fill(value, scope)],
    ),
  );
}

/** The first field of a template whose name says that it is a path, and which is none of the subset. */
export function badPathIn(template: unknown): string | null {
  if (typeof template !== 'object' || template === null) return null;
  for (const [name, value] of Object.entries(template)) {
    const bad = name.endsWith('.$') ? (isPath(value) ? null : `${name} ${JSON.stringify(value)}`) : badPathIn(value);
    if (bad !== null) return bad;
  }
  return null;
}
