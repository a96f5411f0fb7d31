import type { Report } from '../../core/compliance/report.ts';
import { markdown as escape } from '../words/escape.ts';
import { storyOf, type Section } from '../view/report-view.ts';
import { counts, headline, provenance } from '../words/report-words.ts';

/** The report for an issue, a wiki or a pull request: GitHub Flavored Markdown. */
export function markdown(report: Report): string {
  const sections = storyOf(report).sections.map(sectionMarkdown).join('');
  const foot = provenance(report)
    .map((line) => `${escape(line)}  \n`)
    .join('');
  return `# macie-warden: ${escape(headline(report))}\n\n${counts(report)}\n${sections}\n---\n\n${foot}**result: ${report.verdict}**\n`;
}

function sectionMarkdown({ kind, title, size, lead, entries, names }: Section): string {
  const head = `\n## ${title} (${size})\n${lead === null ? '' : `\n${escape(lead)}\n`}\n`;
  if (entries.length === 0) return `${head}${names.map(escape).join(', ')}\n`;
  if (kind === 'notes') return `${head}${entries.map((entry) => `- ${escape(entry.title)}\n`).join('')}`;
  const rows = entries.map(
    (entry) => `| ${escape(entry.name)} | ${escape(entry.title)} | ${entry.lines.map(escape).join('<br>')} |\n`,
  );
  return `${head}| Target | What | More |\n| --- | --- | --- |\n${rows.join('')}`;
}
