import { FREQUENCIES, type Action, type Session } from './model.ts';
import type { Difference } from './compliance/compare.ts';

/** The write that removes a difference, or why it is left to a person. */
export type ActionChoice =
  | { readonly action: Exclude<Action, 'manual'>; readonly detail: null }
  | { readonly action: 'manual'; readonly detail: string };

const manual = (detail: string): ActionChoice => ({ action: 'manual', detail });
const write = (action: Exclude<Action, 'manual'>): ActionChoice => ({ action, detail: null });

/** Chooses the action for one difference of a session. It never pauses, disables, slows down or guesses. */
export function actionFor(difference: Difference, session: Session): ActionChoice {
  switch (difference.setting) {
    case 'status':
      return statusAction(difference);
    case 'findingPublishingFrequency':
      return frequencyAction(difference, session);
    case 'serviceRole':
      return manual(
        difference.actual === null
          ? 'Macie is not enabled here and the policy does not say that it should be: add desired.status'
          : 'Macie has no call that changes the service role of a session: find out who set it, and why',
      );
  }
}

function statusAction({ desired, actual }: Difference): ActionChoice {
  if (desired === 'PAUSED') {
    return manual(
      'macie-warden never pauses Macie, because that cancels classification jobs for good: pause it by hand',
    );
  }
  if (desired === 'DISABLED') {
    return manual('macie-warden never disables Macie, because that deletes its findings and jobs: disable it by hand');
  }
  if (actual === 'DISABLED') return write('enable');
  if (actual === 'PAUSED') return write('resume');
  return manual('AWS shows a status that this version does not know, and nothing is written on a guess: look at it');
}

function frequencyAction({ desired, actual }: Difference, session: Session): ActionChoice {
  if (actual === null) {
    return manual('Macie is not enabled here and the policy does not say that it should be: add desired.status');
  }
  const speeds: readonly string[] = FREQUENCIES;
  if (!speeds.includes(actual)) {
    return manual(
      'AWS shows a frequency that this version does not know, and nothing is written on a guess: look at it',
    );
  }
  if (session.status !== 'ENABLED' && session.status !== 'PAUSED') {
    return manual('the status of this session is not one that this version knows: look at that first');
  }
  if (speeds.indexOf(desired) > speeds.indexOf(actual)) {
    return manual('the policy asks for slower publishing than there is; macie-warden only ever turns protection up');
  }
  return write('set-frequency');
}
