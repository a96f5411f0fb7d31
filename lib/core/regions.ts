/**
 * The commercial Regions of AWS, as of November 2026. The live lists come first; this one is for when they cannot be read,
 * and for telling a typing error from a Region. https://docs.aws.amazon.com/general/latest/gr/macie.html
 */
interface RegionFacts {
  readonly macie: boolean;
  /** Off until an account enables it. */
  readonly optIn: boolean;
}

const BOTH: RegionFacts = { macie: true, optIn: false };
const OPT_IN: RegionFacts = { macie: true, optIn: true };
const NO_MACIE: RegionFacts = { macie: false, optIn: true };

const REGIONS: Readonly<Record<string, RegionFacts>> = {
  'af-south-1': OPT_IN,
  'ap-east-1': OPT_IN,
  'ap-east-2': NO_MACIE,
  'ap-northeast-1': BOTH,
  'ap-northeast-2': BOTH,
  'ap-northeast-3': BOTH,
  'ap-south-1': BOTH,
  'ap-south-2': NO_MACIE,
  'ap-southeast-1': BOTH,
  'ap-southeast-2': BOTH,
  'ap-southeast-3': NO_MACIE,
  'ap-southeast-4': NO_MACIE,
  'ap-southeast-5': NO_MACIE,
  'ap-southeast-6': NO_MACIE,
  'ap-southeast-7': NO_MACIE,
  'ca-central-1': BOTH,
  'ca-west-1': NO_MACIE,
  'eu-central-1': BOTH,
  'eu-central-2': NO_MACIE,
  'eu-north-1': BOTH,
  'eu-south-1': OPT_IN,
  'eu-south-2': NO_MACIE,
  'eu-west-1': BOTH,
  'eu-west-2': BOTH,
  'eu-west-3': BOTH,
  'il-central-1': OPT_IN,
  'me-central-1': NO_MACIE,
  'me-south-1': OPT_IN,
  'mx-central-1': NO_MACIE,
  'sa-east-1': BOTH,
  'us-east-1': BOTH,
  'us-east-2': BOTH,
  'us-west-1': BOTH,
  'us-west-2': BOTH,
};

/** Every commercial Region, sorted. */
export const ALL_REGIONS: readonly string[] = Object.keys(REGIONS);
/** Those that offer Macie. */
export const MACIE_REGIONS: readonly string[] = ALL_REGIONS.filter((region) => REGIONS[region]?.macie);
/** Those that an account has to enable first. */
export const OPT_IN_REGIONS: readonly string[] = ALL_REGIONS.filter((region) => REGIONS[region]?.optIn);
