import type { Report } from '../../core/compliance/report.ts';
import { storyChat } from './chat.ts';
import { ascii } from '../words/escape.ts';
import { jsonWithin } from '../formats/json.ts';
import { storyFor, type Matter } from '../view/view-for.ts';
import { storyText } from '../formats/text.ts';

/** What `Publish` takes, with `MessageStructure: json`. */
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

/** One message for every kind of subscriber, each with the body that it can read: the changes, or the whole report. */
export function snsMessage(report: Report, matter: Matter = {}): SnsMessage {
  const story = storyFor(report, matter);
  const { changes } = matter;
  const line = `macie-warden: ${story.headline}`;
  const asText = storyText(story, { report, maxBytes: TEXT_BYTES });
  const asJson = jsonWithin(changes ? { ...report, alerts: changes.alerts } : report, JSON_BYTES);
  const bodies = {
    default: asText,
    email: asText,
    https: storyChat(story, report),
    sqs: asJson,
    lambda: asJson,
    sms: ascii(line).slice(0, MAX_SMS),
  };
  return { subject: ascii(line).slice(0, MAX_SUBJECT).trim(), message: JSON.stringify(bodies) };
}
