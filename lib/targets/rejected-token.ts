import type { Observation, Observations } from '../core/observation.ts';
import { isOptInRegion } from '../core/regions.ts';
import { SESSION } from '../core/settings/session.ts';

export interface RegionReading {
  readonly region: string;
  readonly observations: Observations;
  /** The Region rejected the token, and no list says that it is disabled. */
  readonly isTokenRejected: boolean;
}

/**
 * Where no list says that a Region is disabled, the other Regions of the run show what a rejected token means: where they take
 * it, an opt-in Region that does not is probably not enabled. `isListKnown`: the list of enabled Regions was read. https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
export function explainRejections<T extends RegionReading>(
  readings: readonly T[],
  { isListKnown }: { readonly isListKnown: boolean },
): readonly T[] {
  const isTaken = readings.some(({ isTokenRejected, observations }) => !isTokenRejected && hasAnswered(observations));
  if (!isTaken) return readings;
  return readings.map((reading) =>
    reading.isTokenRejected && isOptInRegion(reading.region)
      ? { ...reading, observations: { ...reading.observations, [SESSION]: probablyNotEnabled(reading, isListKnown) } }
      : reading,
  );
}

/** A denial as well shows that the Region knows the caller. */
function hasAnswered({ [SESSION]: session }: Observations): boolean {
  return session?.kind === 'values' || (session?.kind === 'unknown' && session.reason === 'access-denied');
}

function probablyNotEnabled(
  { region, observations: { [SESSION]: session } }: RegionReading,
  isListKnown: boolean,
): Observation {
  const answer = session?.kind === 'unknown' ? ` (${session.detail})` : '';
  const advice = isListKnown
    ? 'account:ListRegions does not list it as disabled: check the name of the Region, or exclude it'
    : 'Allow account:ListRegions to be certain, or exclude the Region';
  return {
    kind: 'unknown',
    reason: 'credentials',
    detail: `${region} is probably not enabled for this account: it is an opt-in Region, and it rejects credentials that other Regions accept${answer}. ${advice}`,
  };
}
