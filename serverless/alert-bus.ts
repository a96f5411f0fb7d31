import type { StackValues } from './stack-values.ts';

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html
const NAME = /^(?!aws\.)[\w.-]{1,256}$/;
const ARN = /^arn:aws:events:([a-z0-9-]+):\d{12}:event-bus\/(.+)$/;

/** The problem with a bus for alerts, as `expected …, found …`; null if nothing is. */
export function alertBusProblem(bus: string, region: string): string | null {
  if (bus === '' || NAME.test(bus)) return null;
  const [, home, name = ''] = ARN.exec(bus) ?? [];
  const expected = `expected the name of a bus of EventBridge, or the ARN of one in ${region}, such as arn:aws:events:${region}:111122223333:event-bus/alerts`;
  // PutEvents reaches the buses of its own Region alone.
  return home === region && NAME.test(name) ? null : `${expected}, found ${JSON.stringify(bus)}`;
}

export function alertBusOf(bus: string): StackValues['alertBus'] {
  if (bus === '') return { kind: 'none', resource: '' };
  const own = `arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:event-bus/${bus}`;
  return { kind: 'bus', resource: bus.startsWith('arn:') ? bus : { 'Fn::Sub': own } };
}
