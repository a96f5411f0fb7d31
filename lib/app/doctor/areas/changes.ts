import pMap from 'p-map';
import { ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { RuleFacts } from '../../../core/doctor/facts.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { resource, type Basis } from '../basis.ts';
import { regionsText } from '../regions-text.ts';
import type { DoctorDeps } from '../deps.ts';
import { judgeEventSource } from '../event-source.ts';

export async function examineChanges(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const { stack, homeRegion } = basis.order;
  const name = resource(basis, 'ChangeRule') ?? `${stack}-changes`;
  const others = basis.regions.filter((region) => region !== homeRegion);
  const functionName = resource(basis, 'ChangeLambdaFunction') ?? `${stack}-change`;
  const [rule, mappings, forwarders] = await Promise.all([
    deps.inspect.rule({ name, region: homeRegion }, signal),
    deps.inspect.eventSources(functionName, signal),
    pMap(others, async (region) => ({ region, rule: await readForwarder(region, basis, deps, signal) }), {
      concurrency: deps.limits.parallelReads,
    }),
  ]);
  const bus = `:events:${homeRegion}:${basis.identity.accountId}:event-bus/default`;
  return [
    judgeRule({ what: `rule ${name} in ${homeRegion}`, target: `:${stack}-changes` }, rule),
    judgeEventSource({ functionName, queue: `:${stack}-changes` }, mappings),
    ...judgeForwarders(forwarders, bus),
  ];
}

/** The name that the stack gives, and the one that resources/forwarder.yml has by default. */
async function readForwarder(
  region: string,
  { order }: Basis,
  deps: DoctorDeps,
  signal: AbortSignal,
): Promise<Lookup<RuleFacts | null>> {
  const ofStack = await deps.inspect.rule({ name: `${order.stack}-forwarder`, region }, signal);
  if (ofStack.kind === 'unknown' || ofStack.value !== null) return ofStack;
  return deps.inspect.rule({ name: 'macie-warden-forwarder', region }, signal);
}

const DEPLOY = 'deploy the stack again';

export function judgeRule(
  { what, target }: { readonly what: string; readonly target: string },
  rule: Lookup<RuleFacts | null>,
): Finding {
  if (rule.kind === 'unknown') return unanswered(what, rule.why, 'events:DescribeRule and events:ListTargetsByRule');
  if (rule.value === null) return wrong(what, 'it does not exist: changes are seen by scheduled runs alone', DEPLOY);
  const { state, targets } = rule.value;
  if (!state.startsWith('ENABLED'))
    return wrong(
      what,
      `it is ${state}: changes are seen by scheduled runs alone`,
      `run \`aws events enable-rule\`, or ${DEPLOY}`,
    );
  return targets.some((arn) => arn.endsWith(target))
    ? ok(what, state)
    : wrong(what, 'its target is not the queue of the stack', DEPLOY);
}

export interface Forwarder {
  readonly region: string;
  readonly rule: Lookup<RuleFacts | null>;
}

const FORWARD = 'deploy with --param forwarding=on, or resources/forwarder.yml there (docs/changes.md)';

/** `bus`: the end of the ARN of the bus to which they forward. Regions of the same standing are one finding. */
export function judgeForwarders(forwarders: readonly Forwarder[], bus: string): readonly Finding[] {
  const groups = Map.groupBy(forwarders, ({ rule }) => forwarding(rule, bus));
  return [...groups].map(([found, alike]) => {
    const what = `forwarding from ${regionsText(alike, forwarders.length)}`;
    switch (found) {
      case 'on':
        return ok(what, 'its rules are enabled');
      case 'missing':
        return wrong(what, 'there is no rule: changes there are seen by scheduled runs alone', FORWARD);
      case 'disabled':
        return wrong(
          what,
          'its rule is disabled: changes there are seen by scheduled runs alone',
          `enable it, or ${FORWARD}`,
        );
      case 'elsewhere':
        return wrong(what, 'its rule has another target than the bus of this stack', FORWARD);
      default:
        return unanswered(what, found, 'events:DescribeRule and events:ListTargetsByRule there');
    }
  });
}

/** How a forwarder stands, or the sentence on why it is not known. */
function forwarding(rule: Forwarder['rule'], bus: string): string {
  if (rule.kind === 'unknown') return rule.why;
  if (rule.value === null) return 'missing';
  if (!rule.value.state.startsWith('ENABLED')) return 'disabled';
  return rule.value.targets.some((arn) => arn.endsWith(bus)) ? 'on' : 'elsewhere';
}
