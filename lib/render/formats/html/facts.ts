import type { Report } from '../../../core/compliance/report.ts';
import { timeText } from '../../../core/time.ts';
import type { DesiredLine, ReportBackground } from '../../view/report-background.ts';
import { provenanceLines } from '../../words/report-words.ts';
import { resultLine } from '../../words/scope-words.ts';
import { sentence } from '../../words/sentence.ts';
import { element, NOTHING, type Markup } from './markup.ts';

const MAX_LINES = 100;

/** The values that the policy wants, and for which targets. */
export function policyMarkup(desired: readonly DesiredLine[] | null): Markup {
  if (desired === null) return NOTHING;
  const rows = desired.slice(0, MAX_LINES).map(
    ({ setting, desired: value, where }) =>
      element`<tr>
<th scope="row"><bdi>${setting}</bdi>
<td><bdi>${value}</bdi>
<td><bdi>${where}</bdi>
       `,
  );
  const left = desired.length - rows.length;
  return element`<section id="policy" aria-labelledby="policy-title">
<h2 id="policy-title">What the policy wants</h2>
<div class="scroll" role="region" aria-label="Values that the policy wants" tabindex="0">
<table class="plain">
<thead>
<tr>
<th scope="col">Setting
<th scope="col">Wanted
<th scope="col">Where

<tbody>
          ${rows}
</table>
</div>
    ${left > 0 ? element`<p class="more">${left} more, in the policy.</p>` : NOTHING}
</section> `;
}

/** How the run was made, and by which identity. */
export function runMarkup(report: Report, { identity }: Pick<ReportBackground, 'identity'>): Markup {
  const { startedAt, finishedAt, policy, verdict, scope } = report;
  const lines = [
    ...provenanceLines(report).map(sentence),
    `Started ${timeText(startedAt)}, finished ${timeText(finishedAt)}.`,
    ...(identity === null ? [] : [`Identity: ${identity}`]),
    `Policy sha256: ${policy.sha256}`,
    resultLine(verdict, scope),
  ];
  return element`<footer id="run">
<h2>This run</h2>
<ul>
      ${lines.map((line) => element`<li><bdi>${line}</bdi>`)}
</ul>
</footer> `;
}
