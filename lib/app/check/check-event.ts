import * as z from 'zod/mini';
import { WardenError } from '../../core/errors.ts';
import { ACCOUNT_ID, REGION_NAME } from '../../core/names.ts';
import type { CostLimit } from '../../core/cost/model.ts';
import { REMEDIATIONS, type Remediation, type Trigger } from '../../core/run.ts';

/** The trigger of a handler, and how it narrows the run. `maxActions` and `maxMonthlyCost` alone may allow more than the policy: for a first roll-out. */
export interface CheckEvent {
  readonly trigger: Extract<Trigger, 'schedule' | 'manual'>;
  readonly accounts?: readonly string[] | undefined;
  readonly regions?: readonly string[] | undefined;
  readonly remediation?: Remediation | undefined;
  /** The most writes, for this run alone. */
  readonly maxActions?: number | undefined;
  /** The most that the writes may cost a month, for this run alone. */
  readonly maxMonthlyCost?: CostLimit | undefined;
  /** `status`: the status alone, from the lists of the Macie administrators. */
  readonly depth?: 'status' | undefined;
  /** Send a test alert through every channel, and nothing else. */
  readonly testAlert?: true | undefined;
  /** Send the weekly digest as well. */
  readonly digest?: true | undefined;
}

// EventBridge Scheduler without an Input sends `detail` as the string "{}", a classic rule as an object.
const scheduled = z.looseObject({
  source: z.enum(['aws.scheduler', 'aws.events']),
  'detail-type': z.literal('Scheduled Event'),
});

const names = (what: string, pattern: RegExp) =>
  z
    .array(z.string(what).check(z.regex(pattern, what)), `a list of ${what}`)
    .check(z.minLength(1, `at least one of ${what}`));

const COUNT = 'a whole number, 0 or more';

const DOLLARS = 'US dollars, 0 or more, or none';

const manual = z.strictObject({
  accounts: z.optional(names('12-digit account ids', ACCOUNT_ID)),
  regions: z.optional(names('Region names', REGION_NAME)),
  depth: z.optional(z.literal('status', 'status')),
  digest: z.optional(z.literal(true, 'true')),
  testAlert: z.optional(z.literal(true, 'true')),
  remediation: z.optional(z.enum(REMEDIATIONS, `one of ${REMEDIATIONS.join(', ')}`)),
  maxActions: z.optional(z.int(COUNT).check(z.minimum(0, COUNT))),
  maxMonthlyCost: z.optional(z.union([z.number().check(z.minimum(0)), z.literal('none')], DOLLARS)),
});

const KEYS = Object.keys(manual.shape).join(', ');

/** Reads the event of `check`. Throws a WardenError with every problem; unknown keys are problems. */
export function parseCheckEvent(event: unknown): CheckEvent {
  if (event === null || event === undefined || event === '') return { trigger: 'manual' };
  if (scheduled.safeParse(event).success) return { trigger: 'schedule' };
  const parsed = manual.safeParse(event);
  if (parsed.success) {
    const others = Object.keys(parsed.data).filter((key) => key !== 'testAlert');
    if (parsed.data.testAlert && others.length > 0)
      throw new WardenError(
        'request',
        `event: testAlert: expected no other key beside it, found ${others.join(', ')}. A test alert checks nothing`,
      );
    return { trigger: 'manual', ...parsed.data };
  }
  throw new WardenError('request', `event: ${parsed.error.issues.map((issue) => problem(issue, event)).join('; ')}`);
}

function problem(issue: z.core.$ZodIssue, event: unknown): string {
  if (issue.code === 'unrecognized_keys') {
    return `unknown key ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}; a manual event may have ${KEYS}, and a scheduled one is an EventBridge Scheduled Event`;
  }
  if (issue.path.length === 0) return `expected an object, found ${show(event)}`;
  let found: unknown = event;
  for (const key of issue.path)
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  return `${issue.path.join('.')}: expected ${issue.message}, found ${show(found)}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
