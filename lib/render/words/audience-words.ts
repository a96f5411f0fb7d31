import type { Audience } from '../../core/alerts/audience.ts';
import { countOf } from './sentence.ts';

/** The sentence on an audience that may receive nothing, and what to do; null where somebody is subscribed. */
export function audienceWords(audience: Audience): string | null {
  switch (audience.kind) {
    case 'subscribed':
      return null;
    case 'unsubscribed':
      return `nobody is subscribed to the SNS topic, so its alerts stay pending until somebody is. ${
        audience.pending === 0
          ? 'Subscribe an address (--param alertEmail), and confirm the email that SNS sends'
          : `${countOf(audience.pending, 'subscription')} not confirmed yet: follow the link in the email that SNS sent`
      }`;
    case 'unknown':
      return `the alerts were published, but whether anybody is subscribed to the SNS topic is not known (${audience.why}). ${
        DENIED.test(audience.why) ? 'Allow sns:GetTopicAttributes on the topic, and check' : 'Check'
      } its subscriptions`;
  }
}

const DENIED = /denied|not authorized|AuthorizationError/i;
