import { AssumeRoleError } from '../../../aws/assume-role-error.ts';
import { createRoleProvider } from '../../../aws/assume-role.ts';
import type { Clients } from '../../../aws/clients.ts';
import { WardenError } from '../../../core/errors.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
const ROLE_ARN = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

interface RoleContext {
  readonly clients: Clients;
  readonly now: () => Date;
}

/**
 * Clients with the credentials of a role, which share the connections of these. The role is assumed at once, so that a refusal is one
 * sentence and not the failure of every reading. Throws a WardenError.
 */
export async function clientsOfRole(arn: string, { clients, now }: RoleContext): Promise<Clients> {
  if (!ROLE_ARN.test(arn))
    throw new WardenError(
      'usage',
      `--role-arn: expected the ARN of a role, such as arn:aws:iam::111122223333:role/Audit, found ${JSON.stringify(arn)}`,
    );
  const provider = createRoleProvider({ arn }, { clients, now });
  try {
    await provider();
  } catch (error) {
    throw error instanceof AssumeRoleError ? new WardenError('usage', `--role-arn: ${error.message}`) : error;
  }
  return clients.withCredentials(() => provider());
}
