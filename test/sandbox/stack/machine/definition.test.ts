import { describe, expect, test } from '@jest/globals';
import validate from 'asl-validator';
import { functionsOf, parseMachine } from '../../../../sandbox/stack/machine/definition.ts';
import { ARNS, DEFINITION, SUBSTITUTIONS } from './organization.ts';

type Path = readonly (string | number)[];

const ORGANIZATION: object = JSON.parse(DEFINITION);

/** A copy of the definition of the organization with one value more, or another one. */
function edited(path: Path, value: unknown): string {
  const copy: unknown = structuredClone(ORGANIZATION);
  const parent = path.slice(0, -1).reduce<unknown>((node, key) => Reflect.get(node as object, key), copy);
  Reflect.set(parent as object, path.at(-1) ?? '', value);
  return JSON.stringify(copy);
}

function parse(text: string): unknown {
  return parseMachine(text, SUBSTITUTIONS);
}

function isAccepted(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Paths of every value in the definition. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))];
}

const valueAt = (path: Path): unknown =>
  path.reduce<unknown>((node, key) => Reflect.get(node as object, key), ORGANIZATION);
/** Payloads may have any fields. */
const isTemplate = (path: Path): boolean => path.includes('ResultSelector') || path.includes('Payload');
const PATHS = pathsIn(ORGANIZATION);
const OBJECTS = PATHS.filter((path) => {
  const value = valueAt(path);
  return typeof value === 'object' && !Array.isArray(value) && !isTemplate(path);
});

test('the definition of the organization is inside the subset, and invokes the five steps', () => {
  const machine = parseMachine(DEFINITION, SUBSTITUTIONS);
  expect(functionsOf(machine).toSorted()).toEqual(Object.values(ARNS).toSorted());
});

test('the definition of the organization is valid Amazon States Language', () => {
  const text = Object.entries(SUBSTITUTIONS).reduce(
    (all, [name, value]) => all.replaceAll(`\${${name}}`, value),
    DEFINITION,
  );
  expect(validate(JSON.parse(text))).toMatchObject({ isValid: true, errors: [] });
  expect(validate(JSON.parse(edited(['States', 'Scan', 'ItemReader'], 1)))).toMatchObject({ isValid: false });
});

