import { GetRevealConfigurationCommand, type GetRevealConfigurationCommandOutput } from '@aws-sdk/client-macie2';
import type { Reading } from '../core/observation.ts';
import { revealStatus } from '../core/settings/reveal.ts';
import { explainRead } from './explain.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { GroupCall } from './group.ts';

/** https://docs.aws.amazon.com/macie/latest/user/findings-retrieve-sd.html */
const WITHOUT_REVEAL: ReadonlySet<string> = new Set(['ap-northeast-3', 'il-central-1']);

/** Never throws for what AWS or the network does. */
export async function readReveal({ client, region, signal }: GroupCall): Promise<Reading> {
  if (WITHOUT_REVEAL.has(region))
    return { kind: 'not-applicable', detail: `Macie does not retrieve samples of sensitive data in ${region}` };
  let answer: GetRevealConfigurationCommandOutput;
  try {
    answer = await client.send(new GetRevealConfigurationCommand({}), { abortSignal: signal });
  } catch (error) {
    return explainRead(error, { operation: 'macie2:GetRevealConfiguration', region });
  }
  return { kind: 'values', values: { [revealStatus.id]: textOf(fieldsOf(answer.configuration)['status']) } };
}
