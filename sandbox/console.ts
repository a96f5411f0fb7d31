import { STACK_SESSION, type SandboxCall } from './server/call-log.ts';
import type { Delivery } from './worlds/topics.ts';

/** Writes a call to stderr. Of the stack's own calls, only those to Macie are of interest here. */
export function logCall(call: SandboxCall): void {
  const { accountId, region, service, operation, status, errorCode, roleSessionName } = call;
  if (roleSessionName === STACK_SESSION && service !== 'macie2') return;
  const result = [status === 0 ? 'no answer:' : status, errorCode ?? ''].join(' ').trimEnd();
  const target = `${(accountId || '-').padEnd(12)} ${(region || '-').padEnd(14)}`;
  process.stderr.write(`${target} ${service || '-'}:${operation} ${result}\n`);
}

/** Writes a message to stdout, once the result of its delivery is known. */
export function showDelivery({ protocol, endpoint, subject, body, outcome }: Delivery): void {
  void outcome.then((result) => {
    const head = `To:      ${endpoint} (${protocol}, ${result})\nSubject: ${subject ?? ''}`;
    const lines = `${head}\n\n${withoutControls(body.trimEnd())}`.split('\n').map((line) => `  | ${line}`.trimEnd());
    process.stdout.write(`\n${lines.join('\n')}\n\n`);
  });
}

/** Replaces control characters, so that text from outside cannot send commands to the terminal. */
export function withoutControls(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '�');
}
