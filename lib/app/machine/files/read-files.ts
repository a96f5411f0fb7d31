import { WardenError } from '../../../core/errors.ts';
import type { RunObjects } from '../deps.ts';
import { FILE_VERSION, KEYS, type GateResult, type RunPlan } from './run-files.ts';
import { isGate, isPlan, type Guard } from './schema.ts';

/** An object of a run, or a sentence that says why there is none to use. */
export type FileReading<T> =
  | { readonly kind: 'found'; readonly file: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unusable'; readonly why: string };

export async function readFile<T>(key: string, isFile: Guard<T>, objects: RunObjects): Promise<FileReading<T>> {
  const text = await objects.read(key);
  if (text === null) return { kind: 'missing' };
  const value = parseJson(text);
  if (isFile(value)) return { kind: 'found', file: value };
  const version: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'v') : null;
  const why =
    typeof version === 'number' && version > FILE_VERSION
      ? `${key} was written by a newer version of macie-warden and was left alone`
      : `${key} is not what macie-warden writes and was left alone`;
  return { kind: 'unusable', why };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The plan of a run. Throws a WardenError if there is none that this version understands. */
export async function requirePlan(runId: string, objects: RunObjects): Promise<RunPlan> {
  return require(KEYS.plan(runId), isPlan, objects);
}

/** What the gate let through. Throws a WardenError if there is nothing that this version understands. */
export async function requireGate(runId: string, objects: RunObjects): Promise<GateResult> {
  return require(KEYS.gate(runId), isGate, objects);
}

async function require<T>(key: string, isFile: Guard<T>, objects: RunObjects): Promise<T> {
  const reading = await readFile(key, isFile, objects);
  if (reading.kind === 'found') return reading.file;
  const why = reading.kind === 'missing' ? `${key} does not exist` : reading.why;
  throw new WardenError('run-objects', `${why}. Start a new execution of the state machine`);
}
