// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
const EXPLICIT = /explicit deny in (?:an? |the )?((?:[\w-]+ ){0,4}(?:policy|boundary))/i;
const IMPLICIT = /because no ((?:[\w-]+ ){0,4}(?:policy|policies|boundary)) allows?/i;

/** Does IAM deny the call, and not the service itself? Whatever the names of resources and sessions contain, these are IAM's words. */
export function isIamDenial(message: string): boolean {
  return /not authorized to perform|explicit deny/i.test(message);
}

/** The kind of policy that denied a call, as AWS names it at the end of its text: ` by a permissions boundary`, or nothing. */
export function deniedBy(message: string): string {
  const explicit = EXPLICIT.exec(message)?.[1];
  if (explicit !== undefined) return ` by ${withArticle(explicit)}`;
  if (/explicit deny/i.test(message)) return ' by an explicit deny';
  const implicit = IMPLICIT.exec(message)?.[1];
  return implicit === undefined ? '' : ` because no ${implicit} allows it`;
}

function withArticle(noun: string): string {
  // `an RCP`, `an SCP`, but `a VPC endpoint policy`.
  return `${/^([aeio]|[AEFHILMNORSX][A-Z])/.test(noun) ? 'an' : 'a'} ${noun}`;
}
