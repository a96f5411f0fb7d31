import type { Evidence, Span, TargetEvidence } from '../../../core/evidence/model.ts';
import { minuteText } from '../../../core/time.ts';
import { plain } from '../../words/escape.ts';
import {
  evidenceSentence,
  kindText,
  KIND_WORDS,
  shareText,
  spanText,
  timeInPolicy,
} from '../../words/evidence-words.ts';
import { namingOf } from '../../words/place-words.ts';
import { countOf } from '../../words/sentence.ts';
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
  const { from, to, validForMs, looks, targets } = evidence;
  const period = `${isoMinute(from)} to ${isoMinute(to)}`;
  const basis = `${countOf(looks.full, 'full run')} and ${looks.partial} partial; a look is valid for ${spanText(validForMs)} at most`;
  const odd = targets.filter(({ times, spans }) => spans.length > 1 || times.compliant === 0);
  const rest = targets.length - odd.length;
  const head = wrap(evidenceSentence(evidence), { indent: 0, width });
  const lines = [head, '', wrap(`${period}: ${basis}.`, { indent: 0, width })];
  const entries = odd.flatMap((target) => ['', ...targetLines(target, { names, width })]);
  const folded = rest === 0 ? [] : ['', `compliant all the time: ${rest}`];
  return `${[...lines, ...entries, ...folded].join('\n')}\n`;
}

function isoMinute(ms: number): string {
  return minuteText(new Date(ms).toISOString());
}

function targetLines(
  { spans, times, ...target }: TargetEvidence,
  { names, width }: EvidenceOptions & { readonly width: number },
): readonly string[] {
  const { accountId, region, setting } = target;
  const whole = timeInPolicy(times);
  const shares = (['compliant', 'drifted', 'accepted', 'not-seen'] as const)
    .filter((kind) => times[kind] > 0)
    .map((kind) => `${KIND_WORDS[kind]} ${shareText(times[kind], whole)}`);
  const name = plain(`${region} of ${namingOf(names)(accountId)}${setting === 'status' ? '' : `, ${setting}`}`);
  const shown = spans.filter(({ kind }) => kind !== 'compliant');
  const left = shown.length - MOST_SPANS;
  return [
    wrap(`${name}: ${shares.join(', ')}`, { indent: 0, hanging: 4, width }),
    ...shown.slice(0, MOST_SPANS).map((span) => wrap(spanLine(span), { indent: 4, hanging: 6, width })),
    ...(left > 0 ? [`    ${left} more: --format json has all`] : []),
  ];
}

function spanLine(span: Span): string {
  return `${isoMinute(span.from)} to ${isoMinute(span.to)}, ${spanText(span.to - span.from)}: ${kindText(span)}`;
}
