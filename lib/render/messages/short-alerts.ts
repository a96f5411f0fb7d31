import type { Alert } from '../../core/alerts/model.ts';
import { encodedBytes } from '../view/budget.ts';
import type { MessageContent } from '../view/content.ts';
import { truncate } from '../words/escape.ts';

/** An alert that takes more would leave no room for the others. */
const MAX_ALERT_BYTES = 8000;
const MAX_TEXT = 200;

/** The content with the texts of alerts cut that are too long. */
export function withShortAlerts(content: MessageContent): MessageContent {
  const { changes } = content;
  return changes ? { ...content, changes: { ...changes, alerts: changes.alerts.map(shortened) } } : content;
}

export function shortened(alert: Alert): Alert {
  if (encodedBytes(JSON.stringify(alert)) <= MAX_ALERT_BYTES) return alert;
  const short: Alert = JSON.parse(JSON.stringify(alert), (_, value: unknown) =>
    typeof value === 'string' ? truncate(value, MAX_TEXT) : value,
  );
  return { ...short, id: alert.id };
}

/** Every alert of a message is named in it, or counted with the place that lists it. */
export function alertIdsOf({ changes }: MessageContent): readonly string[] {
  return (changes?.alerts ?? []).map(({ id }) => id);
}