describe('what the interpreter does not execute throws before anything runs', () => {
  test.each<[Path, unknown, string]>([
    [['TimeoutSeconds'], 60, 'TimeoutSeconds is not of the subset'],
    [['QueryLanguage'], 'JSONata', 'QueryLanguage is not of the subset'],
    [['States', 'Scan', 'ItemBatcher'], {}, 'Scan: Map ItemBatcher is not of the subset'],
    [['States', 'Scan', 'ResultWriter'], {}, 'Scan: Map ResultWriter is not of the subset'],
    [['States', 'Scan', 'ToleratedFailurePercentage'], 5, 'Scan: Map ToleratedFailurePercentage is not of the subset'],
    [['States', 'Scan', 'MaxConcurrency'], 10, 'Scan: Map MaxConcurrency is not of the subset'],
    [['States', 'Scan', 'ItemSelector'], {}, 'Scan: Map ItemSelector is not of the subset'],
    [
      ['States', 'Scan', 'ItemReader', 'ReaderConfig', 'MaxItems'],
      5,
      'Scan: Map ItemReader.ReaderConfig.MaxItems is not of the subset',
    ],
    [
      ['States', 'Scan', 'ItemReader', 'ReaderConfig', 'InputType'],
      'CSV',
      'Scan: Map ItemReader.ReaderConfig.InputType: "CSV" is not of the subset',
    ],
    [
      ['States', 'Scan', 'ItemProcessor', 'ProcessorConfig', 'ExecutionType'],
      'EXPRESS',
      'Scan: Map ItemProcessor.ProcessorConfig.ExecutionType: "EXPRESS" is not of the subset',
    ],
    [
      ['States', 'Scan', 'ItemProcessor', 'States', 'ScanShard', 'HeartbeatSeconds'],
      5,
      'ScanShard: Task HeartbeatSeconds is not of the subset',
    ],
    [['States', 'Scan', 'ItemProcessor', 'States', 'ScanShard', 'Type'], 'Map', 'ScanShard: Map is not of the subset'],
    [['States', 'Gate', 'Type'], 'Parallel', 'Gate: Parallel is not of the subset'],
    [['States', 'Gate', 'InputPath'], '$', 'Gate: Task InputPath is not of the subset'],
    [
      ['States', 'Gate', 'Resource'],
      'arn:aws:states:::lambda:invoke.waitForTaskToken',
      'Gate: Task Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken" is not of the subset',
    ],
    [['States', 'Gate', 'Parameters', 'Qualifier'], '1', 'Gate: Task Parameters.Qualifier is not of the subset'],
    [['States', 'Gate', 'OutputPath'], '$.Payload[0]', 'Gate: Task OutputPath: "$.Payload[0]" is not of the subset'],
    [
      ['States', 'Gate', 'Retry', 1, 'JitterStrategy'],
      'NONE',
      'Gate: Task Retry.1.JitterStrategy: "NONE" is not of the subset',
    ],
    [
      ['States', 'Gate', 'Retry', 0, 'ErrorEquals', 0],
      'States.TaskFailed',
      'Gate: Task Retry.0.ErrorEquals.0: "States.TaskFailed" is not of the subset',
    ],
    [
      ['States', 'Gate', 'Retry', 0, 'ErrorEquals'],
      ['States.ALL'],
      'Gate: Task Retry: States.ALL must be alone, in the last entry',
    ],
    [
      ['States', 'Gate', 'Catch', 0, 'ErrorEquals'],
      ['States.ALL', 'TypeError'],
      'Gate: Task Catch: States.ALL must be alone, in the last entry',
    ],
    [['States', 'Gate', 'Parameters', 'Payload'], {}, 'Gate: Task Parameters: expected Payload or Payload.$'],
    [
      ['States', 'Plan', 'Parameters', 'Payload', 'x.$'],
      'States.UUID()',
      'Plan: Task Parameters.Payload: x.$ "States.UUID()" is not of the subset',
    ],
    [
      ['States', 'HasRepairs', 'Choices', 0, 'StringEquals'],
      'a',
      'HasRepairs: Choice Choices.0.StringEquals is not of the subset',
    ],
    [
      ['States', 'HasRepairs', 'Choices', 0, 'Variable'],
      '$.repairs[0]',
      'HasRepairs: Choice Choices.0.Variable: "$.repairs[0]" is not of the subset',
    ],
  ])('%j = %j', (path, value, message) => {
    expect(() => parse(edited(path, value))).toThrow(new Error(message));
  });

  const accepted = (texts: readonly (readonly [Path, string])[]): readonly Path[] =>
    texts.filter(([, text]) => isAccepted(text)).map(([path]) => path);

  test('an unknown field, in any object', () => {
    expect(OBJECTS.length).toBeGreaterThan(30);
    expect(accepted(OBJECTS.map((path) => [path, edited([...path, 'Unknown'], '$.x')]))).toEqual([]);
  });

  // CloudFormation allows no null in a template, and packaging drops the field without a word.
  test('null, at any place', () => {
    const places = PATHS.filter((path) => path.length > 0 && !isTemplate(path));
    expect(accepted(places.map((path) => [path, edited(path, null)]))).toEqual([]);
  });
});

describe('a flow that does not hold', () => {
  test.each<[Path, unknown, string]>([
    [['StartAt'], 'Start', 'there is no state Start'],
    [['States', 'Plan', 'Next'], 'Scam', 'there is no state Scam'],
    [['States', 'HasRepairs', 'Default'], 'End', 'there is no state End'],
    [['States', 'Scan', 'Catch', 0, 'Next'], 'Fail', 'there is no state Fail'],
    [['States', 'Scan', 'ItemProcessor', 'StartAt'], 'Scan', 'there is no state Scan'],
    [['States', 'Scan', 'Next'], 'Conclude', 'nothing leads to Gate, HasRepairs, Repair'],
    [['States', 'Plan', 'End'], true, 'Plan: expected Next or End'],
    [['States', 'Conclude', 'End'], undefined, 'Conclude: expected Next or End'],
  ])('%j = %j', (path, value, message) => {
    expect(() => parse(edited(path, value))).toThrow(new Error(message));
  });
});

describe('substitutions', () => {
  test('one that is missing, and one that is not used', () => {
    const { PlanFunctionArn, ...others } = SUBSTITUTIONS;
    expect(PlanFunctionArn).toBeDefined();
    expect(() => parseMachine(DEFINITION, others)).toThrow('there is no substitution for ${PlanFunctionArn}');
    expect(() => parseMachine(DEFINITION, { ...SUBSTITUTIONS, Stage: 'prod' })).toThrow(
      'does not use the substitution Stage',
    );
  });

  test('a value with quotes stays inside its string', () => {
    const text = JSON.stringify({
      StartAt: 'A',
      States: { A: { Type: 'Pass', Parameters: { a: '${A}' }, End: true } },
    });
    expect(parseMachine(text, { A: 'say "a"\n' }).States['A']).toMatchObject({ Parameters: { a: 'say "a"\n' } });
  });
});
