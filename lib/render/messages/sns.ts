import type { Report } from '../../core/compliance/report.ts';
import { viewChat } from './chat.ts';
import { ascii } from '../words/escape.ts';
import { jsonOfAtMost } from '../formats/json.ts';
import { viewFor, type MessageContent } from '../view/view-for.ts';
import { viewText } from '../formats/text.ts';

/** The subject and the message of `Publish`, with `MessageStructure: json`. */
export interface SnsMessage {
  readonly subject: string;
  readonly message: string;
}

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: all bodies together stay under 262,144 bytes. Text and JSON
// are there twice, for two protocols each; chat is limited by its own schema.
export const MAX_MESSAGE_BYTES = 262_144;
const TEXT_BYTES = 48_000;
const JSON_BYTES = 56_000;
const MAX_SUBJECT = 99;
const MAX_SMS = 140;

/** One message with a body for each kind of subscriber. */
export function snsMessage(report: Report, content: MessageContent = {}): SnsMessage {
  const view = viewFor(report, content);
  const { changes } = content;
  const line = `macie-warden: ${view.headline}`;
  const asText = viewText(view, { report, maxBytes: TEXT_BYTES });
  const asJson = jsonOfAtMost(changes ? { ...report, alerts: changes.alerts } : report, JSON_BYTES);
  const bodies = {
    default: asText,
    email: asText,
    https: viewChat(view, report),
    sqs: asJson,
    lambda: asJson,
    sms: ascii(line).slice(0, MAX_SMS),
  };
  return { subject: ascii(line).slice(0, MAX_SUBJECT).trim(), message: JSON.stringify(bodies) };
}
