import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** Words with a term of the project in their place: run, scan, check, alert, report, state. */
const REPLACED =
  /\b(?:sweep\w*|watcher|tell|tells|telling|told|sift\w*|mood|settle[sd]?|look(?:s|ed|ing)? (?:at|into|for|through|back))\b/i;

const files = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'serverless.yml',
  ...['docs', 'resources', 'events'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => join(folder, name)),
  ),
];

test.each(files.filter((name) => /\.(?:md|yml)$/.test(name)))('%s uses the terms of the project', (file) => {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  expect(lines.filter((line) => REPLACED.test(line))).toEqual([]);
});
