import type { ErrorFacts } from './error-facts.ts';

/** The reason why a KMS key cannot be used. `unclear`: KMS names several causes at once. */
export type KmsProblemKind =
  | 'throttled'
  | 'pending-deletion'
  | 'pending-import'
  | 'disabled'
  | 'other-region'
  | 'unclear'
  | 'not-found'
  | 'wrong-usage'
  | 'unavailable'
  | 'unusable'
  | 'not-subscribed'
  | 'denied';

export interface KmsProblem {
  readonly kind: KmsProblemKind;
  /** One sentence without a full stop: what is wrong with which key, and what to do. */
  readonly advice: string;
}

const OF_KMS = /kms|\bkey\/(?:mrk-)?[0-9a-f-]{32,36}\b|customer master key|InvalidKeyId|ciphertext refers/i;
// https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
const PATTERNS: readonly (readonly [KmsProblemKind, RegExp])[] = [
  // First: the names of roles in a denial may contain any of the words below.
  ['denied', /not authorized to perform:? kms:/i],
  ['throttled', /throttl|rate exceeded|request limit/i],
  ['pending-deletion', /pending ?(?:replica ?)?deletion/i],
  ['pending-import', /pending ?import/i],
  ['unclear', /does not exist in this region,/i],
  ['disabled', /disabled|is(?:n['’]t| not) enabled/i],
  ['not-subscribed', /OptInRequired|needs a subscription/i],
  ['not-found', /NotFound|does(?:n['’]t| not) exist|(?:can(?:no|['’])t|could not) be found|invalid key ?id/i],
  ['wrong-usage', /InvalidKeyUsage|IncorrectKey|key ?usage|asymmetric/i],
  [
    'unavailable',
    /Unavailable|was not available|DependencyTimeout|KMS\.?Internal|InternalException|key ?store|XksProxy/i,
  ],
  ['unusable', /InvalidState|state .*(?:is(?:n['’]t| not) valid)/i],
  ['denied', /AccessDenied|not authorized|explicit deny|access denied/i],
];

/**
 * What is wrong with a key, for errors of KMS itself and for those that SNS, SSM, S3 and DynamoDB pass on, each in its own form:
 * KMSDisabledException, KMS.DisabledException, `Error Code: DisabledException`. null for errors that are not about a key.
 * `region`: where the key has to be, if that is known.
 */
export function kmsProblem(
  { name, message }: Pick<ErrorFacts, 'name' | 'message'>,
  region: string | null = null,
): KmsProblem | null {
  const text = `${name} ${message}`;
  // The names of roles and sessions in a denial of another action prove nothing.
  if (!OF_KMS.test(text) || /not authorized to perform:? (?!kms:)/i.test(message)) return null;
  const [arn = null, keyRegion = null] = /arn:[\w-]+:kms:([\w-]+):\d{12}:[\w/-]+/.exec(message) ?? [];
  const found = PATTERNS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  const isElsewhere = keyRegion !== null && region !== null && keyRegion !== region;
  // A key of another Region is not found, or not allowed, whatever its state there.
  const kind = isElsewhere && (found === null || /not-found|denied|unclear/.test(found)) ? 'other-region' : found;
  if (kind === null) return null;
  return { kind, advice: adviceFor(kind, { key: arn === null ? 'the KMS key' : `the KMS key ${arn}`, region, text }) };
}

interface Key {
  readonly key: string;
  readonly region: string | null;
  readonly text: string;
}

function adviceFor(kind: KmsProblemKind, { key, region, text }: Key): string {
  switch (kind) {
    case 'throttled':
      return 'KMS throttles its callers in this account: try again later, or raise its request quota';
    case 'pending-deletion':
      return `${key} is pending deletion: cancel the deletion and enable the key, or use another one`;
    case 'pending-import':
      return `${key} waits for its key material: import it, or use another key`;
    case 'disabled':
      return `${key} is disabled: enable it, or use another one`;
    case 'other-region':
      return `${key} is in another Region: use a key of ${region}`;
    case 'unclear':
      return `${key} does not exist, is in another Region, or its key policy does not allow this caller: KMS does not distinguish these`;
    case 'not-found':
      return `${key} does not exist: use another one`;
    case 'wrong-usage':
      return `${key} is not for encryption: use a symmetric key with the usage ENCRYPT_DECRYPT`;
    case 'unavailable':
      return `KMS could not use ${key} just now: the next run tries again. If the key is in a custom key store, check that the store is connected`;
    case 'unusable':
      return `${key} is in a state in which it cannot be used: check its state, key material and key store`;
    case 'not-subscribed':
      return 'this account is not subscribed to KMS: check its registration with AWS';
    case 'denied':
      return `allow ${actionsIn(text)} on ${key}`;
  }
}

function actionsIn(text: string): string {
  return /(?<!:)\bkms:[A-Z]\w+/.exec(text)?.[0] ?? 'kms:GenerateDataKey and kms:Decrypt';
}
