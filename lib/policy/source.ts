/** Is a policy source in AWS? Any other is a path. */
export function isInAws(source: string): boolean {
  return /^(?:ssm|s3):/.test(source);
}
