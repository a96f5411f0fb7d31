import { SETTINGS, type Drift, type Reason } from '../model.ts';
import type { Result } from '../compliance/report.ts';
import type { Subject } from './model.ts';

/** What one run saw of one subject. `gone`: the run was to see everything, and this target is no longer part of that. */
export type Seen =
  | { readonly kind: 'clean' }
  | { readonly kind: 'drift'; readonly drift: Drift }
  | { readonly kind: 'blind'; readonly reason: Reason; readonly detail: string }
  | { readonly kind: 'gone'; readonly detail: string };

export type Sight = (subject: Subject) => Seen;

/** How a result looks, subject by subject. A target that could not be read shows nothing of its settings. */
export function sightOf(result: Result): Sight {
  switch (result.verdict) {
    case 'not-applicable':
      return () => ({ kind: 'gone', detail: result.detail ?? 'there is no Macie any more' });
    case 'unknown': {
      const blind: Seen = { kind: 'blind', reason: result.reason ?? 'bad-response', detail: result.detail ?? '' };
      return () => blind;
    }
    case 'compliant':
    case 'drifted':
    case 'waived':
      return (subject) => {
        const drift = result.drifts.find(({ setting }) => setting === subject);
        return drift ? { kind: 'drift', drift } : { kind: 'clean' };
      };
  }
}

/** The subjects that a result brings up by itself, whether anything is remembered of them or not. */
export function subjectsOf(result: Result): readonly Subject[] {
  if (result.verdict === 'unknown') return ['session'];
  return SETTINGS.filter((setting) => result.drifts.some((drift) => drift.setting === setting));
}
