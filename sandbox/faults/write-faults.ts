import { jsonBody } from '../server/protocols.ts';
import type { Call, Service } from '../server/service.ts';
import { keyOf, type Target } from '../worlds/target.ts';
import type { GroupValues } from '../worlds/group-values.ts';
import { modeOf } from '../worlds/organization/discovery.ts';
import type { Fault } from './fault-schema.ts';
import { acceptHalf } from './half-accepted.ts';

const WRITES = new Set(['EnableMacie', 'UpdateMacieSession', 'DisableMacie']);
const MEMBER_WRITES = new Set(['CreateMember', 'UpdateMemberSession', 'DeleteMember', 'DisassociateMember']);
const DEFAULT_LAG_READS = 2;

interface Injected {
  readonly call: Call;
  readonly faults: readonly Fault[];
  readonly service: Service;
}

/** Values that a write changes, of one target. */
interface Written {
  readonly values: GroupValues<unknown>;
  readonly target: Target;
}

/** What a write of a settings group changes. */
const GROUP_WRITES: Readonly<Record<string, (call: Call) => readonly Written[]>> = {
  PutFindingsPublicationConfiguration: (call) => [{ values: call.state.publication, target: call }],
  PutClassificationExportConfiguration: (call) => [{ values: call.state.classificationExport, target: call }],
  UpdateRevealConfiguration: (call) => [{ values: call.state.reveal, target: call }],
  UpdateAutomatedDiscoveryConfiguration: (call) => [
    { values: call.state.discovery.stored, target: call },
    { values: call.state.discovery.modes, target: modeOf(call.region) },
  ],
  BatchUpdateAutomatedDiscoveryAccounts: ({ state, region, request }) =>
    accountsIn(request).map((accountId) => ({ values: state.discovery.stored, target: { accountId, region } })),
};

/** The accounts in the body of a batch. */
function accountsIn(request: Call['request']): readonly string[] {
  const { accounts } = jsonBody(request);
  return Array.isArray(accounts)
    ? accounts.map((account: unknown) => String(Reflect.get(Object(account), 'accountId')))
    : [];
}

/** Runs an operation. Faults can undo its write, or delay when reads return it. */
export function runOperation(operation: Service['operations'][string], injected: Injected): unknown {
  if (isHalfAccepted(injected)) return acceptHalf(operation, injected.call);
  const written = GROUP_WRITES[injected.call.operation]?.(injected.call);
  if (written) return runGroupWrite(operation, { ...injected, written });
  const target = targetOf(injected);
  if (!target) return operation(injected.call);
  const { sessions, lagging, memberships } = injected.call.state;
  const [session, membership] = [sessions.get(target), memberships.get(target)];
  const result = operation(injected.call);
  for (const { kind, reads = DEFAULT_LAG_READS } of injected.faults) {
    if (kind === 'write-lag') lagging.set(keyOf(target), { shown: session, readsLeft: reads });
    if (kind !== 'write-lost') continue;
    sessions.restore(target, session);
    memberships.restore(target, membership);
  }
  return result;
}

function isHalfAccepted({ call, faults }: Injected): boolean {
  return call.operation === 'BatchImportFindings' && faults.some(({ kind }) => kind === 'half-accepted');
}

function runGroupWrite(
  operation: Service['operations'][string],
  { call, faults, written }: Injected & { readonly written: readonly Written[] },
): unknown {
  const before = written.map(({ values, target }) => ({ values, target, shown: values.get(target) }));
  const result = operation(call);
  for (const { kind, reads = DEFAULT_LAG_READS } of faults)
    for (const { values, target, shown } of before) {
      if (kind === 'write-lag') values.showOld(target, { shown, reads });
      if (kind === 'write-lost') values.restore(target, shown);
    }
  return result;
}

/** The account and Region that a write changes, or null for another operation. */
function targetOf({ call, service }: Injected): Target | null {
  const { operation, region, request } = call;
  if (WRITES.has(operation)) return call;
  const accountId = MEMBER_WRITES.has(operation) ? service.memberOf?.(request) : null;
  return accountId ? { accountId, region } : null;
}
