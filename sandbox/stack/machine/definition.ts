import type { z } from 'zod';
import { machineSchema, type Machine, type State } from './schema.ts';

/**
 * Reads a definition in Amazon States Language as CloudFormation would deploy it. It throws on everything that the interpreter does
 * not execute, so that a test that passes has executed all of the definition.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export function parseMachine(text: string, substitutions: Readonly<Record<string, string>>): Machine {
  const value: unknown = JSON.parse(substitute(text, substitutions));
  const parsed = machineSchema.safeParse(value);
  if (!parsed.success) throw new Error(parsed.error.issues.flatMap((issue) => sentencesOf(issue, value)).join('\n'));
  for (const machine of machinesOf(parsed.data)) checkFlow(machine);
  return parsed.data;
}

/** DefinitionSubstitutions of AWS::StepFunctions::StateMachine. */
function substitute(text: string, substitutions: Readonly<Record<string, string>>): string {
  const used = new Set<string>();
  const result = text.replaceAll(/\$\{(?<name>[^}]*)\}/g, (_, name: string) => {
    const value = substitutions[name];
    if (value === undefined) throw new Error(`there is no substitution for \${${name}}`);
    used.add(name);
    return JSON.stringify(value).slice(1, -1);
  });
  const unused = Object.keys(substitutions).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`the definition does not use the substitution ${unused.join(', ')}`);
  return result;
}

/** Such as `Scan: Map ItemBatcher is not of the subset`. */
function sentencesOf(issue: z.core.$ZodIssue, root: unknown): readonly string[] {
  const { path } = issue;
  const depth = path.lastIndexOf('States') + 1;
  const type = String(at(path.slice(0, depth + 1).reduce<unknown>(at, root), 'Type'));
  const state = depth === 0 || path[depth] === undefined ? '' : `${String(path[depth])}: ${type} `;
  const fields = state === '' ? path : path.slice(depth + 1);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${state}${[...fields, key].map(String).join('.')} is not of the subset`);
  if (issue.code === 'invalid_union') return [`${state}is not of the subset`];
  return [`${state}${fields.map(String).join('.')}: ${issue.message}`];
}

function at(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function machinesOf(machine: Machine): readonly Machine[] {
  return [
    machine,
    ...Object.values(machine.States).flatMap((state) => (state.Type === 'Map' ? [state.ItemProcessor] : [])),
  ];
}

/** Every state that is named exists, every state is reached, and every state leads on or ends. */
function checkFlow({ StartAt, States }: Machine): void {
  const reached = new Set<string>();
  const waiting = [StartAt];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = States[name];
    if (!state) throw new Error(`there is no state ${name}`);
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...successorsOf(name, state));
  }
  const others = Object.keys(States).filter((name) => !reached.has(name));
  if (others.length > 0) throw new Error(`nothing leads to ${others.join(', ')}`);
}

function successorsOf(name: string, state: State): readonly string[] {
  switch (state.Type) {
    case 'Succeed':
    case 'Fail':
      return [];
    case 'Choice':
      return [...state.Choices.map(({ Next }) => Next), state.Default];
    case 'Pass':
    case 'Task':
    case 'Map': {
      if ((state.Next === undefined) === (state.End === undefined)) throw new Error(`${name}: expected Next or End`);
      const caught = 'Catch' in state ? state.Catch.map(({ Next }) => Next) : [];
      return [...(state.Next === undefined ? [] : [state.Next]), ...caught];
    }
  }
}

/** The functions that a machine invokes. */
export function functionsOf(machine: Machine): readonly string[] {
  return machinesOf(machine).flatMap(({ States }) =>
    Object.values(States).flatMap((state) => (state.Type === 'Task' ? [state.Parameters.FunctionName] : [])),
  );
}
