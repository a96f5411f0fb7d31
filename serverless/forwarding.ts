import { ALL_REGIONS, isOptInRegion, MACIE_REGIONS, partitionWithoutMacie } from '../lib/core/regions.ts';
import { closest } from '../lib/policy/closest.ts';
import type { StackContext } from './stack-values.ts';

/** The only Region with events of Regions that an account enables or disables. https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
const REGION_EVENTS = 'us-east-1';

/**
 * Of a policy for all Regions, those that every account has: a StackSet fails in one that is not enabled. Opt-in Regions are for
 * `--param forwardingRegions`.
 */
export function forwardingRegions(wanted: string, { region, policy }: StackContext): readonly string[] {
  const all = MACIE_REGIONS.filter((one) => !isOptInRegion(one));
  const covered = policy === null || policy.regions === 'all' ? all : policy.regions;
  const chosen = wanted === '' ? covered.filter((one) => !policy?.excludeRegions.includes(one)) : wanted.split(',');
  return [...new Set([...chosen, REGION_EVENTS])].filter((one) => one !== region).toSorted();
}

export function principals(regions: readonly string[]): readonly string[] {
  const optIn = regions.filter(isOptInRegion).map((region) => `cloudformation.${region}`);
  return ['cloudformation', ...optIn].map((name) => `${name}.amazonaws.com`);
}

/** A sentence on each name of the right form that no Region has, or one of a partition without Macie. */
export function forwardingProblems(wanted: string): readonly string[] {
  const unknown = wanted.split(',').filter((name) => REGION_NAME.test(name) && !ALL_REGIONS.includes(name));
  return unknown.map((name) => {
    const elsewhere = partitionWithoutMacie(name);
    const near = closest(name, ALL_REGIONS);
    const hint = near === null ? 'Check the name' : `Did you mean ${near}?`;
    const why = elsewhere === null ? hint : `Macie is not offered in ${elsewhere}`;
    return `--param forwardingRegions: expected Regions of AWS, found ${JSON.stringify(name)}. ${why}`;
  });
}

const REGION_NAME = /^[a-z]{2,4}(-[a-z]+)+-\d$/;

/** A sentence on each thing that works and is probably not meant. */
export function forwardingWarnings(
  wanted: string,
  { isOn, region }: { isOn: boolean; region: string },
): readonly string[] {
  const names = wanted === '' ? [] : wanted.split(',');
  if (names.length === 0) return [];
  if (!isOn) return ['--param forwardingRegions has no effect without --param forwarding=on'];
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const without = names.filter((name) => ALL_REGIONS.includes(name) && !MACIE_REGIONS.includes(name));
  return [
    ...[...new Set(twice)].map((name) => `--param forwardingRegions: ${name} is named twice, and counts once`),
    ...(names.includes(region)
      ? [`--param forwardingRegions: ${region} is the Region of the stack, and forwards nothing`]
      : []),
    ...without.map((name) => `--param forwardingRegions: Macie is not offered in ${name}, so nothing comes from there`),
  ];
}
