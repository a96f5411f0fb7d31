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

/** A sentence on each name of the right form that no Region can have, or one of a partition without Macie. */
export function forwardingProblems(wanted: string): readonly string[] {
  const unknown = unknownRegions(wanted).filter((name) => !mayBeNew(name));
  return unknown.map((name) => {
    const elsewhere = partitionWithoutMacie(name);
    const why = elsewhere === null ? hintFor(name) : `Macie is not offered in ${elsewhere}`;
    return `--param forwardingRegions: expected Regions of AWS, found ${JSON.stringify(name)}. ${why}`;
  });
}

const REGION_NAME = /^[a-z]{2,4}(-[a-z]+)+-\d$/;

function unknownRegions(wanted: string): readonly string[] {
  return wanted.split(',').filter((name) => REGION_NAME.test(name) && !ALL_REGIONS.includes(name));
}

function hintFor(name: string): string {
  const near = closest(name, ALL_REGIONS);
  return near === null ? 'Check the name' : `Did you mean ${near}?`;
}

/**
 * CloudFormation refuses a Region that does not exist, and packaging does not ask AWS. AWS numbers the Regions of an area and a
 * direction one after the other, so only the next one can be a Region that it has added.
 */
function mayBeNew(name: string): boolean {
  const [, area, direction, number] = /^([a-z]{2})-([a-z]+)-(\d)$/.exec(name) ?? [];
  const isKnownArea = ALL_REGIONS.some((one) => one.startsWith(`${area}-`));
  const isDirection = ALL_REGIONS.some((one) => one.split('-')[1] === direction);
  const known = ALL_REGIONS.filter((one) => one.startsWith(`${area}-${direction}-`));
  return isKnownArea && isDirection && Number(number) === known.length + 1;
}

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
    ...unknownRegions(wanted)
      .filter(mayBeNew)
      .map(
        (name) =>
          `--param forwardingRegions: no AWS Region is known by the name ${name}, and the deployment fails if there is none. ${hintFor(name)}`,
      ),
    ...without.map((name) => `--param forwardingRegions: Macie is not offered in ${name}, so nothing comes from there`),
  ];
}
