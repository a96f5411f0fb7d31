/** The errors of chat.postMessage that a person can remove, and how. */
const STEPS: Readonly<Record<string, string>> = {
  invalid_auth: 'the token is not valid: copy the bot token of the app into its parameter',
  not_authed: 'the token is not valid: copy the bot token of the app into its parameter',
  account_inactive: 'the app was removed from the workspace: install it again, and copy its new token',
  token_revoked: 'the token was revoked: install the app again, and copy its new token',
  token_expired: 'the token has expired: turn off token rotation for the app, and copy its new token',
  missing_scope: 'the app lacks the scope chat:write: add it, install the app again, and copy its new token',
  channel_not_found:
    'there is no such channel for the app: check slackChannelId, and invite the app to a private channel',
  not_in_channel: 'the app is not in the channel: invite it there with /invite',
  is_archived: 'the channel is archived: restore it, or give another slackChannelId',
  restricted_action: 'a setting of the workspace keeps the app from posting there: ask its administrator',
  ratelimited: 'Slack asks for a pause: the next run sends the alerts',
  no_answer: 'Slack gave no answer in time: the next run sends the alerts',
};

const MAX_ERROR = 60;

/** The error of a message that Slack did not take, in words. Its name comes from outside. */
export function slackSentence(error: string, channelId: string): string {
  const name = error.replaceAll(/\W+/g, ' ').slice(0, MAX_ERROR);
  const step = STEPS[error] ?? 'find the error in the documents of chat.postMessage; the next run tries again';
  return `Slack did not take the message for ${channelId} (${name}): ${step}`;
}

const GONE: ReadonlySet<string> = new Set(['thread_not_found', 'message_not_found', 'cannot_reply_to_message']);

/** Was the message deleted that a reply is for? */
export function isThreadGone(error: string): boolean {
  return GONE.has(error);
}
