import type { Call, Service } from '../server/service.ts';
import { keyOf, type Target } from '../worlds/target.ts';
import type { GroupValues } from '../worlds/group-values.ts';
import type { State } from '../worlds/state.ts';
import type { Fault } from './fault-schema.ts';

const WRITES = new Set(['EnableMacie', 'UpdateMacieSession', 'DisableMacie']);
const MEMBER_WRITES = new Set(['CreateMember', 'UpdateMemberSession', 'DeleteMember', 'DisassociateMember']);
const DEFAULT_LAG_READS = 2;

interface Injected {
  readonly call: Call;
  readonly faults: readonly Fault[];
  readonly service: Service;
}

/** The values that a write of a settings group changes. */
const GROUP_WRITES: Readonly<Record<string, (state: State) => GroupValues<unknown>>> = {
  PutFindingsPublicationConfiguration: ({ publication }) => publication,
  PutClassificationExportConfiguration: ({ classificationExport }) => classificationExport,
  UpdateRevealConfiguration: ({ reveal }) => reveal,
};

/** Runs an operation. Faults can undo its write, or delay when reads return it. */
export function runOperation(operation: Service['operations'][string], injected: Injected): unknown {
  const values = GROUP_WRITES[injected.call.operation]?.(injected.call.state);
  if (values) return runGroupWrite(operation, { ...injected, values });
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

function runGroupWrite(
  operation: Service['operations'][string],
  { call, faults, values }: Injected & { readonly values: GroupValues<unknown> },
): unknown {
  const shown = values.get(call);
  const result = operation(call);
  for (const { kind, reads = DEFAULT_LAG_READS } of faults) {
    if (kind === 'write-lag') values.showOld(call, { shown, reads });
    if (kind === 'write-lost') values.restore(call, shown);
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
