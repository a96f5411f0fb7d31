import type { Report } from '../core/compliance/report.ts';
import { slackMessage, type SlackMessage } from '../render/messages/slack.ts';
import { snsMessage, type SnsMessage } from '../render/messages/sns.ts';
import { viewFor, type MessageContent } from '../render/view/view-for.ts';

/* One message for each channel, as lists. To be replaced by the lists of lib/render once it divides long messages. */

interface HasAlerts {
  /** The alerts that the message names. */
  readonly alertIds: readonly string[];
}

export function snsMessages(report: Report, content: MessageContent): readonly (SnsMessage & HasAlerts)[] {
  return [{ ...snsMessage(report, content), alertIds: idsOf(content) }];
}

export function slackMessages(
  report: Report,
  content: MessageContent,
): readonly ({ readonly message: SlackMessage } & HasAlerts)[] {
  return [{ message: slackMessage(viewFor(report, content), report), alertIds: idsOf(content) }];
}

function idsOf({ changes }: MessageContent): readonly string[] {
  return (changes?.alerts ?? []).map(({ id }) => id);
}
