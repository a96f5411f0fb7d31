import type { Call, Service } from '../server/service.ts';
import type { Fault } from './fault-schema.ts';
import { RateLimiter } from './rate-limiter.ts';

const DEFAULT_PER_SECOND = 2;

type Matcher = (call: Call, service: Service) => boolean;

/** Chooses the faults of each call. Uses are counted per fault, account, Region and operation. */
export class FaultInjector {
  readonly #faults: readonly { readonly fault: Fault; readonly matches: Matcher }[];
  readonly #rates = new RateLimiter();
  readonly #uses = new Map<string, number>();

  /** `offered`: every operation of the sandbox, as `service:Operation`. Throws if a pattern matches none of them. */
  constructor(faults: readonly Fault[], offered: readonly string[]) {
    for (const pattern of faults.flatMap(({ match }) => match.operations ?? [])) {
      const matches = anyOf([pattern]);
      if (offered.some((name) => matches(name) || matches(name.split(':')[1] ?? ''))) continue;
      throw new Error(`A fault is for ${pattern}, which matches no operation; there are ${offered.join(', ')}`);
    }
    this.#faults = faults.map((fault) => ({ fault, matches: createMatcher(fault.match) }));
  }

  /** The faults to inject into this call. Counts one use of each fault that matches. */
  faultsFor(call: Call, service: Service): readonly Fault[] {
    return this.#faults.flatMap(({ fault, matches }, index) => {
      if (!matches(call, service)) return [];
      const key = `${index} ${countedBy(fault, call)}`;
      if (fault.kind === 'rate-limit' && this.#isBelowRate(key, { fault, call })) return [];
      const uses = this.#count(key);
      const { after = 0, times = fault.kind === 'empty-page' ? 1 : Infinity } = fault;
      if (fault.kind !== 'expire-credentials') return uses > after && uses <= after + times ? [fault] : [];
      // The credentials stay expired, so each key strikes once.
      const isStriking = uses === after + 1 && this.#count(`${index} ${call.accountId}`) <= times;
      return isStriking ? [fault] : [];
    });
  }

  #count(key: string): number {
    const uses = (this.#uses.get(key) ?? 0) + 1;
    this.#uses.set(key, uses);
    return uses;
  }

  #isBelowRate(key: string, { fault, call }: { fault: Fault; call: Call }): boolean {
    return this.#rates.accepts(key, { perSecond: fault.perSecond ?? DEFAULT_PER_SECOND, now: call.now });
  }
}

/** What the uses of a fault are counted per. */
function countedBy({ kind }: Fault, { accountId, region, operation, request }: Call): string {
  if (kind === 'suspend-account') return accountId;
  if (kind === 'expire-credentials') return `${accountId} ${request.scope?.accessKeyId}`;
  return `${accountId} ${region} ${operation}`;
}

function createMatcher({ accounts, regions, operations, members }: Fault['match']): Matcher {
  const isMember = anyOf(members);
  const [isAccount, isRegion, isOperation] = [anyOf(accounts), anyOf(regions), anyOf(operations)];
  return ({ accountId, region, operation, request }, { name, resourceOf, memberOf }) =>
    (isAccount(accountId) || isAccount(resourceOf?.(request)?.accountId ?? accountId)) &&
    isRegion(region) &&
    (members === undefined || isMember(memberOf?.(request) ?? '')) &&
    (isOperation(operation) || isOperation(`${name}:${operation}`));
}

/** `*` in a pattern matches any text. Without patterns everything matches. */
function anyOf(patterns: readonly string[] | undefined): (text: string) => boolean {
  const expressions = patterns?.map((pattern) => {
    const parts = pattern.split('*').map((part) => RegExp.escape(part));
    return new RegExp(`^${parts.join('.*')}$`);
  });
  return (text) => expressions?.some((expression) => expression.test(text)) ?? true;
}
