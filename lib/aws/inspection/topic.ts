import type { KeyFacts, TopicFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { Clients } from '../clients.ts';
import { ask } from './ask.ts';
import type { InspectionClients } from './clients.ts';
import { promised } from './promised.ts';

/** A topic of SNS; null: there is none of that ARN. */
export async function readTopic(
  arn: string,
  { clients, signal }: { readonly clients: Pick<Clients, 'sns'>; readonly signal: AbortSignal },
): Promise<Lookup<TopicFacts | null>> {
  const region = regionOf(arn);
  const [client, { GetTopicAttributesCommand }] = await Promise.all([
    clients.sns(region),
    import('@aws-sdk/client-sns'),
  ]);
  return ask({ operation: 'sns:GetTopicAttributes', region }, async () => {
    const command = new GetTopicAttributesCommand({ TopicArn: arn });
    const { Attributes = {} } = await client.send(command, { abortSignal: signal });
    return {
      confirmed: Number(Attributes['SubscriptionsConfirmed'] ?? Number.NaN),
      pending: Number(Attributes['SubscriptionsPending'] ?? Number.NaN),
      keyId: Attributes['KmsMasterKeyId'] || null,
    };
  });
}

/** A key of KMS with its policy; null: there is none. `id`: an id, an ARN or an alias. */
export async function readKey(
  id: string,
  { clients, signal, region }: { clients: InspectionClients; signal: AbortSignal; region: string },
): Promise<Lookup<KeyFacts | null>> {
  const [client, { DescribeKeyCommand, GetKeyPolicyCommand }] = await Promise.all([
    clients.kms(region),
    import('@aws-sdk/client-kms'),
  ]);
  const described = await ask({ operation: 'kms:DescribeKey', region }, async () => {
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: id }), { abortSignal: signal });
    return promised(KeyMetadata, 'KeyMetadata');
  });
  if (described.kind === 'unknown') return described;
  if (described.value === null) return { kind: 'known', value: null };
  const { Arn: arn = id, KeyState: state = '', KeyManager } = described.value;
  if (KeyManager === 'AWS') return { kind: 'known', value: { arn, state, isAwsManaged: true, policy: null } };
  const read = await ask({ operation: 'kms:GetKeyPolicy', region }, () =>
    client.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' }), { abortSignal: signal }),
  );
  if (read.kind === 'unknown') return read;
  return { kind: 'known', value: { arn, state, isAwsManaged: false, policy: read.value?.Policy ?? '' } };
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
