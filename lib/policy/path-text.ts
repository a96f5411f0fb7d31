import { short } from './show.ts';

/** Such as overrides[0].match.regions[1]. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${short(String(key))}`))
    .join('')
    .replace(/^\./, '');
}
