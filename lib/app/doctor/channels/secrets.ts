import type { SecretFacts } from '../../../core/doctor/facts.ts';
import { ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { Lookup } from '../../../core/lookup.ts';

interface Kind {
  readonly name: string;
  readonly form: SecretFacts['form'];
  readonly is: string;
  readonly store: string;
  readonly renew: string;
}

/** The two secrets of Slack that a stack may have. */
export const SECRETS = {
  webhook: {
    name: 'webhook parameter',
    form: 'webhook',
    is: 'the URL of an incoming webhook of Slack',
    store: 'store the URL that Slack shows, https://hooks.slack.com/services/…',
    renew: 'make a new webhook',
  },
  token: {
    name: 'token parameter',
    form: 'bot-token',
    is: 'the bot token of a Slack app',
    store: 'store the bot token of the app, xoxb-…',
    renew: 'make a new token',
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** The value is a secret: it is not shown. */
export function judgeSecret(kind: Kind, parameter: string, secret: Lookup<SecretFacts | null>): Finding {
  const what = `${kind.name} ${parameter}`;
  if (secret.kind === 'unknown') return unanswered(what, secret.why, 'ssm:GetParameter, and kms:Decrypt on its key');
  if (secret.value === null)
    return wrong(
      what,
      'it does not exist',
      `run \`aws ssm put-parameter --type SecureString --name ${parameter} --value VALUE\``,
    );
  const { type, form } = secret.value;
  if (form === 'empty') return wrong(what, 'its value is empty', kind.store);
  if (form !== kind.form) return wrong(what, `its value is not ${kind.is} (not shown)`, kind.store);
  return type === 'SecureString'
    ? ok(what, `a SecureString with ${kind.is} (not shown)`)
    : wrong(
        what,
        `its type is ${type}: everybody who may read parameters sees the value`,
        `store it as a SecureString, and ${kind.renew}`,
      );
}
