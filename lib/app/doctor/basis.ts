import type { FunctionFacts, StackFacts } from '../../core/doctor/facts.ts';
import type { RunRecord } from '../../core/compliance/report.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { Caller } from '../../core/run.ts';
import { BUILT_IN, isInAws } from '../../policy/source.ts';
import { PolicyError } from '../../policy/error.ts';
import type { ValidatedPolicy } from '../../policy/validated-policy.ts';
import { OWN_ACCOUNT } from '../scan/deps.ts';
import { lookUpScope } from '../scan/region-scope.ts';
import { inTime, timeLimit } from '../scan/time-limit.ts';
import type { DoctorDeps } from './deps.ts';
import { readSteps, type StepFunction } from './steps.ts';

export interface ExaminationOrder {
  readonly stack: string;
  /** Did the person name it? */
  readonly isStackNamed: boolean;
  readonly homeRegion: string;
  /** Left out: that of the stack, else policy.yml. */
  readonly policySource?: string | undefined;
  /** The path of policy.yml where the person stands. */
  readonly policyFile: string;
  readonly hasPolicyFile: boolean;
  /** The name of the program in the call, for commands in advice. */
  readonly calledAs: string;
  readonly signal: AbortSignal;
}

/** The facts that several areas build on. */
export interface Basis {
  readonly order: ExaminationOrder;
  readonly identity: Caller;
  readonly stack: Lookup<StackFacts | null>;
  /** The function `check`. */
  readonly function: Lookup<FunctionFacts | null>;
  /** The functions of the steps of the state machine; none in a stack without one. */
  readonly steps: readonly StepFunction[];
  readonly policySource: string;
  /** `why`: the sentence of the policy that cannot be used. */
  readonly policy: Lookup<ValidatedPolicy>;
  /** The Regions of the policy in the own account; those of every account if there is no policy. */
  readonly regions: readonly string[];
  /** Of the table of the stack. */
  readonly runs: Lookup<readonly RunRecord[]>;
}

/** Throws a WardenError where AWS does not say which account this is. */
export async function gatherBasis(order: ExaminationOrder, deps: DoctorDeps): Promise<Basis> {
  const limit = timeLimit(deps.limits.callBudgetMs, order.signal);
  const [identity, stack, check] = await Promise.all([
    deps.forAccount(OWN_ACCOUNT).identify(order.signal),
    inTime(limit, () => deps.inspect.stack(order.stack, limit)),
    inTime(limit, () => deps.inspect.function(`${order.stack}-check`, limit)),
  ]);
  const policySource = sourceOf(order, check);
  const [steps, policy, runs] = await Promise.all([
    readSteps(order.stack, stack, { inspect: deps.inspect, limit }),
    readPolicy(policySource, deps),
    inTime(limit, () => deps.readRuns(tableOf({ order, function: check }), limit)),
  ]);
  const regions = await regionsOf(policy, order, deps);
  return { order, identity, stack, function: check, steps, policySource, policy, regions, runs };
}

/** Is there a stack, as far as AWS says? Where the stack may not be described, its function proves it. */
export function isDeployed({ stack, function: check }: Pick<Basis, 'stack' | 'function'>): boolean {
  return [stack, check].some((one) => one.kind === 'known' && one.value !== null);
}

/** Names are derived from that of the stack, unless its function says otherwise. */
export function tableOf({ order, function: check }: Pick<Basis, 'order' | 'function'>): string {
  return variable(check, 'STATE_TABLE') ?? order.stack;
}

/** A variable of the environment of the function; null: it has none, or is not known. */
export function variable(check: Basis['function'], name: string): string | null {
  return (check.kind === 'known' && check.value?.environment[name]) || null;
}

/** The physical id of a resource of the stack; null: the stack is not known, or has none. */
export function resource({ stack }: Pick<Basis, 'stack'>, logicalId: string): string | null {
  return (stack.kind === 'known' && stack.value?.resources[logicalId]) || null;
}

function sourceOf({ policySource, policyFile, hasPolicyFile }: ExaminationOrder, check: Basis['function']): string {
  const ofStack = variable(check, 'POLICY_SOURCE');
  if (policySource !== undefined) return policySource;
  if (ofStack !== null && isInAws(ofStack)) return ofStack;
  return hasPolicyFile || ofStack !== null ? policyFile : BUILT_IN;
}

async function readPolicy(source: string, deps: DoctorDeps): Promise<Lookup<ValidatedPolicy>> {
  try {
    return { kind: 'known', value: await deps.validatePolicy(source) };
  } catch (error) {
    if (error instanceof PolicyError) return { kind: 'unknown', why: error.message };
    throw error;
  }
}

async function regionsOf(
  policy: Basis['policy'],
  { signal, homeRegion }: ExaminationOrder,
  deps: DoctorDeps,
): Promise<readonly string[]> {
  if (policy.kind === 'unknown') return [homeRegion];
  const limit = timeLimit(deps.limits.callBudgetMs, signal);
  const { scope } = await lookUpScope(
    { policy: policy.value.loaded, trigger: 'command-line', ceiling: 'report', publish: 'changes' },
    { enabledRegions: () => inTime(limit, () => deps.forAccount(OWN_ACCOUNT).enabledRegions(limit)), deps, signal },
  );
  return scope.toRead;
}
