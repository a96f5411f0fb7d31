import type { WebhookFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { Clients } from '../clients.ts';
import { ask } from './ask.ts';

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/ */
const WEBHOOK = /^https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/\S+$/;

/** The parameter of a webhook, without its value, which is a secret; null: there is none of that name. */
export async function readWebhook(
  name: string,
  { clients, signal }: { readonly clients: Pick<Clients, 'ssm'>; readonly signal: AbortSignal },
): Promise<Lookup<WebhookFacts | null>> {
  const [client, { GetParameterCommand }] = await Promise.all([clients.ssm(), import('@aws-sdk/client-ssm')]);
  return ask({ operation: 'ssm:GetParameter', region: await client.config.region() }, async () => {
    const command = new GetParameterCommand({ Name: name, WithDecryption: true });
    const { Parameter = {} } = await client.send(command, { abortSignal: signal });
    return { type: Parameter.Type ?? '', isWebhookUrl: WEBHOOK.test(Parameter.Value ?? '') };
  });
}
