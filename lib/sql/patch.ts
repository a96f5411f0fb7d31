import * as z from 'zod/mini';
import { publishingFrequency } from '../core/settings/publishing-frequency.ts';
import { FREQUENCIES } from '../core/settings/session.ts';
import { status } from '../core/settings/status.ts';
import { closest } from '../policy/closest.ts';
import { sqlRefusal } from './problem.ts';
import { manualDetail } from './statement.ts';

/** The desired values of a session, by setting. */
export type Patch = Readonly<Record<string, string>>;

interface Property {
  readonly setting: string;
  /** Those of AWS::Macie::Session. */
  readonly values: readonly string[];
}

const PROPERTIES: ReadonlyMap<string, Property> = new Map([
  ['/Status', { setting: status.id, values: ['ENABLED', 'PAUSED'] }],
  ['/FindingPublishingFrequency', { setting: publishingFrequency.id, values: FREQUENCIES }],
]);
const PATHS = [...PROPERTIES.keys()];

const READ_ONLY = new Set(['/AwsAccountId', '/ServiceRole', '/AutomatedDiscoveryStatus']);

const EXAMPLE = '[{"op":"replace","path":"/Status","value":"ENABLED"}]';

const operations = z
  .array(
    z.looseObject(
      { op: z.string('op as text'), path: z.string('path as text'), value: z.optional(z.unknown()) },
      'a map with op, path and value',
    ),
    `a list of operations, such as ${EXAMPLE}`,
  )
  .check(z.minLength(1, `at least one operation, such as ${EXAMPLE}`));

type Operation = z.infer<typeof operations>[number];

/**
 * The desired values of a patch document (RFC 6902), or of a template `{{ {…} | generate_patch_document }}`. Throws a WardenError for
 * what it may not ask for.
 */
export function patchOf(text: string): Patch {
  const template = /^\s*\{\{([^]*)\|\s*generate_patch_document\s*\}\}\s*$/.exec(text);
  const document = template ? generated(parsed(template[1] ?? '', 'the template')) : parsed(text, 'the patch');
  const checked = operations.safeParse(document);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const place = issue?.path.length ? `operation ${Number(issue.path[0]) + 1} of the patch` : 'the patch';
    throw sqlRefusal(
      `${place}: expected ${issue?.message ?? EXAMPLE}, found ${kindOf(foundAt(document, issue?.path ?? []))}`,
    );
  }
  const values = checked.data.map(valueOf);
  const twice = values.find(([setting], index) => values.findIndex(([other]) => other === setting) !== index);
  if (twice) throw sqlRefusal(`the patch sets ${pathOf(twice[0])} twice: expected each path once`);
  return Object.fromEntries(values);
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw sqlRefusal(
      `${what} is not JSON (${error instanceof Error ? error.message : String(error)}): expected ${EXAMPLE}`,
    );
  }
}

/** As StackQL's function does: an `add` for each property. */
function generated(properties: unknown): unknown {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
    throw sqlRefusal(
      `the template: expected a map of properties, such as {"Status":"ENABLED"}, found ${kindOf(properties)}`,
    );
  return Object.entries(properties).map(([name, value]) => ({ op: 'add', path: `/${name}`, value }));
}

function foundAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
    document,
  );
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'a map' : JSON.stringify(value);
}

function valueOf({ op, path, value }: Operation): readonly [string, string] {
  const property = PROPERTIES.get(path);
  if (property === undefined)
    throw sqlRefusal(`${path === '' ? 'the whole session' : path} cannot be updated: ${whyNot(path)}`);
  if (op === 'remove') throw sqlRefusal(`${path} cannot be removed: ${whyNotRemoved(path)}`);
  if (op !== 'replace' && op !== 'add') {
    const near = closest(op, ['replace', 'add']);
    throw sqlRefusal(
      `${path}: expected the op replace or add, found ${JSON.stringify(op)}${near === null ? '' : `. Did you mean ${near}?`}`,
    );
  }
  if (typeof value !== 'string' || !property.values.includes(value)) throw wrongValue(path, { value, ...property });
  if (value === 'PAUSED') throw sqlRefusal(manualDetail(value));
  return [property.setting, value];
}

function whyNot(path: string): string {
  const near = closest(path, PATHS);
  if (near !== null && !READ_ONLY.has(path)) return `a session has no such property. Did you mean ${near}?`;
  return READ_ONLY.has(path)
    ? `AWS only shows it. ${PATHS.join(' and ')} can be updated`
    : `${PATHS.join(' and ')} can`;
}

function whyNotRemoved(path: string): string {
  return path === '/Status' ? manualDetail('DISABLED') : 'a session always has a frequency. Replace it by another';
}

function wrongValue(path: string, { value, values }: Property & { readonly value: unknown }) {
  if (value === 'DISABLED') return sqlRefusal(manualDetail(value));
  const near = typeof value === 'string' ? closest(value, values) : null;
  return sqlRefusal(
    `${path}: expected ${values.join(' or ')}, found ${kindOf(value)}${near === null ? '' : `. Did you mean ${near}?`}`,
  );
}

function pathOf(setting: string): string {
  return PATHS.find((path) => PROPERTIES.get(path)?.setting === setting) ?? setting;
}
