import type { Evidence, Span } from '../../../core/evidence/model.ts';
import { groupEvidence, type EvidenceGroup } from '../../view/evidence-groups.ts';
import { groupPlaces, groupShares, groupTitle, periodText } from '../../words/evidence-group-words.ts';
import { evidenceSentence, kindText, scansText, spanText } from '../../words/evidence-words.ts';
import { plain } from '../../words/escape.ts';
import { namingOf } from '../../words/place-words.ts';
import { wrap } from '../../words/wrap.ts';

export interface EvidenceOptions {
  /** By id: names of accounts. */
  readonly names: ReadonlyMap<string, string>;
  /** Of the terminal. */
  readonly width?: number | undefined;
}

const WIDTH = 120;
const MOST_SPANS = 12;

/** The answer in a sentence, then the targets that were not compliant all the time, worst first, with the times of it. */
export function evidenceText(evidence: Evidence, { names, width = WIDTH }: EvidenceOptions): string {
  const { validForMs, targets } = evidence;
  const basis = `${scansText(evidence)}; a scan is valid for ${spanText(validForMs)} at most`;
  const { groups, compliant } = groupEvidence(targets);
  const head = wrap(evidenceSentence(evidence), { indent: 0, width });
  const lines = [head, '', wrap(`${periodText(evidence)}: ${basis}.`, { indent: 0, width })];
  const entries = groups.flatMap((group) => ['', ...groupLines(group, { names, width })]);
  const folded = compliant === 0 ? [] : ['', `compliant all the time: ${compliant}`];
  return `${[...lines, ...entries, ...folded].join('\n')}\n`;
}

function groupLines(
  group: EvidenceGroup,
  { names, width }: EvidenceOptions & { readonly width: number },
): readonly string[] {
  const nameOf = namingOf(names);
  const shown = group.spans.filter(({ kind }) => kind !== 'compliant');
  const left = shown.length - MOST_SPANS;
  const below = (text: string): string => wrap(text, { indent: 4, hanging: 6, width });
  return [
    wrap(`${plain(groupTitle(group, nameOf))}: ${groupShares(group)}`, { indent: 0, hanging: 4, width }),
    ...groupPlaces(group, nameOf).map((place) => below(plain(place))),
    ...shown.slice(0, MOST_SPANS).map((span) => below(spanLine(span))),
    ...(left > 0 ? [`    ${left} more: --format json has all`] : []),
  ];
}

function spanLine(span: Span): string {
  return `${periodText(span)}, ${spanText(span.to - span.from)}: ${kindText(span)}`;
}
