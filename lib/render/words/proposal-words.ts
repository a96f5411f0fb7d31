import type { Assessment } from '../../core/compliance/assess.ts';
import { SESSION } from '../../core/settings/session.ts';
import type { Proposal, ProposedRule } from '../../core/proposal/propose.ts';
import type { ProposedSetting } from '../../core/proposal/propose-setting.ts';
import { plain } from './escape.ts';
import { placeNaming, type PlaceNaming } from './place-naming.ts';
import { countOf } from './sentence.ts';
import { reasonText } from './unknown-words.ts';

/* Why each line of a proposed policy is there. */

/** A proposed policy, and what it was made of. */
export interface DraftFacts {
  /** ISO 8601 UTC. */
  readonly writtenAt: string;
  readonly accounts: 'self' | 'organization' | readonly string[];
  /** Those that a person asked for; null: every one. */
  readonly regions: readonly string[] | null;
  readonly proposal: Proposal;
  readonly assessments: readonly Assessment[];
  readonly accountNames: ReadonlyMap<string, string>;
  /** By account: why its buckets could not be listed. */
  readonly bucketsUnread: ReadonlyMap<string, string>;
}

export function namingOf({ assessments, accountNames }: DraftFacts): PlaceNaming {
  return placeNaming(
    assessments.map(({ target }) => target),
    accountNames,
  );
}

export function headSentences(facts: DraftFacts): readonly string[] {
  const { writtenAt, assessments } = facts;
  const unread = unreadSentences(facts);
  return [
    `Written by \`warden init\` at ${writtenAt}, from ${countOf(assessments.length, 'target')} (account × Region).`,
    ...(unread.length === 0
      ? []
      : ['Not read, so that nothing here is taken from it:', ...unread.map((one) => `- ${one}`)]),
  ];
}

/** What could not be read, one sentence for each reason; none if everything was. */
export function unreadSentences(facts: DraftFacts): readonly string[] {
  const where = namingOf(facts);
  const unknowns = facts.assessments.flatMap(({ target, unknowns }) =>
    unknowns.map((unknown) => ({ target, text: reasonText(unknown), detail: unknown.detail })),
  );
  const ofTargets = [...Map.groupBy(unknowns, ({ text }) => text)].map(([text, same]) => {
    const [detail = '', ...others] = new Set(same.map((one) => one.detail));
    const more = others.length === 0 ? '' : `; and ${countOf(others.length, 'more reason')}`;
    return `${where(same.map(({ target }) => target))}: ${text} (${detail}${more})`;
  });
  const ofBuckets = [...Map.groupBy(facts.bucketsUnread, ([, why]) => why)].map(([why, accounts]) => {
    const whose = accounts.length > 1 ? countOf(accounts.length, 'account') : `account ${String(accounts[0]?.[0])}`;
    return `buckets of ${whose}: ${why}`;
  });
  return [...ofTargets, ...ofBuckets].map(plain);
}

export function accountsReason({ accounts }: DraftFacts): string {
  if (accounts === 'self') return 'The account of the credentials. Or organization, or a list of account ids.';
  return accounts === 'organization' ? 'Every active account of the organization.' : 'These accounts, and no others.';
}

export function regionsReason({ regions, proposal: { gate } }: DraftFacts): string {
  if (regions !== null) return 'These Regions, and no others.';
  return gate.isEverywhere
    ? `Every Region that the account has enabled and in which it has a bucket. Macie is off in ${countOf(gate.withoutBuckets.length, 'target')}, without any bucket there.`
    : 'Every Region that offers Macie and that the account has enabled.';
}

/** Why this value is desired, and where `check` shows another one. */
export function desiredReason({ value, seen, having, odd }: ProposedSetting, where: PlaceNaming): string {
  const standing =
    seen.length === 0 ? 'Read in no target.' : `${String(value)} in ${having} of ${countOf(seen.length, 'target')}.`;
  if (odd.length === 0) return standing;
  const found = [...Map.groupBy(odd, ({ actual }) => actual)].map(
    ([actual, same]) => `${actual ?? 'no value'} in ${where(same)}`,
  );
  return `${standing} \`check\` shows a drift: ${found.join('; ')}.`;
}

/** Why settings that were read are not desired for every target. */
export function leftOutReasons({ proposal: { settings } }: DraftFacts): readonly string[] {
  return settings
    .filter(({ value, seen }) => value === null && seen.length > 0)
    .map(({ setting, seen, rules }) => {
      const off = seen.filter(({ policyValues }) => policyValues.length === 0);
      if (off.length === 0 && rules.length === 0)
        return `${setting} is not desired here: it goes with a setting that is not desired.`;
      const found = [...Map.groupBy(off, ({ actual }) => actual)].map(
        ([actual, same]) => `${actual ?? 'no value'} in ${same.length}`,
      );
      const others = rules.length === 0 ? '' : ' The overrides keep it as it is in the others.';
      return `${setting} is not desired here: ${found.join(', ')} of ${countOf(seen.length, 'target')}.${others}`;
    });
}

/** Why there is an override, one sentence for each of its keys. */
export function ruleReasons(
  { accounts, desired, onlyWithBuckets }: ProposedRule,
  { proposal: { settings }, accountNames }: DraftFacts,
): readonly string[] {
  const standard = new Map(settings.map(({ setting, value }) => [setting, value]));
  const named = (accounts ?? []).flatMap((id) => accountNames.get(id) ?? []);
  return [
    ...Object.entries(desired).map(([setting, value]) => {
      const most = standard.get(setting) ?? null;
      return `${setting} is ${value} here; ${most === null ? 'most targets have it off' : `${most} is more common`}.`;
    }),
    ...(onlyWithBuckets ? ['Macie is off here, and there is no bucket: compared as soon as there is one.'] : []),
    ...(named.length > 0 ? [`Accounts: ${named.join(', ')}.`] : []),
  ];
}

/** The policy in a few words, and the drifts that `check` shows under it. */
export function draftSummary(facts: DraftFacts): string {
  const { proposal, assessments } = facts;
  const where = namingOf(facts);
  const odd = proposal.settings.flatMap(({ setting, odd }) =>
    [...Map.groupBy(odd, ({ actual }) => actual)].map(
      ([actual, same]) => `${setting} ${actual ?? 'no value'} in ${where(same)}`,
    ),
  );
  const read = assessments.filter(({ observations }) => observations[SESSION]?.kind === 'values');
  const head = `A policy from ${read.length} of ${countOf(assessments.length, 'target')}, with ${countOf(proposal.rules.length, 'override')}.`;
  const found = odd.length === 0 ? 'shows no drift under it' : `shows under it: ${odd.join('; ')}`;
  return plain(`${head} A check ${found}.`);
}
