import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { createScanDeps } from '../../lib/app/wiring/scan-deps.ts';
import type { Clients } from '../../lib/aws/clients.ts';
import { faultSchema } from '../../sandbox/faults/fault-schema.ts';
import { createCommand } from '../../sandbox/options.ts';
import type { Sandbox } from '../../sandbox/server/server.ts';
import { OFF_WORDING_NAMES } from '../../sandbox/services/macie2/off-wordings.ts';
import { stackSchema, trailSchema } from '../../sandbox/worlds/stack-schema.ts';
import { worldSchema } from '../../sandbox/worlds/world-schema.ts';
import { EMPTY_WORLD, parseWorld } from '../../sandbox/worlds/world.ts';
import { requestFor } from '../app/fake-macie.ts';
import { runOnce } from '../app/run-once.ts';
import { codesIn, sectionOf, tableOf, textOf } from './markdown.ts';
import { connectSandbox } from '../sandbox/connected.ts';

const PATH = 'docs/sandbox.md';
const exampleIn = (heading: string): string => /```yaml\n([^]*?)```/.exec(sectionOf(PATH, heading))?.[1] ?? '';

interface Schema {
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
}

/** The paths of a schema's values, with `*` for keys that are names. */
function pathsOf({ anyOf, items, properties, additionalProperties }: Schema, path: readonly string[] = []): string[] {
  if (anyOf) return anyOf.flatMap((one) => pathsOf(one, path));
  if (items) return pathsOf(items, path);
  if (properties) return Object.entries(properties).flatMap(([key, value]) => pathsOf(value, [...path, key]));
  return additionalProperties ? pathsOf(additionalProperties, [...path, '*']) : [path.join('.')];
}

/** The paths of a value that the schema knows. */
function pathsIn(value: unknown, path: readonly string[] = []): string[] {
  if (Array.isArray(value)) return [path.join('.'), ...value.flatMap((one) => pathsIn(one, path))];
  if (typeof value !== 'object' || value === null) return [path.join('.')];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...pathsIn(inner, [...path, key]),
    ...pathsIn(inner, [...path, '*']),
  ]);
}

/** The keys of organizations, of a stack and of trails have tables of their own. */
const OF_ORGANIZATIONS =
  /^organization|^stack\.|^trails\.|^accounts\.\*\.(?:membership|automatedDiscovery|roles)|^faults\.(?:after|match\.members)/;

const KEYS = [
  ...new Set(pathsOf(z.toJSONSchema(worldSchema, { io: 'input', unrepresentable: 'any' }) as Schema)),
].filter((key) => !OF_ORGANIZATIONS.test(key));

test('the table of keys has every key of a world, and no other', () => {
  const named = tableOf(PATH, 'key').flatMap(([keys = '']) => codesIn(keys));
  expect(named.toSorted()).toEqual(KEYS.toSorted());
});

test('the defaults of the table are those of the schema', () => {
  const defaults = new Map(
    tableOf(PATH, 'key').flatMap(([keys = '', value = '']) => codesIn(keys).map((key) => [key, codesIn(value)[0]])),
  );
  const world = parseWorld(
    'accounts: { "111122223333": { sessions: { eu-west-1: {} } } }\ntopics: [{ account: "111122223333", region: us-east-1, name: a, subscriptions: [{ protocol: email, endpoint: a@example.com }] }]',
    PATH,
  );
  const session = world.accounts['111122223333']?.sessions?.['eu-west-1'];
  const [subscription] = world.topics[0]?.subscriptions ?? [];
  expect(defaults.get('accounts.*.sessions.*.status')).toBe(session?.status);
  expect(defaults.get('accounts.*.sessions.*.findingPublishingFrequency')).toBe(session?.findingPublishingFrequency);
  expect(defaults.get('topics.subscriptions.raw')).toBe(String(subscription?.raw));
  expect(defaults.get('topics.subscriptions.state')).toBe(subscription?.state);
  expect(defaults.get('emailConfirmation')).toBe(EMPTY_WORLD.emailConfirmation);
});

test('the example is a world, and has every key but the options of other faults', () => {
  const example = exampleIn('A world file');
  expect(parseWorld(example, PATH).topics[0]?.subscriptions).toHaveLength(2);
  const used = new Set(pathsIn(parse(example)));
  const optional = ['faults.status', 'faults.ms', 'faults.perSecond', 'faults.reads'];
  expect(KEYS.filter((key) => !used.has(key))).toEqual(optional);
});

test.each([
  ['key of the stack', stackSchema],
  ['key of a trail', trailSchema],
])('the table "%s" has every key', (title, schema) => {
  const named = tableOf(PATH, title).flatMap(([keys = '']) => codesIn(keys));
  expect(named.toSorted()).toEqual(Object.keys(schema.shape).toSorted());
});

test('the wordings of Macie that is off are those of the sandbox', () => {
  const [, , meaning = ''] = tableOf(PATH, 'key').find(([key]) => key?.includes('offWording')) ?? [];
  expect(codesIn(meaning).filter((code) => code !== "'*'")).toEqual(OFF_WORDING_NAMES);
});

test('the commands have every option', () => {
  const commands = tableOf(PATH, 'command').flatMap(([command = '']) => command);
  for (const { long } of createCommand().options) expect(commands.join('\n')).toContain(String(long));
});

test('the table of faults has every kind, beside those of organizations and of Security Hub', () => {
  const elsewhere = ['empty-page', 'expire-credentials', 'suspend-account', 'half-accepted'];
  const kinds = [...tableOf(PATH, 'kind').flatMap(([kind = '']) => codesIn(kind)), ...elsewhere];
  expect(kinds).toEqual(faultSchema.shape.kind.options);
});

let sandbox: Sandbox;
let clients: Clients;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, clients, close } = await connectSandbox({ requestTimeoutMs: 500, readAttempts: 2 }));
});
afterAll(() => close());

const LIMITS = {
  parallelAccounts: 8,
  parallelReads: 1,
  parallelWrites: 1,
  callBudgetMs: 4000,
  readBackWaitsMs: [1, 1, 1],
  expectedStateWaitsMs: [],
};

/** The verdict of the only target, with its reason or the outcome of its drift. */
async function reportedWith(faults: string): Promise<readonly (string | undefined)[]> {
  sandbox.reset(parseWorld(`${exampleIn('Faults')}\nfaults: ${faults}`, PATH));
  const request = requestFor('regions: [eu-west-1]\nremediation: enforce');
  const { results } = await runOnce(request, createScanDeps(clients, LIMITS));
  return results.flatMap(({ verdict, unknowns, drifts }) => [
    verdict,
    ...unknowns.map(({ reason }) => reason),
    ...drifts.map(({ outcome }) => outcome),
  ]);
}

test('without a fault the session is resumed', async () => {
  expect(await reportedWith('[]')).toEqual(['compliant', 'verified']);
});

const EXAMPLES = tableOf(PATH, 'kind').map(([kind = '', , example = '', report = '']) => [
  codesIn(kind)[0],
  codesIn(example)[0],
  codesIn(report),
]);

test.each(EXAMPLES)('the example of %s is reported as the table says', async (kind, example, report) => {
  expect(example).toContain(`kind: ${String(kind)}`);
  expect(await reportedWith(`[${String(example)}]`)).toEqual(report);
});

test('a status DISABLED is answered with the way to write it', () => {
  expect(textOf(PATH)).toContain('`status: DISABLED` is refused');
  const refused = 'accounts: { "111122223333": { sessions: { eu-west-1: { status: DISABLED } } } }';
  expect(() => parseWorld(refused, PATH)).toThrow(/write null/);
});
