import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './serverless.ts';
import type { Template } from './template.ts';

const TAGS = ['Ref', 'Not', 'And', 'Equals', 'Select', 'Split', 'GetAtt', 'Join', 'If', 'Sub', 'Condition'];
const customTags = TAGS.flatMap((name) => {
  const key = ['Ref', 'Condition'].includes(name) ? name : `Fn::${name}`;
  return [
    { tag: `!${name}`, resolve: (value: string) => ({ [key]: value }) },
    { tag: `!${name}`, collection: 'seq' as const, resolve: (value: unknown) => ({ [key]: Object(value).toJSON() }) },
  ];
});

/** A template of resources/ that is deployed as it is. */
export function readTemplate(name: string): Template & { readonly Parameters: Readonly<Record<string, object>> } {
  return parse(readFileSync(join(ROOT, `resources/${name}.yml`), 'utf8'), { customTags });
}

export const memberTemplate = readTemplate('member');
