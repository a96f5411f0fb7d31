import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runVerdict, summarize } from '../../lib/core/compliance/verdict.ts';
import { FORMATS } from '../../lib/render/formats/index.ts';
import { reportView } from '../../lib/render/view/report-view.ts';
import { partSuffix, resultLine } from '../../lib/render/words/scope-words.ts';
import { hostile } from './hostile.ts';
import { CONTROL } from './nasty.ts';
import { reportOf, result } from '../fixtures/reports.ts';

/** RFC 4180, read by the book. */
function cellsOf(row: string): readonly string[] {
  const cells = row.match(/("(?:[^"]|"")*"|[^",]*)(?:,|$)/g) ?? [];
  return cells.slice(0, row.endsWith(',') ? undefined : -1).map((cell) => cell.replace(/,$/, ''));
}

describe('hostile text in a report stays text', () => {
  test('text: one result line, the last; no control characters; narrow enough', () => {
    fc.assert(
      fc.property(hostile, (report) => {
        const lines = FORMATS.text(report).split('\n');
        expect(lines.filter((line) => line.startsWith('result:'))).toEqual([resultLine(report.verdict, report.scope)]);
        expect(lines.slice(-2)).toEqual([resultLine(report.verdict, report.scope), '']);
        expect(lines.join('\n')).not.toMatch(CONTROL);
        expect(lines.filter((line) => line.length > 100 && line.trim().includes(' '))).toEqual([]);
      }),
    );
  });

  test('json: the same value, and nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(hostile, (report) => {
        const output = FORMATS.json(report);
        expect(JSON.parse(output)).toEqual(JSON.parse(JSON.stringify(report)));
        expect(output).not.toMatch(CONTROL);
      }),
    );
  });

  test('csv: so many rows and cells as there are, none of them a formula', () => {
    fc.assert(
      fc.property(hostile, (report) => {
        const rows = FORMATS.csv(report).split('\r\n').slice(1, -1).map(cellsOf);
        const expected = report.results.map(({ drifts, unknowns }) => Math.max(1, drifts.length + unknowns.length));
        expect(rows).toHaveLength(expected.reduce((sum, count) => sum + count, 0));
        for (const cells of rows) {
          expect(cells).toHaveLength(15);
          for (const cell of cells) expect(cell).not.toMatch(/^"?\s*[=+\-@＝＋－＠]/);
        }
      }),
    );
  });

  test('markdown: tables keep their columns; no HTML, no mention, no reference', () => {
    fc.assert(
      fc.property(hostile, (report) => {
        const lines = FORMATS.markdown(report).split('\n');
        for (const line of lines.filter((each) => each.startsWith('| ')))
          expect(line.replaceAll(/\\./g, '').split('|')).toHaveLength(5);
        const shown = lines.join('\n').replaceAll('<br>', ' ').replaceAll('&#35;', '#').replaceAll('&#64;', '@');
        // GitHub looks for mentions and references after it has decoded entities.
        expect(shown).not.toMatch(/<|(?<!\w)@(?!&#8203;)|#(?=\d)(?<!&#)/);
      }),
    );
  });

  test('chat: no entity, link or mention; code spans end; every section is named; within the limits', () => {
    fc.assert(
      fc.property(hostile, (report) => {
        const { content } = JSON.parse(FORMATS.chat(report));
        const { description, nextSteps = [] } = content as { description: string; nextSteps?: string[] };
        expect(description.length).toBeLessThanOrEqual(8000);
        expect(description.endsWith(`result: *${report.verdict}*${partSuffix(report.scope)}`)).toBe(true);
        for (const { title, size } of reportView(report).sections)
          expect(description).toContain(`*${title} (${size})*`);
        for (const step of nextSteps) expect(step.length).toBeLessThanOrEqual(350);
        for (const line of [...description.split('\n'), ...nextSteps]) {
          expect(line).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
          expect(line.split('`').length % 2).toBe(1);
        }
      }),
    );
  });

  test('shows the verdict of the report, and computes none', () => {
    const report = { ...reportOf([result('eu-west-1')]), verdict: 'unknown' } as const;
    expect(runVerdict(summarize(report.results))).toBe('compliant');
    expect(FORMATS.text(report)).toMatch(/\nresult: unknown\n$/);
    expect(FORMATS.markdown(report)).toContain('**result: unknown**');
    expect(FORMATS.chat(report)).toContain('result: *unknown*');
  });
});
