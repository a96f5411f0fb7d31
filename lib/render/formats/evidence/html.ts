import type { Evidence, Span, SpanKind, TargetEvidence } from '../../../core/evidence/model.ts';
import { minuteText } from '../../../core/time.ts';
import {
  evidenceSentence,
  kindText,
  KIND_WORDS,
  shareText,
  spanText,
  timeInPolicy,
} from '../../words/evidence-words.ts';
import { namingOf, type AccountNaming } from '../../words/place-words.ts';
import { countOf } from '../../words/sentence.ts';
import { element, NOTHING, type Markup } from '../html/markup.ts';
import { pageShell } from '../html/shell.ts';

/** Worse targets come first: a page of 150,000 strips would hang a browser. */
const MOST_TARGETS = 500;
const MOST_SPANS = 40;
/** A strip is so many units wide, and a time of no width is one unit. */
const STRIP = 1000;

/** The evidence as one page: no script, nothing from elsewhere. A strip shows each target that was not compliant all the time. */
export function evidenceHtml(evidence: Evidence, names: ReadonlyMap<string, string>): string {
  const { from, to, validForMs, looks, targets, times } = evidence;
  const nameOf = namingOf(names);
  const odd = targets.filter(({ spans, times: own }) => spans.length > 1 || own.compliant === 0);
  const shown = odd.slice(0, MOST_TARGETS);
  const good = targets.length - odd.length;
  const whole = timeInPolicy(times);
  const tiles = (['compliant', 'drifted', 'accepted', 'not-seen'] as const).map(
    (kind) => element`<li class="${TONES[kind]}"><b>${shareText(times[kind], whole)}</b> ${KIND_WORDS[kind]}</li>`,
  );
  const left = odd.length - shown.length;
  return pageShell({
    title: 'macie-warden: evidence',
    style: STYLE,
    body: element`<header>
      <p class="eyebrow"><span>macie-warden, evidence</span> <span>${isoMinute(from)} to ${isoMinute(to)}</span></p>
      <h1>${evidenceSentence(evidence)}</h1>
      <p class="counts">${countOf(looks.full, 'full run')} and ${looks.partial} partial. A look at a target is valid until the next one, and for ${spanText(validForMs)} at most; after that the target is not seen.</p>
      <ul class="tiles">${tiles}</ul>
    </header>
    <main>
      <section>
        <h2>Targets, worst first</h2>
        <p class="keys">${KEYS.map((kind) => element`<span><i class="k ${kind}"></i>${KIND_WORDS[kind]}</span> `)}</p>
        ${shown.map((target) => targetMarkup(target, { period: evidence, nameOf }))}
        ${left > 0 ? element`<p class="more">${left} more are in the formats json and csv.</p>` : NOTHING}
        <p class="more">${countOf(good, 'more target')} compliant all the time.</p>
      </section>
    </main>`,
  });
}

const KEYS: readonly SpanKind[] = ['compliant', 'drifted', 'accepted', 'not-seen', 'outside'];
const TONES: Readonly<Record<SpanKind, string>> = {
  compliant: 'compliant',
  drifted: 'drifted',
  accepted: 'waived',
  'not-seen': 'unknown',
  outside: 'not-applicable',
};

function isoMinute(ms: number): string {
  return minuteText(new Date(ms).toISOString());
}

interface Showing {
  readonly period: Pick<Evidence, 'from' | 'to'>;
  readonly nameOf: AccountNaming;
}

function targetMarkup({ spans, times, ...target }: TargetEvidence, { period, nameOf }: Showing): Markup {
  const whole = timeInPolicy(times);
  const shares = KEYS.filter((kind) => kind !== 'outside' && times[kind] > 0)
    .map((kind) => `${KIND_WORDS[kind]} ${shareText(times[kind], whole)}`)
    .join(', ');
  const odd = spans.filter(({ kind }) => kind !== 'compliant');
  const rows = odd
    .slice(0, MOST_SPANS)
    .map(
      (span) =>
        element`<tr><td>${isoMinute(span.from)}</td><td>${isoMinute(span.to)}</td><td>${spanText(span.to - span.from)}</td><td>${kindText(span)}</td></tr>`,
    );
  const more = odd.length - rows.length;
  return element`<article>
    <h3>${target.region} of ${nameOf(target.accountId)}${target.setting === 'status' ? '' : `, ${target.setting}`}</h3>
    <p class="where">${shares}</p>
    <svg class="strip" viewBox="0 0 ${STRIP} 24" preserveAspectRatio="none" role="img" aria-label="${shares}">${spans.map((span) => stripPart(span, period))}</svg>
    <details><summary>${countOf(odd.length, 'time')} that ${odd.length === 1 ? 'was' : 'were'} not compliant</summary>
      <table><thead><tr><th scope="col">from</th><th scope="col">to</th><th scope="col">for</th><th scope="col">seen as</th></tr></thead><tbody>${rows}</tbody></table>
      ${more > 0 ? element`<p class="more">${more} more are in the formats json and csv.</p>` : NOTHING}
    </details>
  </article>`;
}

/** A short drift has to be seen on the strip of a year. */
function stripPart({ from, to, kind }: Span, period: Showing['period']): Markup {
  const scale = STRIP / (period.to - period.from);
  const x = Math.round((from - period.from) * scale);
  const width = Math.max(kind === 'compliant' ? 0 : 1, Math.round((to - period.from) * scale) - x);
  return width === 0 ? NOTHING : element`<rect class="${kind}" x="${x}" y="0" width="${width}" height="24"/>`;
}

const STYLE = `
article{margin:0 0 1.4rem;break-inside:avoid}
.strip{height:1.4rem;border:1px solid var(--rule);margin:.3rem 0;background:var(--card)}
.keys{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;color:var(--soft);font-size:.85rem;margin-bottom:1rem}
.k{display:inline-block;width:.9rem;height:.9rem;margin-right:.4rem;vertical-align:-.1rem;border:1px solid var(--rule)}
.compliant{fill:var(--good)}.drifted{fill:var(--bad)}.accepted{fill:var(--w-ink)}.not-seen{fill:var(--u-bg)}.outside{fill:var(--rule)}
.k.compliant{background:var(--good)}.k.drifted{background:var(--bad)}.k.accepted{background:var(--w-ink)}.k.not-seen{background:var(--u-bg)}.k.outside{background:var(--rule)}
details table{width:100%;border-collapse:collapse;font-size:.85rem;margin:.4rem 0}
details th,details td{text-align:left;padding:.15rem 1rem .15rem 0;border-bottom:1px solid var(--grid);vertical-align:top}
summary{color:var(--soft);font-size:.85rem;cursor:pointer}
`;
