import { ALERT_KINDS, type AlertKind } from '../../core/alerts/model.ts';
import type { RunVerdict } from '../../core/compliance/report.ts';
import type { Severity } from '../../core/severity.ts';
import type { Target } from '../../core/target.ts';
import type { Link } from '../words/console-links.ts';

/** A report or its alerts, in the order in which a person needs them. Each format writes a view down in its own way. */
export interface View {
  /** The gravest fact, short enough for a subject. */
  readonly headline: string;
  /** The state now, who did what when, what to do: the first lines of a message. Empty for a report. */
  readonly lead: readonly string[];
  /** One line of numbers under it. */
  readonly counts: string;
  /** Of the report, or of the state after a run. */
  readonly verdict: RunVerdict;
  /** What its gravest alerts link to; left out: nothing. */
  readonly links?: readonly Link[];
  readonly sections: readonly Section[];
  /** Of a message: the page of the archived report in the console of AWS. */
  readonly archiveUrl?: string;
}

export type SectionKind =
  | 'drifted'
  | 'unknown'
  | 'repaired'
  | 'waived'
  | 'notes'
  | 'records'
  | 'consoles'
  | 'units'
  | 'not-applicable'
  | 'compliant'
  | AlertKind;

export type Tone = 'bad' | 'warning' | 'good' | 'neutral';

export interface Section {
  readonly kind: SectionKind;
  readonly tone: Tone;
  readonly title: string;
  /** One sentence under the title; null where the title is enough. */
  readonly lead: string | null;
  /** How many targets or notes: a cut counts those that it leaves out. */
  readonly size: number;
  /** Empty in sections that have names alone. */
  readonly entries: readonly Entry[];
  readonly names: readonly string[];
  /** Where a message leaves some of it out: the place that has all of it. */
  readonly rest?: string;
}

export interface Entry {
  /** The target or targets; empty for a note. */
  readonly name: string;
  /** How many targets it is about, or 1 for a note. */
  readonly size: number;
  /** How many names the name is a list of; as many as targets if left out. */
  readonly names?: number;
  readonly title: string;
  readonly lines: readonly string[];
  /** The targets themselves, for a page that links to the entry. */
  readonly targets?: readonly Target[];
  /** Of what is open, for a format that shows it. */
  readonly severity?: Severity;
  /** A link that we made ourselves, such as to a record in CloudTrail. */
  readonly url?: string;
}

interface SectionHead {
  readonly title: string;
  readonly tone: Tone;
  readonly lead?: string | null;
}

/** A section of entries, or none if there is none. */
export function entrySection(
  kind: SectionKind,
  { title, tone, lead = null }: SectionHead,
  entries: readonly Entry[],
): readonly Section[] {
  if (entries.length === 0) return [];
  return [{ kind, tone, title, lead, size: sizeOf(entries), entries, names: [] }];
}

/** The targets of an entry, as a list of names. */
export function namesOfEntry(name: string): Pick<Entry, 'name' | 'names'> {
  return { name, names: name.split(', ').length };
}

/** A section of names, or none if there is none. */
export function nameSection(
  kind: SectionKind,
  { title, tone, lead = null }: SectionHead,
  names: readonly string[],
): readonly Section[] {
  return names.length === 0 ? [] : [{ kind, tone, title, lead, size: names.length, entries: [], names }];
}

/** Facts about the run as a whole. */
export function noteSection(notes: readonly string[]): readonly Section[] {
  const entries = notes.map((title): Entry => ({ name: '', size: 1, title, lines: [] }));
  return entrySection('notes', { title: 'Notes', tone: 'neutral' }, entries);
}

/** How many targets these entries are about. */
export function sizeOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0);
}

const ENDED: ReadonlySet<SectionKind> = new Set(['interrupted', 'policy-changed', 'repaired', 'resolved', 'readable']);

/** Where a reader finds the alerts of a kind that a message has no room for. */
export function whereRest(kind: AlertKind): string {
  return ENDED.has(kind) ? 'the log of the run lists them' : '`macie-warden alerts` lists them';
}

/** The end of a section that leaves some of its targets or notes out, such as `and 12 more`. */
export function restText({ kind, rest }: Pick<Section, 'kind' | 'rest'>, left: number): string {
  const alertKind = ALERT_KINDS.find((one) => one === kind);
  const place = rest ?? (alertKind === undefined ? null : whereRest(alertKind));
  return `and ${left} more${place === null ? '' : `: ${place}`}`;
}

const ALERT_SECTIONS: ReadonlySet<SectionKind> = new Set(ALERT_KINDS);

/** How many alerts are missing, by what each section leaves out. Notes, records and waivers are none. */
export function alertsLeft(sections: readonly Section[], fitted: readonly { readonly left: number }[]): number {
  const missing = sections.map(({ kind }, index) => (ALERT_SECTIONS.has(kind) ? (fitted[index]?.left ?? 0) : 0));
  return missing.reduce((sum, left) => sum + left, 0);
}
