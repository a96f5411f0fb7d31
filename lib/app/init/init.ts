import pMap from 'p-map';
import type { Assessment } from '../../core/compliance/assess.ts';
import type { Notice } from '../../core/compliance/report.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { AccountBuckets } from '../../core/proposal/bucket-gate.ts';
import { propose } from '../../core/proposal/propose.ts';
import { SESSION } from '../../core/settings/session.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { policyDraft } from '../../render/formats/policy-draft.ts';
import type { DraftFacts } from '../../render/words/proposal-words.ts';
import { accountsInScope } from '../organization/account-scope.ts';
import type { ScanDeps } from '../scan/deps.ts';
import { assessTargets } from '../scan/assess-targets.ts';
import { scanTargets, type ScanOrder } from '../scan/scan.ts';
import { inTime, timeLimit } from '../scan/time-limit.ts';
import { surveyRequest, type SurveyScope } from './survey.ts';

export interface InitOrder extends SurveyScope {
  readonly cancel: AbortSignal;
}

/** A policy that was written from what is there. */
export interface PolicyDraft {
  readonly text: string;
  readonly facts: DraftFacts;
  readonly notices: readonly Notice[];
}

/**
 * Reads every setting of every target, and writes a policy from it. The policy has passed its own check. Throws a WardenError for
 * bad credentials or an organization that cannot be read, and the reason of `cancel`: half of what is there makes no policy.
 */
export async function draftPolicy({ accounts, regions, cancel }: InitOrder, deps: ScanDeps): Promise<PolicyDraft> {
  const request = surveyRequest({ accounts, regions });
  const startedAt = deps.now().toISOString();
  const order = { request, runId: deps.newId(), startedAt, ...(await accountsInScope(request, deps, cancel)), cancel };
  const scan = await scanTargets(order, deps);
  const assessments = assessTargets(scan, { request, settings: undefined });
  const buckets = await listBuckets(order, assessments, deps);
  cancel.throwIfAborted();
  const facts: DraftFacts = {
    writtenAt: startedAt,
    accounts,
    regions,
    proposal: propose(assessments, buckets),
    assessments,
    accountNames: new Map(scan.accounts.flatMap(({ accountId, name }) => (name ? [[accountId, name]] : []))),
    bucketsUnread: new Map([...buckets].flatMap(([id, found]) => (found.kind === 'unknown' ? [[id, found.why]] : []))),
  };
  const text = policyDraft(facts);
  parsePolicy(text, 'the proposed policy');
  return { text, facts, notices: scan.notices };
}

/** The Regions with buckets of each account in which Macie is off somewhere. */
async function listBuckets(
  { accounts, cancel }: Pick<ScanOrder, 'accounts'> & { readonly cancel: AbortSignal },
  assessments: readonly Assessment[],
  { limits }: Pick<ScanDeps, 'limits'>,
): Promise<AccountBuckets> {
  const off = new Set(assessments.filter(isOff).map(({ target }) => target.accountId));
  const listed = await pMap(
    accounts,
    async ({ account, access }): Promise<readonly (readonly [string, Lookup<ReadonlySet<string>>])[]> => {
      const accountId = account?.accountId ?? (await access.identify(cancel)).accountId;
      if (!off.has(accountId)) return [];
      const limit = timeLimit(limits.callBudgetMs, cancel);
      const found = await inTime(limit, () => access.listBuckets(limit));
      access.release?.();
      return [
        [
          accountId,
          found.kind === 'known' ? { ...found, value: new Set(found.value.map(({ region }) => region)) } : found,
        ],
      ];
    },
    { concurrency: limits.parallelAccounts },
  );
  return new Map(listed.flat());
}

function isOff({ observations: { [SESSION]: session } }: Assessment): boolean {
  return session?.kind === 'values' && session.values['status'] === 'DISABLED';
}
