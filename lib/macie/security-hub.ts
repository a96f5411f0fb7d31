import { DescribeHubCommand } from '@aws-sdk/client-securityhub';
import { explainError } from '../aws/explain-error.ts';
import type { Reading } from '../core/observation.ts';
import { securityHub } from '../core/settings/security-hub.ts';
import { readingOf } from './explain.ts';
import type { GroupReadCall } from './group.ts';

/** Is Security Hub on in the Region? Never throws for what AWS or the network does. */
export async function readSecurityHub({ securityHub: clientOf, region, signal }: GroupReadCall): Promise<Reading> {
  try {
    const client = await clientOf();
    const { HubArn } = await client.send(new DescribeHubCommand({}), { abortSignal: signal });
    const isHub = typeof HubArn === 'string' && HubArn !== '';
    return { kind: 'values', values: { [securityHub.id]: isHub ? 'ENABLED' : null } };
  } catch (error) {
    const call = { operation: 'securityhub:DescribeHub', region };
    const meaning = await explainError(error, call);
    return meaning.kind === 'not-enabled'
      ? { kind: 'values', values: { [securityHub.id]: 'DISABLED' } }
      : readingOf(meaning, call);
  }
}
