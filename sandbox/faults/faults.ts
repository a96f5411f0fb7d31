import type { Call, Service } from '../server/service.ts';
import type { Fault } from './fault-schema.ts';

/** What is done to calls that match, decided per call. Strikes are counted per fault, account, Region and operation. */
export class Faults {
  readonly #faults: readonly { readonly fault: Fault; readonly matches: (call: Call, service: Service) => boolean }[];
  readonly #strikes = new Map<string, number>();

  /** `offered`: every operation there is, as `service:Operation`. A pattern that none matches is a mistake. */
  constructor(faults: readonly Fault[], offered: readonly string[]) {
    for (const pattern of faults.flatMap(({ match }) => match.operations ?? [])) {
      const matches = anyOf([pattern]);
      if (offered.some((name) => matches(name) || matches(name.split(':')[1] ?? ''))) continue;
      throw new Error(`A fault is for ${pattern}, which matches no operation; there are ${offered.join(', ')}`);
    }
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
  const [isAccount, isRegion, isOperation] = [anyOf(accounts), anyOf(regions), anyOf(operations)];
  return ({ accountId, region, operation, request }, { name, resourceOf }) =>
    (isAccount(accountId) || isAccount(resourceOf?.(request)?.accountId ?? accountId)) &&
    isRegion(region) &&
    (isOperation(operation) || isOperation(`${name}:${operation}`));
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
