import type { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { errorFacts } from '../aws/error-facts.ts';
import { WardenError } from '../core/errors.ts';
import { targetKey, type Target } from '../core/target.ts';
import type { FindingOfAlerts } from '../render/messages/security-hub.ts';
import type { Refusal, SendResult } from './channel.ts';

export interface SecurityHub {
  /** The account and Region that import every finding; null: each is imported where its target is. */
  readonly hub: Target | null;
  /** Those of the deployment. */
  readonly own: Target;
  readonly client: (at: Target) => Promise<SecurityHubClient>;
}

interface Sending {
  /** When the run began that sends. */
  readonly startedAt: string;
  /** Of each alert, when it was made. */
  readonly madeAt: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
const MAX_FINDINGS = 100;
const MAX_TRIES = 2;

/** Imports findings where they belong. Alerts whose finding was refused stay pending. Rejects with a WardenError if none was taken. */
export async function publishToSecurityHub(
  { client }: Pick<SecurityHub, 'client'>,
  findings: readonly FindingOfAlerts[],
  sending: Sending,
): Promise<SendResult> {
  const refused: Refusal[] = [];
  for (const [, own] of Map.groupBy(findings, ({ at }) => targetKey(at)))
    for (let start = 0; start < own.length; start += MAX_FINDINGS)
      refused.push(...(await importBatch({ client }, own.slice(start, start + MAX_FINDINGS), sending)));
  const first = refused.find(({ isReported }) => isReported !== true);
  const sent = findings.reduce((sum, { alertIds }) => sum + alertIds.length, 0);
  if (first !== undefined && refused.length === sent)
    throw new WardenError('publish', `Security Hub took no finding: ${first.why}`);
  return { messageId: null, refused };
}

/** One call, and a second one for what failed inside of Security Hub. Never rejects. */
async function importBatch(
  { client }: Pick<SecurityHub, 'client'>,
  batch: readonly FindingOfAlerts[],
  { startedAt, madeAt, signal }: Sending,
): Promise<readonly Refusal[]> {
  const [first] = batch;
  if (first === undefined) return [];
  let left = batch;
  let problems: ReadonlyMap<string, string> = new Map();
  try {
    const { BatchImportFindingsCommand } = await import('@aws-sdk/client-securityhub');
    const hub = await client(first.at);
    for (let tries = 1; tries <= MAX_TRIES && left.length > 0; tries++) {
      const command = new BatchImportFindingsCommand({ Findings: left.map(({ finding }) => finding) });
      const { FailedFindings = [] } = await hub.send(command, { abortSignal: signal });
      problems = new Map(
        FailedFindings.map(({ Id = '', ErrorCode, ErrorMessage }) => [Id, `${ErrorCode}: ${ErrorMessage}`]),
      );
      left = left.filter(({ finding }) => problems.has(finding.Id));
    }
    return left.flatMap((one) => refusalsOf(one, { why: problems.get(one.finding.Id) ?? '' }));
  } catch (error) {
    const { name, message } = errorFacts(error);
    const why = `${name}: ${message}. ${adviceFor(name, first.at)}`;
    const isOff = name === NOT_ENABLED;
    // Nothing changes until a person turns it on: the run that made the alert says so, and no run after it.
    return left.flatMap((one) => refusalsOf(one, { why, isReported: isOff && isOlder(one, { startedAt, madeAt }) }));
  }
}

function refusalsOf({ alertIds }: FindingOfAlerts, rest: Omit<Refusal, 'alertId'>): readonly Refusal[] {
  return alertIds.map((alertId) => ({ alertId, ...rest }));
}

function isOlder({ alertIds }: FindingOfAlerts, { startedAt, madeAt }: Pick<Sending, 'startedAt' | 'madeAt'>): boolean {
  return alertIds.every((id) => (madeAt.get(id) ?? startedAt) < startedAt);
}

const NOT_ENABLED = 'InvalidAccessException';

function adviceFor(name: string, { accountId, region }: Target): string {
  if (name === NOT_ENABLED)
    return `Turn Security Hub CSPM on in ${region} of ${accountId}, or deploy without --param securityHub=on`;
  if (name.startsWith('AccessDenied'))
    return `Allow securityhub:BatchImportFindings on product/${accountId}/default in ${region} of ${accountId}`;
  return 'The next run sends the findings again';
}
