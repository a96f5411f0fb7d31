import type { Report } from '../../core/compliance/report.ts';
import { fitJson, type ReportWithAlerts } from '../formats/json.ts';
import { fitText } from '../formats/text.ts';
import type { MessageContent } from '../view/content.ts';
import { viewFor } from '../view/view-for.ts';
import { cutAscii, MAX_SUBJECT } from '../words/subject-words.ts';
import { fitChat } from './chat.ts';
import { messageParts } from './parts.ts';

/** The subject and the message of `Publish`, with `MessageStructure: json`. */
export interface SnsMessage {
  readonly subject: string;
  readonly message: string;
}

export interface SnsPart extends SnsMessage {
  /** The alerts that every body of it holds: any other one stays to be delivered. */
  readonly alertIds: readonly string[];
}

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: all bodies together stay under 262,144 bytes. Text and JSON
// are there twice, for two protocols each; chat is limited by its own schema.
export const MAX_MESSAGE_BYTES = 262_144;
const TEXT_BYTES = 40_000;
const JSON_BYTES = 64_000;
const MAX_SMS = 140;

/** The messages for a topic, each with a body for each kind of subscriber; numbered where one does not hold every alert. */
export function snsMessages(report: Report, content: MessageContent = {}): readonly SnsPart[] {
  const fit = (one: MessageContent): Fitted => fitMessage(report, one);
  return messageParts(content, (one) => fit(one).left === 0).map(({ alerts, content: one }) => ({
    ...fit(one).message,
    alertIds: alerts.map(({ id }) => id),
  }));
}

interface Fitted {
  readonly message: SnsMessage;
  readonly left: number;
}

function fitMessage(report: Report, content: MessageContent): Fitted {
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
  const message = { subject: cutAscii(view.headline, MAX_SUBJECT), message: JSON.stringify(bodies) };
  return { message, left: Math.max(asText.left, asJson.left, asChat.left) };
}

function withAlerts(report: Report, { changes, part }: MessageContent): ReportWithAlerts {
  if (!changes) return report;
  const { number = 1, of = 1, later = 0 } = part ?? {};
  return {
    ...report,
    alerts: changes.alerts,
    part: { number, of },
    ...(later > 0 ? { laterAlerts: later } : {}),
  };
}
