import { MACIE_REGIONS } from '../core/regions.ts';
import { compareText } from '../core/order.ts';
import type { Notice, Report } from '../core/compliance/report.ts';
import type { Lookup, RegionStates } from '../core/lookup.ts';

/** Which Regions a run looks at, and what became of the others. */
export interface RegionScope {
  readonly source: Report['regions']['source'];
  readonly excluded: readonly string[];
  readonly toRead: readonly string[];
  /** Counted, never called. */
  readonly notApplicable: readonly { readonly region: string; readonly detail: string }[];
  readonly notices: readonly Notice[];
}

export interface ScopeOptions {
  readonly excluded: readonly string[];
  readonly offered: Lookup<readonly string[]>;
  readonly enabled: Lookup<RegionStates>;
}

/** `regions: all`: what offers Macie and is enabled for the account, without what the policy excludes. */
export function scopeOfAll({ excluded, offered, enabled }: ScopeOptions): RegionScope {
  const notices: Notice[] = [];
  if (offered.kind === 'unknown') {
    const message = `the Regions that offer Macie are those of a list that came with this version, because the live list could not be read: ${offered.why}`;
    notices.push({ kind: 'regions-not-live', message });
  }
  if (enabled.kind === 'unknown') {
    const message = `every Region that offers Macie was read, enabled for the account or not, because the list of enabled Regions could not be: ${enabled.why}`;
    notices.push({ kind: 'regions-enabled-unknown', message });
  }
  const offers: ReadonlySet<string> = new Set(offered.kind === 'known' ? offered.value : MACIE_REGIONS);
  const states: RegionStates = enabled.kind === 'known' ? enabled.value : new Map();
  const isOn = (region: string): boolean => enabled.kind === 'unknown' || states.get(region) === true;

  const regions = [...new Set([...offers, ...[...states.keys()].filter(isOn)])]
    .filter((region) => !excluded.includes(region))
    .toSorted(compareText);
  return {
    source: offered.kind === 'known' ? 'live' : 'committed',
    excluded: excluded.toSorted(compareText),
    toRead: regions.filter((region) => offers.has(region) && isOn(region)),
    notApplicable: regions.flatMap((region) => {
      if (!offers.has(region)) return [{ region, detail: 'AWS does not offer Macie in this Region' }];
      return isOn(region) ? [] : [{ region, detail: NOT_ENABLED }];
    }),
    notices,
  };
}

/** Regions listed in the policy are read whatever the lists say. */
export function scopeOfList(regions: readonly string[]): RegionScope {
  return { source: 'policy', excluded: [], toRead: regions.toSorted(compareText), notApplicable: [], notices: [] };
}

/** Keeps only some Regions. One that the scope does not know is counted as not applicable. */
export function narrowScope(scope: RegionScope, regions: readonly string[]): RegionScope {
  const isWanted = (region: string): boolean => regions.includes(region);
  const known = new Set([...scope.toRead, ...scope.notApplicable.map(({ region }) => region)]);
  const others = regions.filter((region) => !known.has(region)).toSorted(compareText);
  return {
    ...scope,
    toRead: scope.toRead.filter(isWanted),
    notApplicable: [
      ...scope.notApplicable.filter(({ region }) => isWanted(region)),
      ...others.map((region) => ({ region, detail: NOT_ENABLED })),
    ],
  };
}

export const NOT_ENABLED = 'this opt-in Region is not enabled for the account';
