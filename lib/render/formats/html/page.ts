import type { Report } from '../../../core/compliance/report.ts';
import { minuteText } from '../../../core/time.ts';
import { knownRecords } from '../../view/known-records.ts';
import { NO_BACKGROUND, type ReportBackground } from '../../view/report-background.ts';
import { reportView } from '../../view/report-view.ts';
import { countsText, headlineText } from '../../words/report-words.ts';
import { sentence } from '../../words/sentence.ts';
import { anchorsOf } from './anchors.ts';
import { policyMarkup, runMarkup } from './facts.ts';
import { heatMap } from './heat-map.ts';
import { element, type Markup } from './markup.ts';
import { sectionsMarkup } from './sections.ts';
import { STYLE } from './style.ts';
import { trendMarkup } from './trend.ts';
import { VERDICT_SIGNS } from './verdicts.ts';

/** The report as one page: no script, nothing from elsewhere. The most urgent comes first. */
export function htmlReport(report: Report, background: ReportBackground = NO_BACKGROUND): string {
  const known = knownRecords(background.state, report.startedAt);
  const view = reportView(report, { known, severityRules: background.severityRules });
  const { markup, shown } = sectionsMarkup(view);
  const map = heatMap(report, { anchors: anchorsOf(shown), unitNames: background.unitNames });
  const page = element`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>macie-warden: ${headlineText(report)}</title>
<style>
          ${STYLE}
</style>
</head>
<body>
        ${headMarkup(report)}
<main>${map}${markup}${trendMarkup(report, background.runs)}${policyMarkup(background.desired)}</main>
        ${runMarkup(report, background)}
</body>
</html> `;
  return page.text;
}

function headMarkup(report: Report): Markup {
  const { verdict, summary, startedAt } = report;
  const tiles = VERDICT_SIGNS.map(({ verdict: kind, name, count }) => {
    const isNone = summary[count] === 0;
    return element`<li class="${kind}${isNone ? ' none' : ''}"><b>${summary[count]}</b> ${name}</li>`;
  });
  return element`<header class="${verdict}">
<p class="eyebrow"><span>macie-warden</span> <time datetime="${startedAt}">${minuteText(startedAt)}</time></p>
<h1>${sentence(headlineText(report))}</h1>
<p class="counts">${countsText(report)}</p>
<ul class="tiles">
      ${tiles}
</ul>
</header>`;
}
