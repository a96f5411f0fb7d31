import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { newDriftRecord } from '../../lib/core/alerts/drift-record.ts';
import { GROUPS, SETTINGS } from '../../lib/core/settings/index.ts';
import { callsOf } from '../../lib/macie/index.ts';
import { accountKey, sortKey } from '../../lib/state/stored-items.ts';
import { importsOf } from '../architecture/imports.ts';
import { MAY_IMPORT, RULES } from '../architecture/rules.ts';
import { codesIn, sectionOf, tableOf, textOf } from './markdown.ts';
import { bodyOf, callerOf, endOfCall, positionOf, stepsOf, withoutImports } from './walk.ts';

const PATH = 'docs/architecture.md';
const ROOT = join(import.meta.dirname, '../..');

test('the table of folders has the import rules that the architecture test holds', () => {
  const rows = tableOf(PATH, 'folder').map(([folder = '', , allowed = '']) => [codesIn(folder)[0], codesIn(allowed)]);
  expect(Object.fromEntries(rows)).toEqual(MAY_IMPORT);
});

test('the table of restricted code has the rules that the architecture test holds', () => {
  const rows = tableOf(PATH, 'code that').map(([what, places = '']) => [what, codesIn(places)]);
  expect(rows).toEqual(RULES.map(({ what, allowedIn }) => [what, allowedIn]));
});

test('every folder of lib/app is named', () => {
  const folders = readdirSync(join(ROOT, 'lib/app')).filter((name) => name !== 'wiring');
  const row = tableOf(PATH, 'folder').find(([folder]) => folder === '`lib/app`');
  expect(codesIn(row?.[1] ?? '').toSorted()).toEqual(folders.toSorted());
});

test('every file of the table of steps is called by run.ts', () => {
  const files = tableOf(PATH, 'step').flatMap(([, file = '']) => codesIn(file));
  const run = { path: 'lib/app/run/run.ts', text: textOf('lib/app/run/run.ts') };
  const steps = { path: 'lib/app/run/run-steps.ts', text: textOf('lib/app/run/run-steps.ts') };
  const called = new Set([...importsOf(run), ...importsOf(steps)]);
  expect(files.filter((file) => !called.has(file))).toEqual([]);
});

describe.each(['From a Region to a report', 'From an EventBridge event to a message'])('the walk "%s"', (heading) => {
  const steps = stepsOf(sectionOf(PATH, heading));
  const calls = steps.flatMap((step, index) => {
    const caller = callerOf(steps, index);
    return caller ? [{ step, caller, above: steps.slice(0, index).map(({ file }) => file) }] : [];
  });

  test('has a line for each function of its list', () => {
    const lines = sectionOf(PATH, heading).match(/^ *- /gm) ?? [];
    expect(steps).toHaveLength(lines.length);
    expect(steps.length).toBeGreaterThan(20);
  });

  test('names functions that are there', () => {
    expect(steps.filter(({ name, file }) => positionOf(name, textOf(file)) === -1)).toEqual([]);
  });

  test('goes from each function to one that it calls', () => {
    const isCalled = ({ step, caller }: (typeof calls)[number]): boolean =>
      withoutImports(textOf(caller.file)).includes(step.calledAs);
    expect(calls.filter((call) => !isCalled(call))).toEqual([]);
  });

  test('goes from each file to one that it imports, or that a file above or the wiring imports', () => {
    const wiring = readdirSync(join(ROOT, 'lib/app/wiring'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `lib/app/wiring/${name}`);
    const isImported = ({ step: { file }, caller, above }: (typeof calls)[number]): boolean =>
      [caller.file, ...above, ...wiring].some(
        (path) => path === file || importsOf({ path, text: textOf(path) }).includes(file),
      );
    expect(calls.filter((call) => !isImported(call))).toEqual([]);
  });

  test('lists the calls of a function in their order', () => {
    for (const caller of new Set(calls.map((call) => call.caller))) {
      const body = withoutImports(bodyOf(caller.name, textOf(caller.file)));
      const positions = calls
        .filter((call) => call.caller === caller)
        .map(({ step }) => endOfCall(step.calledAs, body))
        .filter((position) => position !== -1);
      expect({ caller, positions }).toEqual({ caller, positions: positions.toSorted((a, b) => a - b) });
    }
  });

  test('goes back up in no file', () => {
    for (const [file, inFile] of Map.groupBy(steps, ({ file }) => file)) {
      const positions = inFile.map(({ name }) => positionOf(name, textOf(file)));
      expect({ file, positions }).toEqual({ file, positions: positions.toSorted((a, b) => a - b) });
    }
  });
});

test('the table of settings has the registry, each with its file', () => {
  const rows = tableOf(PATH, 'setting').map((row) => row.flatMap(codesIn));
  expect(rows.map(([id, group]) => [id, group])).toEqual(SETTINGS.map(({ id, group }) => [id, group]));
  const registry = { path: 'lib/core/settings/index.ts', text: textOf('lib/core/settings/index.ts') };
  expect(rows.filter(([, , file = '']) => !importsOf(registry).includes(file))).toEqual([]);
});

test('every settings group has its calls', () => {
  for (const { id } of GROUPS) expect(callsOf(id)).toMatchObject({ read: expect.any(Function) });
});

test('the table of items has the keys of the state', () => {
  const target = { accountId: 'ACCOUNT', region: 'REGION' };
  const facts = { since: '', desired: '', actual: null, action: '' };
  const counts = { runs: 0, countedAt: null, announcedAt: null, reminders: 0, pending: [] };
  const unreadable = { ...target, ...counts, group: 'GROUP', since: '', reason: 'throttled', detail: '' } as const;
  const keys = [
    sortKey(newDriftRecord({ ...target, setting: 'SETTING' }, facts)),
    sortKey({ ...unreadable, kind: 'unreadable', state: 'open' }),
    sortKey({ ...target, kind: 'repairs', attempts: [] }),
  ].map((key) => [accountKey('ACCOUNT'), key]);
  const rows = tableOf(PATH, '`pk`').map(([pk = '', sk = '']) => [codesIn(pk)[0], codesIn(sk)[0]]);
  expect(rows).toEqual(expect.arrayContaining(keys));
});
