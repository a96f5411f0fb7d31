import { styleText } from 'node:util';
import type { SandboxCall } from './server/call-log.ts';
import type { Delivery } from './worlds/topics.ts';

const CLEAR_LINE = '\r\u001b[K';

export function writeLine(line = ''): void {
  process.stdout.write(`${line}\n`);
}

export function bold(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}

function dim(text: string): string {
  return styleText('dim', text, { stream: process.stdout });
}

/** Overwrites the number of calls in place; prints nothing outside a terminal. */
export function showProgress(callCount: number): void {
  if (process.stdout.isTTY) process.stdout.write(`${CLEAR_LINE}  ${callCount} calls to AWS`);
}

/** Prints the duration and the writes of a step. */
export function showCalls(calls: readonly SandboxCall[], elapsedMs: number): void {
  const writes = calls
    .filter(({ service, operation }) => service === 'macie2' && !/^(Get|List|Describe)/.test(operation))
    .map(({ operation, region, roleSessionName }) => `${operation} in ${region} by ${roleSessionName ?? 'a user'}`);
  const changes = writes.length === 0 ? 'no session changed' : writes.join(', ');
  const line = `${calls.length} calls in ${(elapsedMs / 1000).toFixed(1)} s, ${changes}`;
  writeLine(`${process.stdout.isTTY ? CLEAR_LINE : ''}  ${dim(line)}`);
}

export function showDeliveries(deliveries: readonly Delivery[]): void {
  for (const delivery of deliveries) showEmail(delivery);
  if (deliveries.length === 0) writeLine('  No message.\n');
}

function showEmail({ endpoint, subject, body }: Delivery): void {
  const rule = dim('─'.repeat(100));
  writeLine(`\n${rule}\nTo:      ${endpoint}\nSubject: ${subject ?? ''}\n${rule}\n${body}${rule}\n`);
}

export function showIntroduction(): void {
  writeLine(
    `${bold('A local AWS')} with one account and 22 Regions that offer Macie (sandbox/worlds/demo.yml), and ${bold('the real handlers')}:`,
  );
  writeLine(
    'handlers/check.ts, which a schedule runs every hour, and handlers/change.ts, which CloudTrail events start.\nThe policy reports drift; in eu-west-1 it also repairs drift.\n',
  );
}

export function showOrganization(accounts: number): void {
  writeLine(
    `${bold('An organization')} of ${accounts} accounts, and the same handlers in the account of its Macie administrator.\nThe policy reports drift; in eu-west-1 it also repairs drift.\n`,
  );
}

export function showNextSteps(): void {
  writeLine(`${bold('Next')}, with two terminals:

  npm run sandbox -- --live                             an AWS that reacts: disable a session and watch the repair
  npm run sandbox -- --world sandbox/worlds/demo.yml    keeps this AWS running, and prints how to connect to it
  npm run --silent warden -- check                      the whole report, from the command line
  npm run --silent warden -- apply                      repairs, once policy.yml has remediation: enforce

README.md describes how to run it in your own account.`);
}

/** The last line of `npm start`. */
export function showReport(path: string): void {
  writeLine(`\nThe HTML report of this organization, for a browser: ${path}`);
}
