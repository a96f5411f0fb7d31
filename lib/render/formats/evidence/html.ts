import type { Evidence, Period, SpanKind } from '../../../core/evidence/model.ts';
import { groupEvidence, type EvidenceGroup } from '../../view/evidence-groups.ts';
import { groupPlaces, groupShares, groupTitle, periodText } from '../../words/evidence-group-words.ts';
import {
  evidenceSentence,
  kindText,
  KIND_WORDS,
  scansText,
  shareText,
  spanText,
  timeInPolicy,
} from '../../words/evidence-words.ts';
import { namingOf, type AccountNaming } from '../../words/place-words.ts';
import { capitalize, countOf } from '../../words/sentence.ts';
import { element, namesMarkup, NOTHING, type Markup } from '../html/markup.ts';
import { pageShell } from '../html/shell.ts';
import { stripMarkup } from './strip.ts';
import { STYLE } from './style.ts';

/** Worse targets come first: a page of 150,000 strips would hang a browser. */
const MOST_GROUPS = 500;
const MOST_SPANS = 40;
/** The tables of so many are open; a click opens the others, and print shows all. */
const MOST_OPEN = 25;

/** The evidence as one page: no script, nothing from elsewhere. A strip shows each target that was not compliant all the time. */
export function evidenceHtml(evidence: Evidence, names: ReadonlyMap<string, string>): string {
  const { groups, compliant } = groupEvidence(evidence.targets);
  const left = groups.slice(MOST_GROUPS).reduce((sum, { targets }) => sum + targets.length, 0);
  const showing = { period: evidence, nameOf: namingOf(names) };
  return pageShell({
    title: 'macie-warden: evidence',
    style: STYLE,
    body: element`${headMarkup(evidence)}
    <main>
      <section>
        <h2>Targets, worst first</h2>
        <p class="keys">${KEYS.map((kind) => element`<span><i class="k ${kind}"></i>${KIND_WORDS[kind]}</span> `)}</p>
        ${groups.slice(0, MOST_GROUPS).map((group, index) => groupMarkup(group, { ...showing, isOpen: index < MOST_OPEN }))}
        ${left > 0 ? element`<p class="more">${countOf(left, 'more target')} with drifts or gaps: the formats json and csv have all.</p>` : NOTHING}
        ${compliant > 0 ? element`<p class="more">Compliant all the time: ${countOf(compliant, groups.length > 0 ? 'more target' : 'target')}.</p>` : NOTHING}
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

function headMarkup(evidence: Evidence): Markup {
  const { validForMs, times } = evidence;
  const whole = timeInPolicy(times);
  const tiles = (['compliant', 'drifted', 'accepted', 'not-seen'] as const).map(
    (kind) =>
      element`<li class="${TONES[kind]}${times[kind] === 0 ? ' none' : ''}"><b>${shareText(times[kind], whole)}</b> ${KIND_WORDS[kind]}</li>`,
  );
  return element`<header>
      <p class="eyebrow"><span>macie-warden, evidence</span> <span>${periodText(evidence)}</span></p>
      <h1>${evidenceSentence(evidence)}</h1>
      <p class="counts">${capitalize(scansText(evidence))}. A scan of a target is valid until the next one, and for ${spanText(validForMs)} at most; after that the target is not seen. The shares are of the time of all targets together.</p>
      <ul class="tiles">${tiles}</ul>
    </header>`;
}

interface Showing {
  readonly period: Period;
  readonly nameOf: AccountNaming;
  readonly isOpen: boolean;
}

function groupMarkup(group: EvidenceGroup, { period, nameOf, isOpen }: Showing): Markup {
  const words = groupShares(group);
  const odd = group.spans.filter(({ kind }) => kind !== 'compliant');
  const rows = odd
    .slice(0, MOST_SPANS)
    .map(
      (span) =>
        element`<tr><td>${periodText(span)}</td><td>${spanText(span.to - span.from)}</td><td>${kindText(span)}</td></tr>`,
    );
  const more = odd.length - rows.length;
  const places = groupPlaces(group, nameOf).map((place) => element`<p class="where">${namesMarkup(place)}</p>`);
  return element`<article>
    <h3>${groupTitle(group, nameOf)}</h3>
    <p class="where">${words}</p>${places}
    ${stripMarkup(group.spans, { period, words })}
    <details${isOpen ? element` open` : NOTHING}><summary>${countOf(odd.length, 'time')} that ${odd.length === 1 ? 'was' : 'were'} not compliant</summary>
      <table><thead><tr><th scope="col">from and to</th><th scope="col">for</th><th scope="col">seen as</th></tr></thead><tbody>${rows}</tbody></table>
      ${more > 0 ? element`<p class="more">${more} more are in the formats json and csv.</p>` : NOTHING}
    </details>
  </article>`;
}
