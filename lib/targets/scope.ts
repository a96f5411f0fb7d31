import { ALL_REGIONS, MACIE_REGIONS, NOT_IN_LIVE_LIST, partitionWithoutMacie } from '../core/regions.ts';
import { compareText } from '../core/order.ts';
import type { Notice, Report } from '../core/compliance/report.ts';
import type { Lookup, RegionStates } from '../core/lookup.ts';

/** The Regions that a run reads, and the reason why it does not read the others. */
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

/**
 * `regions: all`: every Region that may have Macie, without what the policy excludes. A gap in a list of AWS proves nothing: only a
 * Region that AWS says is disabled, or that is known to be without Macie, is not read.
 */
export function scopeOfAll({ excluded, offered, enabled }: ScopeOptions): RegionScope {
  const states: RegionStates = enabled.kind === 'known' ? enabled.value : new Map();
  // AWS's list may have Regions of other partitions, for which no account of this one has credentials.
  const live = (offered.kind === 'known' ? offered.value : []).filter(
    (region) => partitionWithoutMacie(region) === null || states.has(region),
  );
  const enabledOnes = [...states].flatMap(([region, isEnabled]) => (isEnabled ? [region] : []));
  const regions = [...new Set([...MACIE_REGIONS, ...live, ...enabledOnes])]
    .filter((region) => !excluded.includes(region))
    .toSorted(compareText);
  const unread = new Map(
    regions.flatMap((region) => {
      const detail = whyUnread(region, { live, isLive: offered.kind === 'known', states });
      return detail === null ? [] : [[region, detail] as const];
    }),
  );
  return {
    source: offered.kind === 'known' ? 'live' : 'committed',
    excluded: excluded.toSorted(compareText),
    toRead: regions.filter((region) => !unread.has(region)),
    notApplicable: [...unread].map(([region, detail]) => ({ region, detail })),
    notices: noticesOf({ offered, enabled }),
  };
}

function whyUnread(
  region: string,
  { live, isLive, states }: { live: readonly string[]; isLive: boolean; states: RegionStates },
): string | null {
  if (MACIE_REGIONS.includes(region) || live.includes(region)) return states.get(region) === false ? NOT_ENABLED : null;
  if (ALL_REGIONS.includes(region)) return NOT_OFFERED;
  // Without the live list, nothing says of a Region that this version does not know that it is without Macie.
  return isLive ? NOT_IN_LIVE_LIST : null;
}

function noticesOf({ offered, enabled }: Pick<ScopeOptions, 'offered' | 'enabled'>): readonly Notice[] {
  const notices: Notice[] = [];
  if (offered.kind === 'unknown') {
    const message = `the Regions that offer Macie are those of a list that came with this version, because the live list could not be read: ${offered.why}`;
    notices.push({ kind: 'regions-not-live', message });
  }
  if (enabled.kind === 'unknown') {
    const message = `every Region that offers Macie was read, enabled for the account or not, because the list of enabled Regions could not be read: ${enabled.why}`;
    notices.push({ kind: 'regions-enabled-unknown', message });
  }
  return notices;
}

/** Regions listed in the policy are read whatever the lists say. */
export function scopeOfList(regions: readonly string[]): RegionScope {
  return { source: 'policy', excluded: [], toRead: regions.toSorted(compareText), notApplicable: [], notices: [] };
}

/** Keeps only some Regions. One that no list has is read, unless it is known to be without Macie. */
export function narrowScope(scope: RegionScope, regions: readonly string[]): RegionScope {
  const isWanted = (region: string): boolean => regions.includes(region);
  const known = new Set([...scope.toRead, ...scope.notApplicable.map(({ region }) => region)]);
  const others = [...new Set(regions)].filter((region) => !known.has(region)).toSorted(compareText);
  const whyNot = (region: string): string | null => {
    if (scope.excluded.includes(region)) return 'the policy excludes this Region';
    return ALL_REGIONS.includes(region) && !MACIE_REGIONS.includes(region) ? NOT_OFFERED : null;
  };
  return {
    ...scope,
    toRead: [...scope.toRead.filter(isWanted), ...others.filter((region) => whyNot(region) === null)].toSorted(
      compareText,
    ),
    notApplicable: [
      ...scope.notApplicable.filter(({ region }) => isWanted(region)),
      ...others.flatMap((region) => {
        const detail = whyNot(region);
        return detail === null ? [] : [{ region, detail }];
      }),
    ],
  };
}

export const NOT_ENABLED = 'this opt-in Region is not enabled for the account';
const NOT_OFFERED = 'AWS does not offer Macie in this Region';
