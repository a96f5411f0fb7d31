import type { Result } from '../../core/compliance/report.ts';
import type { Unknown } from '../../core/observation.ts';
import type { Remediation } from '../../core/run.ts';
import { differenceText, outcomeText } from '../words/drift-words.ts';
import { detailText, nextStepText, reasonText } from '../words/unknown-words.ts';
import { entrySection, type Entry, type Section } from './view.ts';

interface Options {
  readonly name: (result: Result) => string;
  readonly remediation: Remediation;
}

const LEAD = 'These targets could not be read: they may be compliant, and they may have drifted.';

/** Targets with the same unknowns share an entry; no target is left out. */
export function unknownSection(results: readonly Result[], options: Options): readonly Section[] {
  const groups = Map.groupBy(results, ({ region, unknowns, drifts }) =>
    JSON.stringify([unknowns.map((unknown) => ofAnyRegion(unknown, region)), drifts]),
  );
  const entries = [...groups.values()].flatMap((group) => unknownEntry(group, options));
  return entrySection('unknown', { title: 'Unknown', tone: 'warning', lead: LEAD }, entries);
}

function unknownEntry(group: readonly Result[], { name, remediation }: Options): readonly Entry[] {
  const [first] = group;
  if (!first) return [];
  const { unknowns, drifts, region } = first;
  const shown = group.length === 1 ? unknowns : unknowns.map((unknown) => ofAnyRegion(unknown, region));
  const lines = [
    ...shown.flatMap((unknown) => [detailText(unknown), nextStepText(unknown)]),
    ...drifts.map((drift) => `${differenceText(drift)}; ${outcomeText(drift, remediation)}`),
  ];
  const title = unknowns.map(reasonText).join('; ');
  return [{ name: group.map(name).join(', '), size: group.length, title, lines }];
}

/** The same unknown, without the name of its Region in the detail. */
function ofAnyRegion(unknown: Unknown, region: string): Unknown {
  return { ...unknown, detail: unknown.detail.replaceAll(region, 'the Region') };
}
