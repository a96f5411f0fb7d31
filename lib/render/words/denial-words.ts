/** A call and the policy that denied it, as the detail of a denial begins. lib/aws/denials.ts writes it. */
const DENIAL =
  /^(?<call>[\w-]+:\w+) was denied (?<way>by an? |because no )(?<policy>explicit deny|(?:[\w-]+ ){0,4}(?:policy|boundary))\b/;

/** Where a policy of each kind is. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/(?:service|resource) control policy|^[RS]CP/, 'of the organization'],
  [/permissions boundary/, 'of the role or user'],
  [/session policy/, 'of the session'],
  [/VPC endpoint policy/, 'of the VPC endpoint'],
  [/trust policy/, 'of the role'],
  [/resource-based policy/, 'of the resource'],
  [/identity-based policy/, 'of the role or user'],
];

/** The step against a denial, such as `allow macie2:EnableMacie in the permissions boundary of the role or user`; null: no policy is named. */
export function denialStep(detail: string): string | null {
  const { call, way, policy = '' } = DENIAL.exec(detail)?.groups ?? {};
  if (call === undefined) return null;
  if (policy === 'explicit deny') return `find the policy that denies ${call}, and take the deny out of it`;
  const place = PLACES.find(([pattern]) => pattern.test(policy))?.[1];
  const where = place === undefined ? policy : `${policy} ${place}`;
  return way === 'because no ' ? `allow ${call} in the ${where}` : `take the deny of ${call} out of the ${where}`;
}
