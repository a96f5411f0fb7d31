import type { Alert } from '../../core/alerts/model.ts';
import { WHOLE, type Changes } from '../view/content.ts';
import type { MessageContent } from '../view/content.ts';
import { cut } from '../words/escape.ts';

/** More messages at once than this would be taken for a flood: the other alerts stay to be delivered. */
export const MAX_PARTS = 5;

/** One of the messages of a run, and the alerts that it holds. */
export interface MessagePart {
  readonly alerts: readonly Alert[];
  readonly content: MessageContent;
}

/** Does a message show every alert of its content? */
type IsWhole = (content: MessageContent) => boolean;

/** Splits the alerts of a message so that each part shows all of its own. A message without alerts is one part. */
export function messageParts(content: MessageContent, isWhole: IsWhole): readonly MessagePart[] {
  const { changes } = content;
  if (!changes || changes.alerts.length === 0) return [{ alerts: [], content }];
  const whole = { ...content, part: WHOLE };
  if (isWhole(whole)) return [{ alerts: changes.alerts, content: whole }];
  const slices = sliced(changes, isWhole);
  const later = changes.alerts.length - slices.reduce((sum, { length }) => sum + length, 0);
  return slices.map((alerts, index) => {
    const isLast = index === slices.length - 1;
    const part = { number: index + 1, of: slices.length, later: isLast ? later : 0 };
    return { alerts, content: { ...content, changes: { ...changes, alerts }, part } };
  });
}

/** Runs of alerts from the start, each as long as a message can show. */
function sliced(changes: Changes, isWhole: IsWhole): readonly (readonly Alert[])[] {
  const slices: (readonly Alert[])[] = [];
  let rest = changes.alerts;
  while (rest.length > 0 && slices.length < MAX_PARTS) {
    // The numbers are not known yet: these take as much room as any.
    const part = { number: slices.length + 1, of: MAX_PARTS, later: changes.alerts.length };
    const fits = (alerts: readonly Alert[]): boolean => isWhole({ changes: { ...changes, alerts }, part });
    const length = longestPrefix(rest, fits);
    slices.push(length === 0 ? rest.slice(0, 1).map(shortened) : rest.slice(0, length));
    rest = rest.slice(Math.max(1, length));
  }
  return slices;
}

const FIRST_TRY = 16;

/** The length of the longest run from the start that fits. Small runs are tried first: rendering thousands takes its time. */
function longestPrefix(alerts: readonly Alert[], fits: (alerts: readonly Alert[]) => boolean): number {
  let fitting = 0;
  let tooLong = Math.min(FIRST_TRY, alerts.length);
  while (fits(alerts.slice(0, tooLong))) {
    fitting = tooLong;
    if (fitting === alerts.length) return fitting;
    tooLong = Math.min(alerts.length, tooLong * 2);
  }
  while (tooLong - fitting > 1) {
    const middle = (fitting + tooLong) >> 1;
    if (fits(alerts.slice(0, middle))) fitting = middle;
    else tooLong = middle;
  }
  return fitting;
}

const MAX_TEXT = 200;

/** An alert that is too long by itself, with its texts cut. */
function shortened(alert: Alert): Alert {
  const { id } = alert;
  const short: Alert = JSON.parse(JSON.stringify(alert), (_, value: unknown) =>
    typeof value === 'string' ? cut(value, MAX_TEXT) : value,
  );
  return { ...short, id };
}
