import { SETTING_IDS } from '../../../core/settings/registry.ts';
import type { Severity } from '../../../core/severity.ts';
import { Budget } from '../../view/budget.ts';
import { shortenName } from '../../view/shorten-name.ts';
import { sizeOf, type Entry, type Section, type SectionKind, type View } from '../../view/view.ts';
import { sentence } from '../../words/sentence.ts';
import { anchorOf } from './anchors.ts';
import { element, namesMarkup, NOTHING, type Markup } from './markup.ts';

/** Every entry that fits; the others are counted. */
const MAX_BYTES = 85_000;
const MAX_NAME = 600;

/** The heat map has the compliant targets. */
const ELSEWHERE: ReadonlySet<SectionKind> = new Set(['compliant']);

export interface ShownSections {
  readonly markup: readonly Markup[];
  /** The sections with the entries that are on the page. */
  readonly shown: readonly Section[];
}

/** Drifts, unknowns, repairs, waivers and notes, as the view has them. */
export function sectionsMarkup({ sections }: Pick<View, 'sections'>): ShownSections {
  const budget = new Budget(MAX_BYTES);
  const fitted = sections.filter(({ kind }) => !ELSEWHERE.has(kind)).map((section) => fittedSection(section, budget));
  return { markup: fitted.map(({ markup }) => markup), shown: fitted.map(({ shown }) => shown) };
}

function fittedSection(section: Section, budget: Budget): { readonly markup: Markup; readonly shown: Section } {
  const { kind, title, tone, lead, size } = section;
  const entries: Markup[] = [];
  for (const [index, entry] of section.entries.entries()) {
    const markup = entryMarkup(entry, anchorOf(section, index));
    if (!budget.take(markup.text)) break;
    entries.push(markup);
  }
  const shown = { ...section, entries: section.entries.slice(0, entries.length) };
  const left = size - sizeOf(shown.entries);
  const id = `${kind}-title`;
  const markup = element`<section id="${kind}" class="${tone}" aria-labelledby="${id}">
<h2 id="${id}">${title} <span class="count">${size}</span></h2>
    ${lead === null ? NOTHING : element`<p class="lead">${sentence(lead)}</p>`}
<ul class="entries">
      ${entries}
</ul>
    ${left > 0 ? element`<p class="more">${left} more, in the JSON report.</p>` : NOTHING}
</section> `;
  return { markup, shown };
}

function entryMarkup(entry: Entry, anchor: string): Markup {
  const { name, title, lines, severity } = shortenName(entry, (one) => one.name.length <= MAX_NAME) ?? entry;
  const head =
    name === ''
      ? element`<p>${title}</p>`
      : element`<h3>${title}${severity === undefined ? NOTHING : severityMarkup(severity)}</h3>
<p class="where"><bdi>${namesMarkup(name)}</bdi></p>`;
  const body =
    lines.length === 0
      ? NOTHING
      : element`<ul>
          ${lines.map(lineMarkup)}
</ul>`;
  return element`<li id="${anchor}">${head}${body}</li> `;
}

function severityMarkup(severity: Severity): Markup {
  return element` <b class="severity ${severity.toLowerCase()}">${severity}</b>`;
}

const STEP = 'to do: ';

function lineMarkup(line: string): Markup {
  return line.startsWith(STEP)
    ? element`<li class="step"><b>To do</b> ${lineText(line.slice(STEP.length))}</li>`
    : element`<li>${lineText(line)}</li>`;
}

/** A line that begins with the name of a setting or of a call keeps it as it is. */
function lineText(line: string): string {
  const [word = ''] = line.split(' ');
  const isName = SETTING_IDS.includes(word) || !/^[A-Za-z]+[,:]?$/.test(word) || /[a-z][A-Z]/.test(word);
  return isName ? line : sentence(line);
}
