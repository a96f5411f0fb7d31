import type { Entry } from './view.ts';

/** The entry with as many of its targets named as `isShort` takes, by halves; the rest is counted. Null if one is too many. */
export function shortenName(entry: Entry, isShort: (entry: Entry) => boolean): Entry | null {
  if (isShort(entry)) return entry;
  const names = entry.name.split(', ');
  for (let named = names.length >> 1; named > 0; named >>= 1) {
    const name = `${names.slice(0, named).join(', ')} and ${names.length - named} more`;
    if (isShort({ ...entry, name })) return { ...entry, name };
  }
  return null;
}

/** How many names are missing in an entry. */
export function countUnnamed({ name, size, names = size }: Entry): number {
  return name === '' ? 0 : names - name.split(', ').length;
}
