import type { Report } from '../../../core/compliance/report.ts';
import { Budget } from '../../view/budget.ts';
import { truncate } from '../../words/escape.ts';
import { countOf } from '../../words/sentence.ts';
import { unitPath, type UnitNames } from '../../words/unit-words.ts';
import type { Anchors } from './anchors.ts';
import { cellMarkup } from './heat-cell.ts';
import { heatRows, type FoldedRow, type HeatRow, type HeatRows } from './heat-rows.ts';
import { element, NOTHING, trusted, type Markup } from './markup.ts';
import { VERDICT_SIGNS } from './verdicts.ts';

/** The rows of a large organization would make a page that no browser opens. */
const MAX_BYTES = 170_000;

/** More of them fill the page from edge to edge. */
const MANY_REGIONS = 12;

interface Options {
  readonly anchors: Anchors;
  readonly unitNames: UnitNames;
}

/** Accounts × Regions as a table: a verdict by its colour and its letter. */
export function heatMap(report: Report, options: Options): Markup {
  const map = heatRows(report);
  if (report.results.length === 0) return NOTHING;
  const budget = new Budget(MAX_BYTES);
  const all = map.rows.values();
  const shown: Markup[] = [];
  for (const row of all) {
    const markup = rowMarkup(row, { regions: map.regions, anchors: options.anchors });
    if (!budget.take(markup.text)) break;
    shown.push(markup);
  }
  const left = map.rows.slice(shown.length);
  return element`<section id="map" aria-labelledby="map-title"><h2 id="map-title">Accounts and Regions</h2>
<p class="legend">${VERDICT_SIGNS.map(({ verdict, letter, name }) => element`<span><b class="${verdict}">${letter}</b> ${name}</span> `)}</p>
<a class="skip" href="#after-map">Skip the table</a>
<div class="scroll" role="region" aria-label="Heat map, accounts by Regions" tabindex="0"><table${map.regions.length > MANY_REGIONS ? trusted(' class="wide"') : NOTHING}>
<caption><span>${captionText(map)}</span></caption>
<thead><tr><th scope="col">Account${map.regions.map((region) => element`<th scope="col"><span>${region}</span>`)}
<tbody>
${shown}${leftMarkup(left, map)}${map.folded.map((row) => foldedMarkup(row, { map, unitNames: options.unitNames }))}
</table></div><span id="after-map"></span></section>
`;
}

function captionText({ rows, regions, folded }: HeatRows): string {
  const compliant = folded.reduce((sum, { accounts }) => sum + accounts, 0);
  const size = `${countOf(rows.length + compliant, 'account')}, ${countOf(regions.length, 'Region')}`;
  return compliant === 0 ? `${size}.` : `${size}. Worst first; accounts with nothing open are counted below.`;
}

const MAX_NAME = 40;

function rowMarkup(
  { accountId, accountName, byRegion }: HeatRow,
  { regions, anchors }: { readonly regions: readonly string[]; readonly anchors: Anchors },
): Markup {
  const name =
    accountName === null
      ? element`${accountId}`
      : element`<bdi>${truncate(accountName, MAX_NAME)}</bdi> <small>${accountId}</small>`;
  const cells = regions.map((region) => cellMarkup(byRegion.get(region) ?? null, anchors));
  return element`<tr><th scope=row>${name}${cells}
`;
}

/** Accounts that are compliant, in one row for each organizational unit. */
function foldedMarkup(
  { path, accounts, isWholly }: FoldedRow,
  { map, unitNames }: { readonly map: HeatRows; readonly unitNames: UnitNames },
): Markup {
  const unit = unitPath(path, unitNames);
  const text = isWholly ? 'compliant in every Region' : 'compliant wherever Macie applies';
  return element`<tr class="fold"><th scope="row">${countOf(accounts, 'account')}${unitMarkup(unit)}<td class="compliant" colspan="${map.regions.length}">${text}
`;
}

function unitMarkup(unit: string): Markup {
  return unit === '' ? NOTHING : element` <small><bdi>${unit}</bdi></small>`;
}

function leftMarkup(left: readonly HeatRow[], { regions, rows }: HeatRows): Markup {
  if (left.length === 0) return NOTHING;
  const counts = VERDICT_SIGNS.map(({ verdict, name }) => {
    const count = left.reduce(
      (sum, { byRegion }) => sum + [...byRegion.values()].filter((one) => one.verdict === verdict).length,
      0,
    );
    return count === 0 ? null : `${count} ${name}`;
  }).filter((text) => text !== null);
  const noun = left.length === rows.length ? 'account' : 'more account';
  return element`<tr class="fold"><th scope="row">${countOf(left.length, noun)}<td class="left" colspan="${regions.length}">in the JSON report: ${counts.join(', ')}
`;
}
