/**
 * The commercial Regions of AWS, as of November 2026. The live lists come first; these are for when they cannot be read,
 * and for recognising typing errors in Region names.
 */

/**
 * The Regions that every account has (RegionOptStatus ENABLED_BY_DEFAULT): those from before 20 March 2019. An account enables
 * each later one. https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const ENABLED_BY_DEFAULT: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

/** Those that offer Macie, sorted: every Region that is enabled by default, and some others. https://docs.aws.amazon.com/general/latest/gr/macie.html */
export const MACIE_REGIONS: readonly string[] = [
  ...ENABLED_BY_DEFAULT,
  'af-south-1',
  'ap-east-1',
  'eu-south-1',
  'il-central-1',
  'me-south-1',
].toSorted();

const WITHOUT_MACIE: readonly string[] = [
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-2',
  'me-central-1',
  'mx-central-1',
];

/** Every one, sorted. */
export const ALL_REGIONS: readonly string[] = [...MACIE_REGIONS, ...WITHOUT_MACIE].toSorted();

/** The words on a Region that is not read, because the live list leaves it out and this version does not know it. */
export const NOT_IN_LIVE_LIST = "AWS's list of the Regions that offer Macie does not have this Region";

/** Must an account enable this Region before it can be used? True of every Region that AWS adds. */
export function isOptInRegion(region: string): boolean {
  return !ENABLED_BY_DEFAULT.includes(region);
}

/** The partitions that do not offer Macie, by the beginning of their Region names. https://docs.aws.amazon.com/general/latest/gr/macie.html */
const PARTITIONS_WITHOUT_MACIE: readonly (readonly [RegExp, string])[] = [
  [/^cn\b/, 'the Regions of China'],
  [/^us-gov\b/, 'AWS GovCloud (US)'],
  [/^[a-z]{2}-iso[a-z]?\b/, 'the ISO Regions'],
  [/^eusc\b/, 'the AWS European Sovereign Cloud'],
];

/** Where a Region name or a pattern belongs, if Macie is not offered there; else null. */
export function partitionWithoutMacie(name: string): string | null {
  return PARTITIONS_WITHOUT_MACIE.find(([names]) => names.test(name))?.[1] ?? null;
}
