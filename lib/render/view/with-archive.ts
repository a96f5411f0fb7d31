import { ALERT_KINDS } from '../../core/alerts/model.ts';
import type { ArchiveOutcome } from '../../core/archive/place.ts';
import { archiveUrl } from '../words/archive-words.ts';
import { sentence } from '../words/sentence.ts';
import { noteSection, type Section, type SectionKind, type View } from './view.ts';

const REST = 'the archived report has all of them';
const ALERT_SECTIONS: ReadonlySet<SectionKind> = new Set(ALERT_KINDS);

/** The view of a message, with the place of the archived report: the whole report, where the message is cut. */
export function withArchive(view: View, { place, problem }: ArchiveOutcome): View {
  const what = place === null ? 'the report was not archived' : 'the report is in the archive, but not all of it';
  const noted = problem === null ? view.sections : withNote(view.sections, sentence(`${what}: ${problem}`));
  if (place === null) return { ...view, sections: noted };
  const sections = noted.map((section) => (ALERT_SECTIONS.has(section.kind) ? { ...section, rest: REST } : section));
  return { ...view, sections, archiveUrl: archiveUrl(place) };
}

/** Notes come after the findings, and before the ids. This one comes first: a message that is too long cuts its last notes. */
function withNote(sections: readonly Section[], note: string): readonly Section[] {
  const [added] = noteSection([note]);
  if (added === undefined) return sections;
  const at = sections.findIndex(({ kind }) => kind === 'notes');
  const notes = sections[at];
  if (notes)
    return sections.with(at, { ...notes, size: notes.size + 1, entries: [...added.entries, ...notes.entries] });
  const end = sections.findIndex(({ kind }) => kind === 'records');
  return sections.toSpliced(end < 0 ? sections.length : end, 0, added);
}
