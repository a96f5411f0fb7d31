/** What to type in another terminal. `policy`: that of the stack that runs here as well, if one does. */
export function howTo(url: string, policy: string | null): string {
  return commands(url) + (policy === null ? '\nCalls and messages:\n' : reactions(policy));
}

function commands(url: string): string {
  return `A local AWS listens on ${url} (Ctrl-C stops it). In another terminal:

  export AWS_ENDPOINT_URL=${url} AWS_ACCESS_KEY_ID=111122223333 AWS_SECRET_ACCESS_KEY=x
  export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1    # the second is for version 1 of the AWS CLI
  unset AWS_PROFILE AWS_SESSION_TOKEN

  npm run --silent warden -- check            what macie-warden says of it
  npm run --silent warden -- sessions         every session as a table
  aws macie2 enable-macie                     any AWS CLI or SDK can talk to it:
  aws macie2 get-macie-session                the access key is the account
  aws macie2 update-macie-session --status PAUSED
`;
}

function reactions(policy: string): string {
  return `
A stack runs here as well, and repairs what its policy (${policy}) says. Change something, and watch this terminal:

  aws macie2 disable-macie                    a second later: the event, the repair, who it was
  aws macie2 disable-macie                    again, each time once it is repaired (within 10 s): after three repairs
                                              it says that somebody is fighting back, and lets it be
  aws macie2 enable-macie --finding-publishing-frequency FIFTEEN_MINUTES    that is told as the end of it

Calls, events and messages:
`;
}
