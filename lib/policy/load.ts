import { ACCOUNT_ID } from '../core/names.ts';
import { BUILT_IN_POLICY } from './built-in.ts';
import { PolicyError } from './error.ts';
import type { LoadedPolicy } from './loaded-policy.ts';
import { sha256Of } from './sha256.ts';
import { printable, show } from './show.ts';
import { BUILT_IN } from './source.ts';

/** Reads the text of a policy from where it is kept. Each rejects with what the file system or AWS said. */
export interface PolicyReaders {
  readonly readFile: (path: string) => Promise<string>;
  readonly readParameter: (name: string) => Promise<string>;
  readonly readObject: (object: ObjectPlace) => Promise<string>;
}

/** Loads a policy from a path, `built-in`, `ssm:/name`, `s3://bucket/key` or `s3://bucket/key?owner=ACCOUNT`. Throws PolicyError. */
export async function loadPolicy(source: string, readers: PolicyReaders): Promise<LoadedPolicy> {
  const text = await readPolicyText(source, readers);
  // YAML and schema are a third of what a cold start could load, and a run needs them only here.
  const { parsePolicy } = await import('./parse.ts');
  return { policy: parsePolicy(text, source), source, sha256: sha256Of(text) };
}

interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
  /** The account of the bucket, where it is not the own one. */
  readonly owner: string | undefined;
}

/** The text of a policy, unread. Throws PolicyError. */
export async function readPolicyText(source: string, readers: PolicyReaders): Promise<string> {
  if (source === BUILT_IN) return BUILT_IN_POLICY;
  const object = objectPlace(source);
  if (source.startsWith('ssm:') && source.length === 4)
    throw unreadable(source, { expected: 'ssm:/name', found: 'no name' });
  try {
    if (object) return await readers.readObject(object);
    if (source.startsWith('ssm:')) return await readers.readParameter(source.slice(4));
    return await readers.readFile(source);
  } catch (cause) {
    throw unreadable(source, { expected: 'a policy', ...why(cause), cause });
  }
}

/** null for a source that is not in S3. */
function objectPlace(source: string): ObjectPlace | null {
  if (!source.startsWith('s3:')) return null;
  const { bucket, key, owner } =
    /^s3:\/\/(?<bucket>[^/]+)\/(?<key>.+?)(?:\?owner=(?<owner>.*))?$/.exec(source)?.groups ?? {};
  if (!bucket || !key) throw unreadable(source, { expected: 's3://bucket/key', found: show(source) });
  if (owner !== undefined && !ACCOUNT_ID.test(owner))
    throw unreadable(source, { expected: 'a 12-digit account id after ?owner=', found: show(owner) });
  return { bucket, key, owner };
}

/** The finding in place of a policy, and the next step. */
interface Fault {
  readonly found: string;
  readonly hint?: string;
}

function unreadable(
  source: string,
  { cause, ...fault }: Fault & { readonly expected: string; readonly cause?: unknown },
): PolicyError {
  return new PolicyError([{ source, line: 0, column: 0, path: '', ...fault }], cause === undefined ? {} : { cause });
}

const NO_FILE = { found: 'no file there', hint: 'Write one, or name another with --policy or POLICY_SOURCE' };
const NO_BUCKET = { found: 'no bucket of that name', hint: 'Check the name' };
const NO_OBJECT = { found: 'no object of that key', hint: 'Check the key; upper and lower case differ' };
const NO_PARAMETER = {
  found: 'no parameter of that name in this account and Region',
  hint: 'Check the name, and the Region that is asked',
};

/** By the code of the file system or the name of the AWS error. */
const FAULTS: ReadonlyMap<string, Fault> = new Map([
  ['ENOENT', NO_FILE],
  ['ENOTDIR', NO_FILE],
  ['EISDIR', { found: 'a directory', hint: 'Name the file in it' }],
  ['EACCES', { found: 'a file that may not be read', hint: 'Check its permissions' }],
  ['ParameterNotFound', NO_PARAMETER],
  ['NoSuchKey', NO_OBJECT],
  ['NoSuchBucket', NO_BUCKET],
]);

const PERMISSIONS: ReadonlyMap<string, string> = new Map([
  ['AccessDeniedException', 'ssm:GetParameter, and kms:Decrypt if the parameter is encrypted'],
  [
    'AccessDenied',
    's3:GetObject, and kms:Decrypt if the object is encrypted; without s3:ListBucket a missing object is denied too. A bucket of another account is denied unless the policy source names the account: s3://bucket/key?owner=111122223333',
  ],
]);

function why(cause: unknown): Fault {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const known = FAULTS.get('code' in error ? String(error.code) : '') ?? FAULTS.get(error.name);
  if (known) return known;
  const found = `${error.name}: ${printable(error.message.replaceAll(/\s+/g, ' ').replace(/\.$/, ''))}`;
  const needed = PERMISSIONS.get(error.name);
  return needed === undefined ? { found } : { found, hint: `Reading it needs ${needed}` };
}
