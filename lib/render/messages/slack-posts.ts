import type { Alert } from '../../core/alerts/model.ts';
import { severityOf } from '../../core/alerts/severity.ts';
import { postsOf } from '../../core/alerts/threads.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { MessageContent } from '../view/content.ts';
import { slackMessage, type DeliverableSlackMessage } from './slack.ts';

interface DeliverablePost extends DeliverableSlackMessage {
  /** The first message of its thread; null: it begins one. */
  readonly ts: string | null;
  /** Is a reply shown in the channel as well? */
  readonly isBroadcast: boolean;
}

/** The messages for a channel of Slack: one for what is new, and one in each thread that goes on. */
export function slackPosts(report: Report, content: MessageContent, channelId: string): readonly DeliverablePost[] {
  const { changes } = content;
  if (!changes || changes.alerts.length === 0)
    return [{ ts: null, isBroadcast: false, ...slackMessage(report, content) }];
  return postsOf(changes.alerts, changes.state, channelId).map(({ ts, alerts }) => ({
    ts,
    isBroadcast: alerts.some(isGrave),
    ...slackMessage(report, { ...content, changes: { ...changes, alerts } }),
  }));
}

/** Somebody who does not follow the thread has to see it. */
function isGrave(alert: Alert): boolean {
  const severity = severityOf(alert);
  return severity === 'CRITICAL' || severity === 'HIGH';
}
