import type { Target } from '../../core/target.ts';
import { longPlaceText, namingOf } from './place-words.ts';

/** How some targets are named in a sentence. */
export type PlaceNaming = (targets: readonly Target[]) => string;

const MOST_REGIONS = 8;

/** By Region alone where all targets that there are belong to one account. */
export function placeNaming(all: readonly Target[], accountNames: ReadonlyMap<string, string>): PlaceNaming {
  const isOneAccount = new Set(all.map(({ accountId }) => accountId)).size === 1;
  const nameOf = namingOf(accountNames);
  return (targets) => (isOneAccount ? regionNames(targets) : longPlaceText(targets, nameOf));
}

function regionNames(targets: readonly Target[]): string {
  const names = targets.map(({ region }) => region);
  const left = names.length - MOST_REGIONS;
  return left > 1 ? `${names.slice(0, MOST_REGIONS).join(', ')} and ${left} more Regions` : names.join(', ');
}
