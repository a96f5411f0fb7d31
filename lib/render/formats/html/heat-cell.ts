import type { Drift } from '../../../core/compliance/drift.ts';
import type { Result } from '../../../core/compliance/report.ts';
import { valueText } from '../../words/drift-words.ts';
import { truncate } from '../../words/escape.ts';
import { reasonText } from '../../words/unknown-words.ts';
import { anchorFor, type Anchors } from './anchors.ts';
import { element, trusted, type Markup } from './markup.ts';
import { signOf } from './verdicts.ts';

// Thousands of cells: those that need no words are as short as HTML allows.
const COMPLIANT = trusted('<td>C');
const NOT_APPLICABLE = trusted('<td class=n>N');
/** The account has no such target. */
const NONE = trusted('<td class=x>');
const MAX_TEXT = 90;

/** The letter of a target, with its finding in words, which leads to its entry. null: there is no such target. */
export function cellMarkup(result: Result | null, anchors: Anchors): Markup {
  if (result === null) return NONE;
  const { verdict, letter, name } = signOf(result.verdict);
  if (verdict === 'compliant') return COMPLIANT;
  if (verdict === 'not-applicable') return NOT_APPLICABLE;
  const words = element`${letter}<i> ${name}: ${truncate(findingText(result), MAX_TEXT)}</i>`;
  const anchor = anchorFor(result, { kind: verdict, anchors });
  const content = anchor === null ? words : element`<a href="#${anchor}">${words}</a>`;
  return element`<td class=${letter.toLowerCase()}>${content}`;
}

/** Such as `status is PAUSED; findingPublishingFrequency is SIX_HOURS`, or `access-denied`. */
function findingText({ verdict, drifts, unknowns, detail }: Result): string {
  const found =
    verdict === 'unknown'
      ? unknowns.map(reasonText)
      : drifts.filter(({ outcome }) => outcome !== 'verified').map(driftText);
  return found.length === 0 ? (detail ?? '') : found.join('; ');
}

function driftText({ setting, actual, waiver }: Drift): string {
  return `${setting} is ${valueText(actual)}${waiver ? `, waived until ${waiver.expires}` : ''}`;
}
