import { AwsError } from './errors.ts';
import type { Call, Service } from './service.ts';
import type { Fault } from './world.ts';

export const FAULT_KINDS = [
  'deny',
  'scp-deny',
  'throttle',
  'server-error',
  'hang',
  'reset',
  'html',
  'empty',
  'unknown-enum',
  'slow',
  'write-lost',
  'write-lag',
] as const;

/** What is done to calls that match, decided per call. Strikes are counted per fault, account, Region and operation. */
export class Faults {
  readonly #faults: readonly { readonly fault: Fault; readonly matches: (call: Call, service: Service) => boolean }[];
  readonly #strikes = new Map<string, number>();

  constructor(faults: readonly Fault[]) {
    this.#faults = faults.map((fault) => ({ fault, matches: createMatcher(fault.match) }));
  }

  /** The faults that strike this call. Asking counts as a strike. */
  strike(call: Call, service: Service): readonly Fault[] {
    return this.#faults.flatMap(({ fault, matches }, index) => {
      if (!matches(call, service)) return [];
      const key = [index, call.accountId, call.region, call.operation].join(' ');
      const strikes = (this.#strikes.get(key) ?? 0) + 1;
      this.#strikes.set(key, strikes);
      return fault.times === undefined || strikes <= fault.times ? [fault] : [];
    });
  }
}

function createMatcher({ accounts, regions, operations }: Fault['match']): (call: Call, service: Service) => boolean {
  const [isAccount, isRegion, isOperation] = [accounts, regions, operations].map(anyOf);
  return ({ accountId, region, operation }, { name }) =>
    isAccount?.(accountId) === true &&
    isRegion?.(region) === true &&
    (isOperation?.(operation) === true || isOperation?.(`${name}:${operation}`) === true);
}

function anyOf(patterns: readonly string[] | undefined): (text: string) => boolean {
  if (!patterns) return () => true;
  const expressions = patterns.map(
    (pattern) =>
      new RegExp(
        `^${pattern
          .split('*')
          .map((part) => RegExp.escape(part))
          .join('.*')}$`,
      ),
  );
  return (text) => expressions.some((expression) => expression.test(text));
}

/** The error with which a fault answers, if it is one of those. */
export function faultError(
  { kind, status }: Fault,
  { call, service }: { call: Call; service: Service },
): AwsError | null {
  const { denied, throttled, internal } = service.errorCodes;
  const action = `${service.name}:${call.operation}`;
  const refused = `User: ${call.callerArn} is not authorized to perform: ${action}`;
  switch (kind) {
    case 'deny':
      return new AwsError(denied, {
        status: 403,
        message: `${refused} because no identity-based policy allows the ${action} action`,
      });
    case 'scp-deny':
      return new AwsError(denied, {
        status: 403,
        message: `${refused} with an explicit deny in a service control policy`,
      });
    case 'throttle':
      return new AwsError(throttled, { status: 429, message: 'Rate exceeded' });
    case 'server-error':
      return new AwsError(internal, { status: status ?? 500, message: 'The sandbox was told to fail' });
    case 'hang':
    case 'reset':
    case 'html':
    case 'empty':
    case 'unknown-enum':
    case 'slow':
    case 'write-lost':
    case 'write-lag':
      return null;
  }
}
