import { Document, isMap, isNode, isPair, isScalar, visit, type Node } from 'yaml';
import type { Desired } from '../../core/settings/desired.ts';
import { nestDesired } from '../../policy/nest-desired.ts';
import { plain } from '../words/escape.ts';
import {
  accountsReason,
  desiredReason,
  headSentences,
  leftOutReasons,
  namingOf,
  regionsReason,
  ruleReasons,
  type DraftFacts,
} from '../words/proposal-words.ts';
import { doubtSentence, regionsInDoubt } from '../words/bucket-doubt.ts';
import { wrap } from '../words/wrap.ts';

const WIDTH = 100;

/** A proposed policy as YAML. Comments say why each of its lines is there. */
export function policyDraft(facts: DraftFacts): string {
  const { accounts, proposal } = facts;
  const document = new Document({
    version: 1,
    accounts,
    regions: regionsOf(facts),
    remediation: 'report',
    desired: nestDesired(topDesired(facts)),
    ...(proposal.rules.length > 0 ? { overrides: overridesOf(facts) } : {}),
  });
  document.commentBefore = comment(headSentences(facts));
  explain(document, ['accounts'], [accountsReason(facts)]);
  explain(document, ['regions'], [regionsReason(facts)]);
  explain(document, ['remediation'], ['Nothing is written. With enforce, runs turn protection up as well.']);
  addDoubt(document, facts);
  explainDesired(document, facts);
  proposal.rules.forEach((rule, index) => {
    explain(document, ['overrides', index], ruleReasons(rule, facts));
  });
  setLayout(document);
  return document.toString({ lineWidth: WIDTH, flowCollectionPadding: true });
}

function regionsOf({ regions, proposal: { gate } }: DraftFacts): string | readonly string[] {
  if (regions !== null) return regions;
  return gate.isEverywhere ? 'with-buckets' : 'all';
}

function topDesired({ proposal: { settings } }: DraftFacts): Desired {
  return Object.fromEntries(settings.flatMap(({ setting, value }) => (value === null ? [] : [[setting, value]])));
}

function overridesOf({ proposal: { rules } }: DraftFacts): readonly object[] {
  return rules.map(({ accounts, regions, desired, onlyWithBuckets }) => ({
    match: { ...(accounts === null ? {} : { accounts }), ...(regions === null ? {} : { regions }) },
    ...(Object.keys(desired).length > 0 ? { desired: nestDesired(desired) } : {}),
    ...(onlyWithBuckets ? { onlyWithBuckets } : {}),
  }));
}

/** Each sentence is a paragraph of its own. A text from AWS stays in its line. */
function comment(sentences: readonly string[]): string {
  return sentences.map((sentence) => wrap(plain(sentence), { indent: 1, hanging: 3, width: WIDTH - 2 })).join('\n');
}

/** Puts a comment above a key, or above an entry of a list. */
function explain(document: Document, path: readonly (string | number)[], sentences: readonly string[]): void {
  const node = nodeToExplain(document, path);
  if (node && sentences.length > 0) node.commentBefore = comment(sentences);
}

function nodeToExplain(document: Document, path: readonly (string | number)[]): Node | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const key = parent.items.map((pair) => pair.key).find((one) => isScalar(one) && one.value === last);
    return isNode(key) ? key : null;
  }
  const entry = document.getIn(path, true);
  return isNode(entry) ? entry : null;
}

function explainDesired(document: Document, facts: DraftFacts): void {
  const where = namingOf(facts);
  for (const proposed of facts.proposal.settings)
    if (proposed.value !== null)
      explain(document, ['desired', ...proposed.setting.split('.')], [desiredReason(proposed, where)]);
  const leftOut = leftOutReasons(facts);
  const desired = document.get('desired', true);
  if (isNode(desired) && leftOut.length > 0) desired.comment = comment(leftOut);
}

/** A line to use or to delete, where nothing says whether there are buckets. */
function addDoubt(document: Document, facts: DraftFacts): void {
  const doubt = doubtSentence(facts);
  const regions = regionsInDoubt(facts);
  const key = nodeToExplain(document, ['remediation']);
  if (doubt === null || !key) return;
  const line = regions.length === 0 ? [] : [`excludeRegions: [${regions.join(', ')}]`];
  key.commentBefore = `${comment([doubt])}${line.map((one) => `\n${one}`).join('')}\n\n${key.commentBefore ?? ''}`;
}

/** Space between the keys of the policy; a match, its values and lists of names in one line where they fit. */
function setLayout(document: Document): void {
  visit(document, {
    Pair: (_, pair, path) => {
      if (path.length === 2 && isScalar(pair.key) && pair.key.value !== 'version') pair.key.spaceBefore = true;
    },
    Seq: (_, seq) => {
      if (seq.items.every((item) => isScalar(item))) seq.flow = true;
    },
    Map: (_, map, path) => {
      // The parts of an override: the override itself is a block.
      const isInOverride = path.some((one) => isPair(one) && isScalar(one.key) && one.key.value === 'overrides');
      if (isInOverride && path.length > 4) map.flow = true;
    },
  });
}
