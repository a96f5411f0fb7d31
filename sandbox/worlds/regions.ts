import { closest } from 'fastest-levenshtein';

/** The Regions of AWS, independent of the list in macie-warden, so that a test can compare the two. */

/** Off until an account enables them. https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const OPT_IN_REGIONS: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
];

const DEFAULT_REGIONS: readonly string[] = [
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

export const AWS_REGIONS: readonly string[] = [...DEFAULT_REGIONS, ...OPT_IN_REGIONS].toSorted();

/** https://docs.aws.amazon.com/general/latest/gr/macie.html */
export const MACIE_REGIONS: readonly string[] = [
  ...DEFAULT_REGIONS,
  'af-south-1',
  'ap-east-1',
  'eu-south-1',
  'il-central-1',
  'me-south-1',
].toSorted();

/** The problem with the name of a Region, or null. */
export function regionProblem(name: string, regions: readonly string[]): string | null {
  if (regions.includes(name)) return null;
  const kind = AWS_REGIONS.includes(name) ? 'a Region without Macie' : 'no Region';
  return `${name} is ${kind}; did you mean ${closest(name, regions)}?`;
}
