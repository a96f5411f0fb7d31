/** The policy that needs no file, by its source. */
export const BUILT_IN = 'built-in';

/** Is a policy source in AWS? Any other is a path. */
export function isInAws(source: string): boolean {
  return /^(?:ssm|s3):/.test(source);
}

/** Is a policy source neither in AWS nor built in? */
export function isPath(source: string): boolean {
  return source !== BUILT_IN && !isInAws(source);
}
