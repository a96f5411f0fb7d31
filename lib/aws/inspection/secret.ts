import type { SecretFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { Clients } from '../clients.ts';
import { ask } from './ask.ts';
import { promised } from './promised.ts';

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/ */
const WEBHOOK = /^https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/\S+$/;
/** https://docs.slack.dev/authentication/tokens */
const BOT_TOKEN = /^xoxb-\S+$/;

/** The parameter of a webhook or of a bot token, without its value, which is a secret; null: there is none of that name. */
export async function readSecret(
  name: string,
  { clients, signal }: { readonly clients: Pick<Clients, 'ssm'>; readonly signal: AbortSignal },
): Promise<Lookup<SecretFacts | null>> {
  const [client, { GetParameterCommand }] = await Promise.all([clients.ssm(), import('@aws-sdk/client-ssm')]);
  return ask({ operation: 'ssm:GetParameter', region: await client.config.region() }, async () => {
    const command = new GetParameterCommand({ Name: name, WithDecryption: true });
    const { Parameter } = await client.send(command, { abortSignal: signal });
    const { Type, Value = '' } = promised(Parameter, 'Parameter');
    return { type: promised(Type, 'Type'), form: formOf(Value) };
  });
}

function formOf(value: string): SecretFacts['form'] {
  if (value.trim() === '') return 'empty';
  if (WEBHOOK.test(value)) return 'webhook';
  return BOT_TOKEN.test(value) ? 'bot-token' : 'other';
}
