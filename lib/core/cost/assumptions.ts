import { compareText } from '../order.ts';
import type { CostItem } from './model.ts';

/** What an estimate takes for granted, in sentences; only those that some of its items rest on. */
export function assumptionsOf(items: readonly CostItem[]): readonly string[] {
  const estimated = items.flatMap(({ estimate, ...rest }) =>
    estimate.kind === 'estimated' ? [{ ...rest, source: estimate.source, prices: estimate.prices ?? '' }] : [],
  );
  const sources = new Set(estimated.map(({ source }) => source));
  const counted = estimated.filter(({ source }) => source !== 'usage');
  const discovery = counted.filter(({ setting }) => setting === 'automatedDiscovery');
  return [
    ...(sources.has('usage') ? ['Where Macie is on: the estimate of Macie itself, for the past 30 days.'] : []),
    ...(counted.length > 0 ? [pricesText(counted), 'A whole month after the free trial, of the buckets of now.'] : []),
    ...(sources.has('storage-metrics') ? ['Numbers of objects and bytes are CloudWatch’s, up to 48 hours old.'] : []),
    ...(discovery.length > 0
      ? [
          'Automated discovery: from monitoring alone to about 1 GB analysed for each TB stored; the free GB of a month is not taken off.',
        ]
      : []),
    ...(discovery.some(({ isPossible }) => isPossible)
      ? ['Depending on the settings of the account, AWS switches on automated discovery together with Macie.']
      : []),
    ...(sources.has('storage-metrics')
      ? ['The first 30 days are free in an account and Region where Macie has never been on.']
      : []),
    ...(counted.length > 0 ? ['Requests to S3 and KMS, and classification jobs, are not in it.'] : []),
  ];
}

/** The same prices once, whatever the number of their Regions. */
function pricesText(items: readonly { readonly prices: string }[]): string {
  const origins = new Set(items.map(({ prices }) => prices));
  return `Prices: ${[...origins].toSorted(compareText).join('; ')}.`;
}
