/** Slack did not take a message. The URL of a webhook is a secret: no error carries it. */
export class SlackError extends Error {
  override readonly name = 'SlackError';
}
