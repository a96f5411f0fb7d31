import { AwsError } from '../../server/errors.ts';
import { jsonBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import { valueIn } from '../../worlds/by-region.ts';

/** The rules of the stack: that of changes in its Region, the forwarders in the others. */
export function describeRule(call: Call): object {
  const { Name: name } = jsonBody(call.request);
  const { state, arn } = ruleOf(call, String(name));
  return { Name: name, Arn: arn, State: state };
}

export function listTargetsByRule(call: Call): object {
  const { Rule: name } = jsonBody(call.request);
  return { Targets: [{ Id: 'target', Arn: ruleOf(call, String(name)).target }] };
}

interface Rule {
  readonly arn: string;
  readonly state: string;
  readonly target: string;
}

function ruleOf({ state: { stack }, accountId, region }: Call, name: string): Rule {
  const arn = `arn:aws:events:${region}:${accountId}:rule/${name}`;
  if (stack?.account === accountId) {
    const isHome = stack.region === region;
    const rules = isHome
      ? {
          [`${stack.name}-changes`]: {
            state: stack.rule,
            target: `arn:aws:sqs:${region}:${accountId}:${stack.name}-changes`,
          },
        }
      : {
          [`${stack.name}-forwarder`]: {
            state: valueIn(stack.forwarders, region) ?? null,
            target: `arn:aws:events:${stack.region}:${accountId}:event-bus/default`,
          },
        };
    const { state = null, target = '' } = rules[name] ?? {};
    if (state !== null) return { arn, state, target };
  }
  throw new AwsError('ResourceNotFoundException', {
    status: 400,
    message: `Rule ${name} does not exist on EventBus default.`,
  });
}
