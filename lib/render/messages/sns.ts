import { severityOf } from '../../core/alerts/severity.ts';
import type { Report } from '../../core/compliance/report.ts';
import { compareSeverities } from '../../core/severity.ts';
import { fitJson, type ReportWithAlerts } from '../formats/json.ts';
import { fitText } from '../formats/text.ts';
import type { MessageContent } from '../view/content.ts';
import { viewFor } from '../view/view-for.ts';
import { cutAscii, MAX_SUBJECT } from '../words/subject-words.ts';
import { fitChat } from './chat.ts';
import { alertIdsOf, withShortAlerts } from './short-alerts.ts';

/** The subject and the message of `Publish`, with `MessageStructure: json`. */
interface SnsMessage {
  readonly subject: string;
  /** For filter policies of subscriptions. A list is a String.Array. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
  readonly message: string;
}

export interface DeliverableSnsMessage extends SnsMessage {
  /** The alerts that it tells of. */
  readonly alertIds: readonly string[];
}

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: all bodies together stay under 262,144 bytes. Text and JSON
// are there twice, for two protocols each; chat is limited by its own schema.
export const MAX_MESSAGE_BYTES = 262_144;
const TEXT_BYTES = 40_000;
const JSON_BYTES = 64_000;
const MAX_SMS = 140;

/** The message for a topic, with a body for each kind of subscriber. A body counts the alerts that it has no room for. */
export function snsMessage(report: Report, content: MessageContent = {}): DeliverableSnsMessage {
  return { ...messageOf(report, withShortAlerts(content)), alertIds: alertIdsOf(content) };
}

function messageOf(report: Report, content: MessageContent): SnsMessage {
  const view = viewFor(report, content);
  const asText = fitText(view, { report, maxBytes: TEXT_BYTES, width: null });
  const asJson = fitJson(withAlerts(report, content), JSON_BYTES);
  const asChat = fitChat(view, report);
  const bodies = {
    default: asText.text,
    email: asText.text,
    https: asChat.text,
    sqs: asJson.text,
    lambda: asJson.text,
    sms: cutAscii(view.headline, MAX_SMS),
  };
  const subject = cutAscii(view.headline, MAX_SUBJECT);
  return { subject, attributes: attributesOf(content, view.verdict), message: JSON.stringify(bodies) };
}

/** Of the message as a whole. One without alerts has no severity. */
function attributesOf({ changes }: MessageContent, verdict: string): SnsMessage['attributes'] {
  const alerts = changes?.alerts ?? [];
  const [severity] = alerts.map(severityOf).toSorted(compareSeverities);
  if (severity === undefined) return { verdict };
  return { verdict, severity, kinds: [...new Set(alerts.map(({ kind }) => kind))] };
}

function withAlerts(report: Report, { changes }: MessageContent): ReportWithAlerts {
  return changes ? { ...report, alerts: changes.alerts } : report;
}
