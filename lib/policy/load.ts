import { createHash } from 'node:crypto';
import { PolicyError } from './error.ts';
import type { Policy } from './schema.ts';

/** Reads the text of a policy from where it is kept. Each rejects with what the file system or AWS said. */
export interface PolicyReaders {
  readonly readFile: (path: string) => Promise<string>;
  readonly readParameter: (name: string) => Promise<string>;
  readonly readObject: (object: { bucket: string; key: string }) => Promise<string>;
}

export interface LoadedPolicy {
  readonly policy: Policy;
  readonly source: string;
  /** Of the text as it was read: it tells one version of a policy from another. */
  readonly sha256: string;
}

/** Loads a policy from a path, `ssm:/name` or `s3://bucket/key`. Throws PolicyError. */
export async function loadPolicy(source: string, readers: PolicyReaders): Promise<LoadedPolicy> {
  const text = await read(source, readers);
  // YAML and schema are a third of what a cold start could load, and a run needs them only here.
  const { parsePolicy } = await import('./parse.ts');
  return { policy: parsePolicy(text, source), source, sha256: createHash('sha256').update(text).digest('hex') };
}

async function read(source: string, readers: PolicyReaders): Promise<string> {
  const s3 = /^s3:\/\/(?<bucket>[^/]+)\/(?<key>.+)$/.exec(source)?.groups;
  const bucket = s3?.['bucket'];
  const key = s3?.['key'];
  if (source.startsWith('s3:') && (!bucket || !key))
    throw unreadable(source, { expected: 's3://bucket/key', found: 'something else' });
  if (source.startsWith('ssm:') && source.length === 4)
    throw unreadable(source, { expected: 'ssm:/name', found: 'no name' });
  try {
    if (bucket && key) return await readers.readObject({ bucket, key });
    if (source.startsWith('ssm:')) return await readers.readParameter(source.slice(4));
    return await readers.readFile(source);
  } catch (cause) {
    throw unreadable(source, { ...why(cause), cause });
  }
}

function unreadable(
  source: string,
  { expected, found, cause }: { expected: string; found: string; cause?: unknown },
): PolicyError {
  return new PolicyError(
    [{ source, line: 0, column: 0, path: '', expected, found }],
    cause === undefined ? {} : { cause },
  );
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'no file there. Write one, or name another with --policy or POLICY_SOURCE',
  EISDIR: 'a directory. Name the file in it',
  EACCES: 'a file that may not be read. Look at its permissions',
};

const AWS_FAULTS: Readonly<Record<string, string>> = {
  ParameterNotFound: 'no parameter of that name in this account and Region',
  NoSuchKey: 'no object of that key',
  NoSuchBucket: 'no bucket of that name',
};

function why(cause: unknown): { expected: string; found: string } {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const code = 'code' in error ? String(error.code) : '';
  return {
    expected: 'a policy',
    found: FILE_FAULTS[code] ?? AWS_FAULTS[error.name] ?? `${error.name}: ${error.message.replaceAll(/\s+/g, ' ')}`,
  };
}
