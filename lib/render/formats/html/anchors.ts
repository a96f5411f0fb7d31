import { targetKey, type Target } from '../../../core/target.ts';
import type { Section } from '../../view/view.ts';

/** The id of an entry of a page. */
export function anchorOf({ kind }: Pick<Section, 'kind'>, index: number): string {
  return `${kind}-${index + 1}`;
}

/** The places of a page by section, then target: a cell of the heat map leads to its entry. */
export type Anchors = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** `shown`: the sections with the entries that are on the page. */
export function anchorsOf(shown: readonly Section[]): Anchors {
  return new Map(shown.map((section) => [section.kind, entryAnchors(section)]));
}

/** Of each target in a section, the first entry that is about it. */
function entryAnchors({ kind, entries }: Section): ReadonlyMap<string, string> {
  const anchors = new Map<string, string>();
  for (const [index, { targets = [] }] of entries.entries()) {
    for (const target of targets) {
      const key = targetKey(target);
      if (!anchors.has(key)) anchors.set(key, anchorOf({ kind }, index));
    }
  }
  return anchors;
}

/** The entry of a target, or else its section; null: the page has no such section. */
export function anchorFor(target: Target, { kind, anchors }: { kind: string; anchors: Anchors }): string | null {
  const ofKind = anchors.get(kind);
  return ofKind === undefined ? null : (ofKind.get(targetKey(target)) ?? kind);
}
