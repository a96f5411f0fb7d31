import type { Sandbox } from './server/server.ts';

/** The commands for another terminal. `policy`: the policy of the stack, or null if no stack runs. `managementAccount`: of the organization, if there is one. */
export function howTo(
  { url, hub }: Pick<Sandbox, 'url' | 'hub'>,
  { policy, managementAccount }: { policy: string | null; managementAccount: string | undefined },
): string {
  const organization = managementAccount === undefined ? '' : organizationCommands(managementAccount);
  return commands(url, hub) + organization + (policy === null ? '\nCalls and messages:\n' : reactions(policy));
}

function organizationCommands(managementAccount: string): string {
  return `
The key above is that of an account of an organization; ${managementAccount} manages it:

  aws organizations list-accounts             every account, with its OU and state
  aws macie2 list-members --only-associated false
  aws macie2 update-member-session --status PAUSED --id ACCOUNT
  AWS_ACCESS_KEY_ID=${managementAccount} aws macie2 list-organization-admin-accounts
`;
}

function commands(url: string, hub: string): string {
  return `A local AWS listens on ${url} (Ctrl-C stops it). In another terminal:

  export AWS_ENDPOINT_URL=${url} AWS_ACCESS_KEY_ID=${hub} AWS_SECRET_ACCESS_KEY=x
  export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1    # the second is for version 1 of the AWS CLI
  unset AWS_PROFILE AWS_SESSION_TOKEN

  npm run --silent warden -- check            the report of macie-warden
  npm run --silent warden -- sessions         every session as a table
  aws macie2 enable-macie                     any AWS CLI or SDK can connect:
  aws macie2 get-macie-session                the access key is the account
  aws macie2 update-macie-session --status PAUSED
`;
}

function reactions(policy: string): string {
  return `
A stack runs here as well, and enforces its policy (${policy}). Change something, and watch this terminal:

  aws macie2 disable-macie                    a second later: the event, the repair, the caller
  aws macie2 disable-macie                    again, after each repair (within 10 s): after three repairs
                                              it reports that somebody undoes them, and stops
  aws macie2 enable-macie --finding-publishing-frequency FIFTEEN_MINUTES    ends it, and is reported as resolved

Calls, events and messages:
`;
}
