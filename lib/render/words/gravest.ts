import { ALERT_KINDS } from '../../core/alerts/model.ts';
import { severityOf } from '../../core/alerts/severity.ts';
import { compareSeverities } from '../../core/severity.ts';
import type { AlertGroup } from './alert-group.ts';
import { stateText } from './state-words.ts';

/** The gravest alerts of one severity, kind and state: the subject and the first lines are about them. */
export function worstGroups(groups: readonly AlertGroup[]): readonly AlertGroup[] {
  const rank = ({ first }: AlertGroup): number => ALERT_KINDS.indexOf(first.kind);
  const [worst] = groups.toSorted(
    (a, b) => compareSeverities(severityOf(a.first), severityOf(b.first)) || rank(a) - rank(b),
  );
  if (worst === undefined) return [];
  const about = ({ first }: AlertGroup): string => `${severityOf(first)} ${first.kind} ${stateText(first)}`;
  return groups.filter((group) => about(group) === about(worst));
}
