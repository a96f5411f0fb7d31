type Value = (name: string) => string;

/** Where the secret of Slack is; empty: nowhere. */
export function slackParameter(value: Value): string {
  return value('slackTokenParameter') || value('slackWebhookParameter');
}

export function slackProblems(value: Value): readonly string[] {
  const [workspace, token, channel, webhook] = [
    'slackWorkspaceId',
    'slackTokenParameter',
    'slackChannelId',
    'slackWebhookParameter',
  ].map((name) => value(name) !== '');
  return [
    ...(channel === (workspace || token)
      ? []
      : [
          channel
            ? '--param slackChannelId: expected slackWorkspaceId or slackTokenParameter beside it, found neither. Add one'
            : `--param ${token ? 'slackTokenParameter' : 'slackWorkspaceId'}: expected slackChannelId beside it, found none. Add it`,
        ]),
    ...(token && webhook
      ? [
          '--param slackTokenParameter and slackWebhookParameter: expected one of them, found both. Leave the webhook out',
        ]
      : []),
  ];
}
