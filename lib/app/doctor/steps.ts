import type { FunctionFacts, StackFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { Inspector } from './deps.ts';

/** The steps of the state machine of an organization, in their order. */
export const STEPS = ['plan', 'scan', 'gate', 'repair', 'conclude'] as const;
export type Step = (typeof STEPS)[number];

export interface StepFunction {
  readonly step: Step;
  readonly function: Lookup<FunctionFacts | null>;
}

export const MACHINE = 'OrganizationMachine';

/** The functions of the steps. Where the stack may not be described, a function that is there proves that it has them. */
export async function readSteps(
  name: string,
  stack: Lookup<StackFacts | null>,
  { inspect, limit }: { readonly inspect: Inspector; readonly limit: AbortSignal },
): Promise<readonly StepFunction[]> {
  if (stack.kind === 'known' && stack.value?.resources[MACHINE] === undefined) return [];
  const found = await Promise.all(
    STEPS.map(async (step) => ({ step, function: await inspect.function(`${name}-organization-${step}`, limit) })),
  );
  const isSeen = found.some((one) => one.function.kind === 'known' && one.function.value !== null);
  return stack.kind === 'known' || isSeen ? found : [];
}
