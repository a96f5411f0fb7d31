import type { Report } from '../../core/compliance/report.ts';
import { reportView } from '../view/report-view.ts';
import type { Section } from '../view/view.ts';
import { markdown as escape } from '../words/escape.ts';
import { provenanceLines } from '../words/report-words.ts';
import { resultLine } from '../words/scope-words.ts';

/** The report for an issue, a wiki or a pull request: GitHub Flavored Markdown. */
export function markdown(report: Report): string {
  const { headline, counts, sections, verdict } = reportView(report);
  const foot = provenanceLines(report)
    .map((line) => `${escape(line)}  \n`)
    .join('');
  const body = sections.map(sectionMarkdown).join('');
  return `# macie-warden: ${escape(headline)}\n\n${counts}\n${body}\n---\n\n${foot}**${resultLine(verdict, report.scope)}**\n`;
}

function sectionMarkdown({ kind, title, size, lead, entries, names }: Section): string {
  const head = `\n## ${title} (${size})\n${lead === null ? '' : `\n${escape(lead)}\n`}\n`;
  if (entries.length === 0) return `${head}${names.map(escape).join(', ')}\n`;
  if (kind === 'notes') return `${head}${entries.map((entry) => `- ${escape(entry.title)}\n`).join('')}`;
  const rows = entries.map(
    (entry) => `| ${escape(entry.name)} | ${escape(entry.title)} | ${entry.lines.map(escape).join('<br>')} |\n`,
  );
  return `${head}| Target | Finding | Details |\n| --- | --- | --- |\n${rows.join('')}`;
}
