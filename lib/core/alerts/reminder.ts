import type { ReconcileContext } from './reconcile-context.ts';
import type { AlertRecord } from './records.ts';

/**
 * Is it time to send a reminder of what is still open? Each one takes twice as long as the one before. `later`: the clock was
 * ahead when the last alert was made; count from now, or the reminder waits for that time to come.
 */
export function reminderDue(
  { announcedAt, reminders }: Pick<AlertRecord, 'announcedAt' | 'reminders'>,
  { now, settings }: Pick<ReconcileContext, 'now' | 'settings'>,
): 'due' | 'later' | 'not-yet' {
  if (announcedAt === null) return 'not-yet';
  const silentMs = now.getTime() - Date.parse(announcedAt);
  if (silentMs < 0) return 'later';
  return silentMs < settings.remindAfterMs * 2 ** reminders ? 'not-yet' : 'due';
}
